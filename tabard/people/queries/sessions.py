"""Where people are signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from tabard.people.models import Person


def sessions_of(person: Person) -> QuerySet[UserSession]:
    """Give the sessions of somebody that still hold, the newest first."""
    in_force = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    known: QuerySet[UserSession] = UserSession.objects.filter(user=person)
    return known.filter(session_key__in=in_force).order_by("-created_at")
