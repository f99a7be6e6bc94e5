"""Accounts with those who hold them, and those who held them once."""

from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When

from tabard.accounts.models import Account, AccountKind, Holding
from tabard.accounts.queries import with_holders
from tabard.accreditation.models import Accreditation, AccreditationState, Standing, StandingKind
from tabard.accreditation.queries import standings
from tabard.people.models import Person
from tabard.publishing.models import Delivery, DeliveryState

# What counts as said from an account, whether it is still there or was taken down.
SAID = [DeliveryState.CONFIRMED, DeliveryState.REMOVING, DeliveryState.REMOVED]
BY_KIND = Case(
    When(kind=AccountKind.CORPORATE, then=0), When(kind=AccountKind.TEAM, then=1), default=2
)


@dataclass(frozen=True, slots=True)
class Hold:
    """One person's hold of an account: how they stand today, and how much they said from it."""

    holding: Holding
    standing: Standing
    posts: int


def accounts() -> QuerySet[Account]:
    """Give every account with who holds it today; those of the council and of teams come first."""
    return with_holders(Account.objects.order_by(BY_KIND, "public_name", "handle", "pk"))


def holds_of(account: Account) -> list[Hold]:
    """Give everybody who holds an account or held it once, those of today first."""
    holdings = list(account.holdings.select_related("person__service").order_by("since", "pk"))
    people = {holding.person_id for holding in holdings}
    stand, said = standings(people), _said_from(account)
    found = [Hold(one, stand[one.person_id], said.get(one.person_id, 0)) for one in holdings]
    return sorted(found, key=lambda hold: hold.holding.until is not None)


def _said_from(account: Account) -> dict[int, int]:
    said = Delivery.objects.filter(version__account=account, part=1, state__in=SAID)
    counted = said.order_by().values_list("version__message__author").annotate(Count("pk"))
    return dict(counted)


def can_hold(account: Account | None = None) -> QuerySet[Person]:
    """Give those who are accredited today, by name; but not those who hold this account already."""
    in_force = Accreditation.objects.filter(state=AccreditationState.ACTIVE)
    stand = standings(in_force.values_list("person", flat=True))
    accredited = [
        person for person, standing in stand.items() if standing.kind == StandingKind.ACCREDITED
    ]
    found = Person.objects.filter(pk__in=accredited, is_active=True).select_related("service")
    if account is None:
        return found
    held = account.holdings.filter(until=None).values("person")
    return found.exclude(pk__in=held)
