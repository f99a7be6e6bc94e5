"""A network of the story charges for posts."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from tabard.home.actions.story import Told, first
from tabard.people.models import Person, Role
from tabard.spending import actions as spending


def price(told: Told, people: Mapping[str, Person]) -> None:
    """Enter what a network charges, from today on."""
    team = first(people.values(), Role.PROGRAMME_TEAM)
    amount, today = Decimal(told["dollars"]), timezone.localdate()
    spending.set_price(told["network"], told["what"], amount, from_day=today, by=team)
