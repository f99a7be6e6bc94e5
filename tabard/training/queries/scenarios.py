"""Questions about scenarios, and about somebody's goes at them."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from tabard.people.models import Person
from tabard.training.models import (
    PracticeStanding,
    Rehearsal,
    RehearsalState,
    Reply,
    Scenario,
    ScenarioVersion,
)
from tabard.training.settings import SCENARIOS_TO_PASS


def offered_scenarios() -> QuerySet[ScenarioVersion]:
    """Give the newest version of every scenario that can be chosen, without its script."""
    newest = (
        ScenarioVersion.objects.filter(scenario__is_offered=True)
        .order_by("scenario_id", "-pk")
        .distinct("scenario_id")
    )
    return (
        ScenarioVersion.objects.filter(pk__in=newest.values("pk"))
        .select_related("scenario")
        .defer("told")
        .order_by("title")
    )


def rehearsals_of(person: Person) -> dict[int, Rehearsal]:
    """Give the go that somebody began last, by scenario, in one query."""
    rehearsals = Rehearsal.objects.filter(person=person).order_by("scenario_id", "-pk")
    return {one.scenario_id: one for one in rehearsals.distinct("scenario_id")}


def scenarios_passed(person: Person) -> set[int]:
    """Give the scenarios that somebody has passed, in whichever version."""
    passed = Rehearsal.objects.filter(person=person, state=RehearsalState.PASSED)
    return set(passed.values_list("scenario_id", flat=True))


def practice_standing(person: Person) -> PracticeStanding:
    """Say how far somebody has practised; nobody is asked for more than there is."""
    return practice_standings([person.pk])[person.pk]


def practice_standings(people: Collection[int]) -> dict[int, PracticeStanding]:
    """Say how far each of these people has practised, in three queries."""
    there = Scenario.objects.filter(is_offered=True, versions__isnull=False).distinct().count()
    needed = min(SCENARIOS_TO_PASS.value, there)
    passed = Rehearsal.objects.filter(person__in=people, state=RehearsalState.PASSED).order_by()
    counted = passed.values_list("person").annotate(all=Count("scenario", distinct=True))
    found = dict(counted)
    return {person: PracticeStanding(found.get(person, 0), needed) for person in people}


def replies_in(rehearsal: Rehearsal) -> QuerySet[Reply]:
    """Give what somebody wrote and did in a go, in order."""
    return Reply.objects.filter(rehearsal=rehearsal).select_related("post").order_by("number")
