"""Accounts that are being adopted, and those that were."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value

from tabard.accounts.models import Account
from tabard.accreditation.queries import MOST_OF_ONES_OWN
from tabard.keeping.models import ADOPTION_LIFECYCLE, Adoption, AdoptionState
from tabard.people.models import Person
from tabard.people.queries import in_line_of, line_of, programme_team


def adoptions() -> QuerySet[Adoption]:
    """Give every proposal with the people it names."""
    return Adoption.objects.select_related(
        "proposer__service", "connects", "decided_by", "service", "ticket", "account"
    )


def waiting_for(person: Person) -> QuerySet[Adoption]:
    """Give the proposals that this person can decide, the oldest first."""
    if not person.runs_the_pilot:
        return Adoption.objects.none()
    line = in_line_of(person)
    mine = Q(proposer=person) | Q(connects=person) | Q(proposer__in=line) | Q(connects__in=line)
    return adoptions().filter(~mine, state=AdoptionState.PROPOSED).order_by("proposed_at")


def deciders(adoption: Adoption, team: Iterable[int] | None = None) -> list[int]:
    """Give who of the programme team can decide a proposal; the team is looked up if not given."""
    if team is None:
        team = programme_team().values_list("pk", flat=True)
    return sorted({*team} - {adoption.proposer_id, adoption.connects_id, *adoption.line})


def line_now(proposer: Person, connects: Person) -> list[int]:
    """Give everybody above and below those who bring an account in."""
    return sorted(line_of(proposer) | line_of(connects))


def of(person: Person) -> QuerySet[Adoption]:
    """Give the proposals that a person made, or connects the account of, the last first."""
    return adoptions().filter(Q(proposer=person) | Q(connects=person))


def of_account(account: Account) -> Adoption | None:
    """Give how an account came to the council, if it existed before."""
    connected = account.adoptions.filter(state=AdoptionState.CONNECTED)
    return connected.select_related("recall").first()


def of_leavers(now: datetime) -> QuerySet[Adoption]:
    """Give the proposals of which nothing can come, as somebody whom they name has left.

    What was agreed whoever connects it can still connect in time, whoever proposed it.
    """
    is_open = ~Q(state=AdoptionState.AGREED) | Q(ticket__until__lte=now)
    left = Q(connects__left_at__isnull=False) | Q(is_open, proposer__left_at__isnull=False)
    starts = ADOPTION_LIFECYCLE.moves["withdraw"].starts
    return Adoption.objects.filter(left, state__in=starts, ticket__used_at=None).order_by("pk")


def let_wait(now: datetime, days: int) -> QuerySet[Adoption]:
    """Give the proposals of which somebody is to be reminded, as one has waited so long.

    Those who decide are reminded anew after each time as long again; those who are to change or
    connect it a few times alone.
    """
    told = ExpressionWrapper(
        (F("reminders") + 1) * Value(timedelta(days=days)), output_field=DurationField()
    )
    ones_own = Q(state=AdoptionState.SENT_BACK) | Q(
        state=AdoptionState.AGREED, ticket__until__gt=now
    )
    waiting = Adoption.objects.filter(
        Q(state=AdoptionState.PROPOSED) | (ones_own & Q(reminders__lt=MOST_OF_ONES_OWN))
    )
    return waiting.alias(told=told).filter(waits_since__lte=now - F("told"))
