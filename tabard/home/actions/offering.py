"""Something is offered to colleagues, to be put into their own words."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from tabard.composing import actions as composing
from tabard.home.actions.story import Told
from tabard.people.models import Person


def offer(told: Told, people: Mapping[str, Person]) -> None:
    """Offer material; what is not the programme team's waits for its approval."""
    last_day = timezone.localdate() + timedelta(days=told["days"])
    title, words, hint = told["title"], told["words"], told.get("hint", "")
    composing.offer(title, words, hint=hint, last_day=last_day, by=people[told["by"]])
