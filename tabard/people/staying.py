"""Ending all sessions of somebody who has another password, and letting one go on."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from tabard.people.actions.sessions import end_sessions, note_password_set
from tabard.people.models import Person

WHY = "they have another password"


def stay(request: HttpRequest) -> None:
    """Let whoever is here stay; the session gets another key, as after a new password."""
    person = Person.objects.get(pk=request.user.pk or 0)
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    update_session_auth_hash(request, person)
    UserSession.objects.create_from_request(request)


def connect() -> None:
    """Hear from allauth of other passwords."""
    password_set.connect(_changed)
    password_changed.connect(_changed)
    password_reset.connect(_set_by_link)


def _changed(request: HttpRequest, user: Person, **_how: Any) -> None:
    """Keep the session in which it was changed."""
    note_password_set(user)
    end_sessions(user, why=WHY, keep=request.session.session_key)
    stay(request)


def _set_by_link(user: Person, **_how: Any) -> None:
    """Keep none: whoever has the link signs in with what they have just chosen."""
    note_password_set(user)
    end_sessions(user, why=WHY)
