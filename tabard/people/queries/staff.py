"""The staff as administrators see it."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from tabard.council.models import Service
from tabard.people.models import Person
from tabard.record.queries import entries_about, facts_of, in_words, people_in

MOST_EVENTS = 20
SEARCHED = ("first_name", "last_name", "email", "job_title", "external_id")
# What is told on somebody's page; what they wrote and where they stand is not an administrator's.
TOLD = (
    *("person entered", "person changed", "roles changed", "roles taken from groups"),
    *("leaving date set", "leaving date taken away", "person left"),
    *("person invited", "invitation sent", "password link sent", "password set"),
    *("death noted", "death taken back", "holding given back", "holding not given back"),
    *("sign-in closed", "sign-in opened again", "sessions ended"),
)


def staff(asked: str = "", show: str = "") -> QuerySet[Person]:
    """Give those in whom every word that is asked for occurs, of those who are to be shown."""
    found = Person.objects.select_related("service")
    for word in asked.split():
        found = found.filter(_having(word))
    return found.filter(_shown(show)).order_by("last_name", "first_name", "pk")


def _having(word: str) -> Q:
    having = Q()
    for name in SEARCHED:
        having |= Q(**{f"{name}__icontains": word})
    return having


def _shown(show: str) -> Q:
    shown = {
        "active": Q(is_active=True),
        "closed": Q(is_active=False),
        "new": Q(is_active=True, last_login=None),
        "leaving": Q(leaves_on__gte=localdate(), is_active=True),
    }
    return shown.get(show, Q())


def services() -> QuerySet[Service]:
    """Give every service, with how many belong to it who can sign in."""
    return Service.objects.annotate(
        size=Count("people", filter=Q(people__is_active=True))
    ).order_by("name")


def events_of(person: Person) -> list[tuple[datetime, str]]:
    """Give what was done with somebody's entry, the newest first, with when."""
    about = entries_about("person", person.pk).filter(kind__in=TOLD).order_by("-pk")[:MOST_EVENTS]
    known = [(entry, facts_of(entry)) for entry in about]
    named = Person.objects.in_bulk(people_in(facts for _, facts in known))
    people = {one.pk: one.name for one in named.values()}
    return [(entry.at, in_words(entry.kind, facts, people=people)) for entry, facts in known]
