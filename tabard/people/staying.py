"""Letting one session go on when all of somebody's were ended."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from tabard.people.models import Person


def stay(request: HttpRequest) -> None:
    """Let whoever is here stay; the session gets another key, as after a new password."""
    person = Person.objects.get(pk=request.user.pk or 0)
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    update_session_auth_hash(request, person)
    UserSession.objects.create_from_request(request)
