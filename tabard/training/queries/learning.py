"""Questions across courses, sittings and certificates."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from tabard.people.models import Person
from tabard.training.models import Answer, Edition, Mark, Module, Sitting, SittingState


def current_editions() -> QuerySet[Edition]:
    """Give the newest edition of every course."""
    newest = Edition.objects.order_by("course_id", "-pk").distinct("course_id").values("pk")
    return Edition.objects.filter(pk__in=newest)


def editions_for(reader: Person) -> QuerySet[Edition]:
    """Give the newest editions with their modules, and which of these somebody marked as read."""
    read = Mark.objects.filter(person=reader, module=OuterRef("pk"))
    modules = Module.objects.defer("text").annotate(is_read=Exists(read))
    editions = current_editions().select_related("course")
    return editions.prefetch_related(Prefetch("modules", queryset=modules))


def latest_sitting(person: Person, course: int) -> Sitting | None:
    """Give the sitting of a course that somebody began last."""
    return Sitting.objects.filter(person=person, course=course).order_by("-pk").first()


def latest_sittings(person: Person) -> dict[int, Sitting]:
    """Give the sitting that somebody began last, by course, in one query."""
    sittings = Sitting.objects.filter(person=person).order_by("course_id", "-pk")
    return {one.course_id: one for one in sittings.distinct("course_id")}


def certificates() -> QuerySet[Sitting]:
    """Give everybody's last certificate of every course, the first to run out first."""
    passed = Sitting.objects.filter(state=SittingState.PASSED)
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


def answers_of(sitting: Sitting) -> QuerySet[Answer]:
    """Give the questions of a sitting in the order in which they are asked."""
    return Answer.objects.filter(sitting=sitting).select_related("question__module")


def unanswered(sitting: Sitting) -> list[int]:
    """Give the numbers of the questions that have no answer yet."""
    return list(
        Answer.objects.filter(sitting=sitting, chosen=[])
        .order_by("number")
        .values_list("number", flat=True)
    )


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


def neighbours(module: Module) -> tuple[Module | None, Module | None]:
    """Give the modules before and after one."""
    beside = Module.objects.filter(
        edition=module.edition_id, number__in=[module.number - 1, module.number + 1]
    ).defer("text")
    found = {one.number: one for one in beside}
    return found.get(module.number - 1), found.get(module.number + 1)
