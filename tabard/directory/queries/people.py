"""Who speaks for the council, from which accounts, and what they said last."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from tabard.accounts.models import Account, AccountKind, AccountState, Holding
from tabard.accreditation.models import Accreditation, AccreditationState
from tabard.council.models import Council, Service
from tabard.directory.settings import AWAY
from tabard.people.models import Person
from tabard.people.queries import away_today
from tabard.publishing.models import Delivery, DeliveryState

MOST_WORDS = 8
POSTS = 10
TAKEN_DOWN = 5


@dataclass(frozen=True, slots=True)
class Voice:
    """A person as residents meet them: what for, from which accounts, until when from others."""

    person: Person
    since: datetime
    until: date
    # The last day is over: what they write is checked before it goes.
    has_run_out: bool
    purpose: str
    accounts: list[Account]
    former: list[Account]
    # That they are away, if residents are told; never why.
    away: str


def holdings(council: Council) -> QuerySet[Holding]:
    """Give every open hold that residents may know of."""
    seen = Holding.objects.filter(until=None, account__shows_people=True).exclude(
        account__state=AccountState.ENDED
    )
    return seen if council.is_demonstration else seen.exclude(account__network="practice")


def people(council: Council) -> QuerySet[Person]:
    """Give those who are accredited and hold an account of the council today."""
    held = holdings(council)
    in_force = Accreditation.objects.filter(state=AccreditationState.ACTIVE)
    return (
        Person.objects.filter(
            Exists(held.filter(person=OuterRef("pk"))),
            Exists(in_force.filter(person=OuterRef("pk"))),
            is_active=True,
        )
        .select_related("service")
        .prefetch_related(
            Prefetch("holdings", held.select_related("account"), to_attr="open_holdings")
        )
    )


def search(council: Council, words: str) -> QuerySet[Person]:
    """Give those in whose name, job, service or handle every one of these words occurs."""
    found = people(council)
    for word in words.split()[:MOST_WORDS]:
        handle = holdings(council).filter(person=OuterRef("pk"), account__handle__icontains=word)
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(job_title__icontains=word)
            | Q(service__name__icontains=word)
            | Q(service__does__icontains=word)
            | Exists(handle)
        )
    return found


def services(council: Council) -> QuerySet[Service]:
    """Give the services in which somebody speaks, with how many do."""
    speaking = Q(people__in=people(council).values("pk"))
    counted = Service.objects.annotate(voices=Count("people", filter=speaking))
    return counted.filter(voices__gt=0).order_by("name")


def voice(person: Person, council: Council) -> Voice:
    """Put together what residents see of one person."""
    accreditation = (
        Accreditation.objects.filter(person=person, state=AccreditationState.ACTIVE)
        .select_related("application", "person")
        .get()
    )
    accounts = [
        holding.account
        for holding in holdings(council).filter(person=person).select_related("account")
    ]
    return Voice(
        person=person,
        since=accreditation.since,
        until=accreditation.ends_on,
        has_run_out=accreditation.has_run_out(timezone.now()),
        purpose=accreditation.application.purpose,
        accounts=accounts,
        former=list(former_of(person, council)),
        away=AWAY.filled(first_name=person.first_name) if _is_told_away(person) else "",
    )


def _is_told_away(person: Person) -> bool:
    return away_today().filter(person=person, is_told=True).exists()


def former_of(person: Person, council: Council) -> QuerySet[Account]:
    """Give the accounts that were this person's as the council's, and are not any more."""
    former = Account.objects.filter(
        state=AccountState.ENDED,
        kind=AccountKind.PERSONAL,
        shows_people=True,
        holdings__person=person,
    )
    if not council.is_demonstration:
        former = former.exclude(network="practice")
    return former.distinct()


def latest_posts(voice: Voice) -> list[Delivery]:
    """Give what this person said last and the networks were seen to have, newest first."""
    return list(
        _deliveries(voice)
        .filter(state=DeliveryState.CONFIRMED)
        .select_related("version__account", "version__message")
        .prefetch_related("version__message__pictures")
        .order_by("-confirmed_at")[:POSTS]
    )


def taken_down(voice: Voice) -> list[Delivery]:
    """Give the posts that were taken down last; their words are not for showing."""
    return list(
        _deliveries(voice)
        .filter(state=DeliveryState.REMOVED)
        .select_related("version__account", "version__message")
        .order_by("-removed_at")[:TAKEN_DOWN]
    )


def _deliveries(voice: Voice) -> QuerySet[Delivery]:
    # A thread is one post to residents: its first part stands for it.
    return Delivery.objects.filter(
        version__account__in=voice.accounts, version__message__author=voice.person, part=1
    )
