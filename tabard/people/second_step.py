"""Whether whoever is here has taken a second step to come in."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.http import HttpRequest

from tabard.people.actions import second_step as actions
from tabard.people.models import Person
from tabard.people.staying import stay

KEY = "second_step"
# Taken here, or at the council's sign-on.
HERE, SIGN_ON = "here", "sign-on"
# Recovery codes are only ever beside one of these.
STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def was_taken(request: HttpRequest) -> bool:
    """Say whether this session has a second step behind it."""
    return bool(request.session.get(KEY))


def has_one(person: Person) -> bool:
    """Say whether somebody has set one up."""
    return bool(Authenticator.objects.filter(user=person, type__in=STEPS).exists())


def note_sign_in(request: HttpRequest, person: Person, *, at_sign_on: bool) -> None:
    """Remember how somebody has just come in."""
    ways = [one["method"] for one in get_authentication_records(request, person)]
    if "mfa" in ways:
        request.session[KEY] = HERE
    elif at_sign_on:
        request.session[KEY] = SIGN_ON


def connect() -> None:
    """Hear from allauth what becomes of people's second steps."""
    authenticator_added.connect(_added)
    authenticator_removed.connect(_removed)
    authenticator_reset.connect(_reset)
    authenticator_used.connect(_used)


def _added(request: HttpRequest, user: Person, authenticator: Authenticator, **_how: Any) -> None:
    """Take the one who has just shown that it works to have taken it."""
    if authenticator.type in STEPS:
        request.session[KEY] = HERE
        actions.note_added(user, kind=str(authenticator.type))


def _reset(user: Person, **_how: Any) -> None:
    """Only recovery codes can be made anew."""
    actions.note_new_codes(user)


def _used(request: HttpRequest, user: Person, authenticator: Authenticator, **_how: Any) -> None:
    """Let somebody go on who is asked in the middle of a session; sign-in is noted at its end."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        # What was handed in is as it was before the code was used.
        now = Authenticator.objects.get(pk=authenticator.pk)
        actions.note_code_used(user, left=len(now.wrap().get_unused_codes()))
    if request.user == user:
        request.session[KEY] = HERE


def _removed(request: HttpRequest, user: Person, authenticator: Authenticator, **_how: Any) -> None:
    """Forget that a step was taken that is no longer there, here and wherever else."""
    if authenticator.type not in STEPS:
        return
    key, was_the_last = request.session.session_key, not has_one(user)
    actions.note_removed(user, kind=str(authenticator.type), keep=key, was_the_last=was_the_last)
    if was_the_last:
        stay(request)
        if request.session.get(KEY) == HERE:
            del request.session[KEY]
