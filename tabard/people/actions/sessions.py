"""Ending what is open in somebody's name."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet

from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.rules.sessions import may_end_session, may_sign_out
from tabard.record.actions import record


@transaction.atomic
def end_sessions(person: Person, *, why: str, keep: str | None = None) -> None:
    """Sign somebody out everywhere, at once; whose session is kept has to renew it."""
    Person.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    _forget(UserSession.objects.filter(user=person).exclude(session_key=keep or ""))
    record("sessions ended", concerns=[person.pk], person=person.pk, why=why)


@transaction.atomic
def sign_out(person: Person, *, by: Person) -> None:
    """Sign somebody else out everywhere; they can sign in again."""
    insist(may_sign_out(by, person))
    record("signed out by somebody", concerns=[person.pk], person=person.pk, by=by.pk)
    end_sessions(person, why="an administrator signed them out")


@transaction.atomic
def note_password_set(person: Person) -> None:
    """Write down that somebody has another password."""
    record("password set", concerns=[person.pk], by=person.pk)


@transaction.atomic
def end_session(session: UserSession, *, by: Person) -> None:
    """End one of somebody's own sessions."""
    insist(may_end_session(by, session.user_id))
    _forget(UserSession.objects.filter(pk=session.pk))
    record("session ended", concerns=[by.pk], by=by.pk)


def _forget(known: QuerySet[UserSession]) -> None:
    """Delete sessions, and what is shown of them to whose they are."""
    keys = list(known.select_for_update().values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    known.delete()
