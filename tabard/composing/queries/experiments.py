"""Questions about experiments: which run, which wait, and what came of the others."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from tabard.composing.models import BEGUN, Experiment, ExperimentState, Message, MessageState, Sign
from tabard.people.models import Person, Role
from tabard.record.queries import entries_about, facts_of, in_words, people_in, things_in

# As they stand in the list.
ORDER = [
    ExperimentState.ASKED,
    ExperimentState.RUNNING,
    ExperimentState.PAUSED,
    ExperimentState.FINISHED,
    ExperimentState.DECLINED,
    ExperimentState.WITHDRAWN,
]


def experiments() -> QuerySet[Experiment]:
    """Give every experiment with whose it is, the newest first, and how many signs count."""
    counting = Q(signs__at__gt=F("counts_from")) | Q(counts_from=None, signs__isnull=False)
    return Experiment.objects.select_related("owner__service", "decided_by").annotate(
        signs_counting=Count("signs", filter=counting)
    )


def in_order() -> QuerySet[Experiment]:
    """Give every experiment: what waits for a decision first, then what runs, then the rest."""
    order = {state: place for place, state in enumerate(ORDER)}
    place = Case(*[When(state=state, then=Value(at)) for state, at in order.items()])
    return experiments().order_by(place, "-pk")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an experiment."""

    words: str
    at: datetime


def steps_of(experiment: Experiment, *, reader: Person) -> list[Step]:
    """Give what happened to an experiment and its posts, as the record tells it to a reader."""
    entries = list(entries_about("experiment", experiment.pk))
    facts = [facts_of(entry) for entry in entries]
    named = Person.objects.filter(pk__in=people_in(facts))
    people, things = {one.pk: str(one) for one in named}, things_in(facts)
    return [
        Step(in_words(entry.kind, told, people=people, reader=reader.pk, things=things), entry.at)
        for entry, told in zip(entries, facts, strict=True)
    ]


def counting_signs(experiment: Experiment) -> QuerySet[Sign]:
    """Give the signs that count towards the stop rule: those since somebody let it go on."""
    signs = experiment.signs.all()
    return signs if experiment.counts_from is None else signs.filter(at__gt=experiment.counts_from)


def running_experiments(person: Person) -> QuerySet[Experiment]:
    """Give the experiments within which somebody can write today."""
    today = timezone.localdate()
    return Experiment.objects.filter(
        owner=person, state=ExperimentState.RUNNING, first_day__lte=today, last_day__gte=today
    )


def experiments_to_decide(person: Person) -> QuerySet[Experiment]:
    """Give what waits for somebody to decide: what was registered, and not by themselves."""
    if not (person.runs_the_pilot or person.oversees):
        return Experiment.objects.none()
    return Experiment.objects.filter(state=ExperimentState.ASKED).exclude(owner=person)


def experiments_to_finish(person: Person) -> QuerySet[Experiment]:
    """Give the experiments of somebody that wait for their result, or were paused."""
    over = Q(last_day__lt=timezone.localdate(), state__in=BEGUN)
    return Experiment.objects.filter(over | Q(state=ExperimentState.PAUSED), owner=person)


def to_remind_of_results() -> QuerySet[Experiment]:
    """Give the experiments whose days are over, and whose owner has not been reminded."""
    over = Experiment.objects.filter(last_day__lt=timezone.localdate(), state__in=BEGUN)
    return over.filter(reminded_at=None, owner__is_active=True)


def results() -> QuerySet[Experiment]:
    """Give the experiments that are finished, with what came of them, the last one first."""
    return (
        Experiment.objects.filter(state=ExperimentState.FINISHED)
        .select_related("owner__service")
        .order_by("-finished_at")
    )


def tried_now() -> QuerySet[Experiment]:
    """Give what is being tried today, for everybody to know."""
    today = timezone.localdate()
    return Experiment.objects.filter(
        state=ExperimentState.RUNNING, first_day__lte=today, last_day__gte=today
    ).select_related("owner__service")


def deciders(but: Person) -> QuerySet[Person]:
    """Give those who decide about experiments, but for this person."""
    roles = [Role.PROGRAMME_TEAM, Role.OVERSIGHT_OFFICER]
    return Person.objects.filter(roles__overlap=roles, is_active=True).exclude(pk=but.pk)


def posts_within(experiment: Experiment) -> QuerySet[Message]:
    """Give the posts that were handed in within an experiment, the newest first."""
    return experiment.messages.exclude(state=MessageState.WRITING).exclude(submitted_at=None)
