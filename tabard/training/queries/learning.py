"""Questions across courses, sittings and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    PositiveIntegerField,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)

from tabard.people.models import Person
from tabard.people.queries import away_today
from tabard.training.models import (
    Answer,
    ArrangementKind,
    CertificateReminder,
    Edition,
    Mark,
    Module,
    Progress,
    Sitting,
    SittingKind,
    SittingState,
)
from tabard.training.queries.after_absence import counting
from tabard.training.queries.arrangements import is_arranged
from tabard.training.settings import DAYS_ANSWERS_ARE_KEPT, PASS_MARK, PAUSE_DAYS


def current_editions() -> QuerySet[Edition]:
    """Give the newest edition of every course."""
    newest = Edition.objects.order_by("course_id", "-pk").distinct("course_id").values("pk")
    return Edition.objects.filter(pk__in=newest).select_related("course")


def editions_for(reader: Person) -> QuerySet[Edition]:
    """Give the newest editions with their modules, and which of these somebody marked as read.

    Of courses that are not offered any more, only those of which they have sat something.
    """
    read = Mark.objects.filter(person=reader, module=OuterRef("pk"))
    modules = Module.objects.defer("text").annotate(is_read=Exists(read))
    sat = Sitting.objects.filter(person=reader, course=OuterRef("course"))
    editions = current_editions().filter(Q(course__is_offered=True) | Exists(sat))
    return editions.prefetch_related(Prefetch("modules", queryset=modules))


@dataclass(frozen=True, slots=True)
class Plan:
    """From which modules how many questions are drawn for a sitting."""

    modules: list[Module]
    how_many: int
    # Only the modules in which a pre-test went wrong.
    is_shortened: bool = False


def latest_sitting(person: Person, course: int) -> Sitting | None:
    """Give the sitting of a course that somebody began last."""
    return Sitting.objects.filter(person=person, course=course).order_by("-pk").first()


def progress_of(person: Person, edition: Edition) -> Progress:
    """Say how far somebody has come with a course."""
    return Progress(
        latest=latest_sitting(person, edition.course_id),
        certificate=certificates_of(person).filter(course=edition.course_id).first(),
        pause_days=0 if is_arranged(person, ArrangementKind.NO_PAUSE) else pause_days(edition),
    )


def pause_days(edition: Edition) -> int:
    """Give how many days a retake waits: as the course says, or else the council."""
    return PAUSE_DAYS.value if edition.pause_days is None else edition.pause_days


def pass_mark(edition: Edition) -> int:
    """Give the pass mark in per cent: as the course says, or else the council."""
    return PASS_MARK.value if edition.pass_mark is None else edition.pass_mark


def plan_of(edition: Edition, kind: SittingKind, latest: Sitting | None) -> Plan:
    """Say from which modules how many questions are drawn."""
    modules = list(edition.modules.defer("text"))
    if kind == SittingKind.PRETEST:
        return Plan(modules, edition.pretest_questions)
    if kind == SittingKind.ASSESSMENT:
        return Plan(modules, edition.questions)
    again = outcome_of(latest).again if latest and _counts(latest, edition) else []
    if not again:
        return Plan(modules, edition.refresher_questions)
    each = ceil(edition.refresher_questions / len(modules))
    how_many = min(each * len(again), edition.refresher_questions)
    return Plan(again, how_many, is_shortened=True)


def latest_sittings(person: Person) -> dict[int, Sitting]:
    """Give the sitting that somebody began last, by course, in one query."""
    sittings = Sitting.objects.filter(person=person).order_by("course_id", "-pk")
    return {one.course_id: one for one in sittings.distinct("course_id")}


def certificates() -> QuerySet[Sitting]:
    """Give everybody's last certificate of every course, the first to run out first."""
    passed = Sitting.objects.filter(valid_until__isnull=False)
    last = passed.order_by("person_id", "course_id", "-valid_until").distinct(
        "person_id", "course_id"
    )
    return (
        Sitting.objects.filter(pk__in=last.values("pk"))
        .select_related("person__service", "edition")
        .order_by("valid_until", "pk")
    )


def certificates_of(person: Person) -> QuerySet[Sitting]:
    """Give somebody's last certificate of every course."""
    return certificates().filter(person=person)


def to_be_renewed(
    people: QuerySet[Person], courses: Sequence[str], *, now: datetime, days: Sequence[int]
) -> QuerySet[Any]:
    """Give the last certificates of these people of which they have yet to be told, as is due.

    `days_before` says what is due: 0 when one has run out, else the least of `days` that is
    reached. Whoever was told as much, or more, is left out, and whoever is away today. Until when
    one counts, `counts_until` says: whoever was away has some days more.
    """
    reached = [
        When(counts_until__lte=now + timedelta(days=day), then=day) for day in sorted({0, *days})
    ]
    told = CertificateReminder.objects.filter(certificate=OuterRef("pk")).order_by("days_before")
    found = counting(certificates()).filter(
        person__in=people.order_by().values("pk"),
        course__slug__in=courses,
        counts_until__lte=now + timedelta(days=max({0, *days})),
    )
    due = found.exclude(person__in=away_today().values("person")).annotate(
        days_before=Case(*reached, output_field=PositiveIntegerField()),
        told_before=Subquery(told.values("days_before")[:1]),
    )
    untold: QuerySet[Any] = due.filter(Q(told_before=None) | Q(told_before__gt=F("days_before")))
    return untold


def answers_of(sitting: Sitting) -> QuerySet[Answer]:
    """Give the questions of a sitting in the order in which they are asked."""
    return Answer.objects.filter(sitting=sitting).select_related("sitting", "question__module")


def unanswered(sitting: Sitting) -> list[int]:
    """Give the numbers of the questions that have no answer yet."""
    return list(
        Answer.objects.filter(sitting=sitting, chosen=[])
        .order_by("number")
        .values_list("number", flat=True)
    )


def answers_kept_until(sitting: Sitting) -> datetime | None:
    """Give when the answers of a finished sitting are deleted; nothing while it is under way."""
    kept_for = timedelta(days=DAYS_ANSWERS_ARE_KEPT.value)
    return sitting.finished_at + kept_for if sitting.finished_at else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sitting, for the person who sat it."""

    wrong: list[Answer]
    right: list[Answer]
    # The modules to read again, those with most to learn first.
    again: list[Module]


def outcome_of(sitting: Sitting) -> Outcome:
    """Part the answers of a finished sitting, and say what to read again."""
    answers = list(answers_of(sitting))
    wrong = [answer for answer in answers if not answer.is_right]
    modules = {answer.question.module_id: answer.question.module for answer in wrong}
    missed = [answer.question.module_id for answer in wrong]
    again = sorted(modules.values(), key=lambda one: (-missed.count(one.pk), one.number))
    return Outcome(wrong, [answer for answer in answers if answer.is_right], again)


def _counts(latest: Sitting, edition: Edition) -> bool:
    """Say whether the last sitting is a passed pre-test of the same edition."""
    return (
        latest.kind == SittingKind.PRETEST
        and latest.state == SittingState.PASSED
        and latest.edition_id == edition.pk
    )


def neighbours(module: Module) -> tuple[Module | None, Module | None]:
    """Give the modules before and after one."""
    beside = Module.objects.filter(
        edition=module.edition_id, number__in=[module.number - 1, module.number + 1]
    ).defer("text")
    found = {one.number: one for one in beside}
    return found.get(module.number - 1), found.get(module.number + 1)
