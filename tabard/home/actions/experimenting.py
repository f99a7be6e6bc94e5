"""Something new is tried: asked for, decided, and sometimes over."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from tabard.composing import actions as composing
from tabard.home.actions.story import Told, first
from tabard.people.models import Person, Role


def experiment(told: Told, people: Mapping[str, Person]) -> None:
    """Register an experiment and take it as far as the story goes."""
    owner, officer = people[told["by"]], first(people.values(), Role.OVERSIGHT_OFFICER)
    made = composing.register(_plan(told), by=owner)
    if told["outcome"] == "asked":
        return
    read = made.asked_at.isoformat()
    made = composing.approve_experiment(made, by=officer, asked_at=read)
    if told["outcome"] == "finished":
        result, learned = told["result"], told["learned"]
        composing.finish_experiment(made, by=owner, result=result, learned=learned)


def _plan(told: Told) -> composing.Plan:
    today = timezone.localdate()
    return composing.Plan(
        title=told["title"],
        belief=told["belief"],
        for_whom=told["for_whom"],
        new_format=told["new_format"],
        relaxed=told["relaxed"],
        skips_review=told["skips_review"],
        appetite=told["appetite"],
        first_day=today,
        last_day=today + timedelta(days=told["days"]),
        stop_after=told["stop_after"],
        how_known=told["how_known"],
    )
