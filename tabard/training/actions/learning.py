"""What people do with courses: load them, read them, sit their assessments."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import queries, rules
from tabard.training.models import (
    SITTING_LIFECYCLE,
    Answer,
    Course,
    Edition,
    Mark,
    Module,
    Question,
    QuestionKind,
    Sitting,
)
from tabard.training.work.courses import CourseError, CourseFolder, read
from tabard.training.work.drawing import draw, is_enough, months_after


@transaction.atomic
def load_course(folder: Path) -> Edition | None:
    """Load the course in a folder whole, or not at all; give nothing if it is there already."""
    found = read(folder)
    Course.objects.get_or_create(slug=found.told["id"])
    course = Course.objects.select_for_update().get(slug=found.told["id"])
    there = course.editions.filter(version=found.told["version"]).first()
    if there is not None:
        if there.digest == found.digest:
            return None
        raise CourseError(
            f"course.toml: version {there.version} of this course is loaded already, and it is "
            "not the same. Give it a new version."
        )
    edition = _edition(course, found)
    record("course loaded", course=edition.title, version=edition.version)
    return edition


def _edition(course: Course, found: CourseFolder) -> Edition:
    about = {name: value for name, value in found.told.items() if name != "id"}
    edition = Edition.objects.create(
        course=course, digest=found.digest, loaded_at=timezone.now(), **about
    )
    for number, file in enumerate(found.modules, start=1):
        module = Module.objects.create(
            edition=edition,
            number=number,
            title=file.told["title"],
            summary=file.told["summary"],
            minutes=file.told["minutes"],
            text=file.text.removeprefix(f"# {file.told['title']}").strip(),
        )
        Question.objects.bulk_create(
            Question(
                module=module,
                name=told["id"],
                asks=told["asks"].strip(),
                kind=QuestionKind(told["kind"]),
                choices=told["answers"],
            )
            for told in file.told["questions"]
        )
    return edition


@transaction.atomic
def begin(edition: Edition, *, by: Person) -> Sitting:
    """Begin an assessment with questions drawn for it; the answers of earlier ones are deleted."""
    by = lock(by)
    now = timezone.now()
    latest = queries.latest_sitting(by, edition.course_id)
    insist(rules.may_begin(edition, latest, now))
    short = rules.is_refresher(latest, now)
    how_many = edition.refresher_questions if short else edition.questions
    Answer.objects.filter(sitting__person=by, sitting__course=edition.course_id).delete()
    sitting = Sitting.objects.create(
        person=by,
        edition=edition,
        course=edition.course,
        seed=secrets.randbits(32),
        asked=how_many,
        started_at=now,
    )
    _ask(sitting)
    _record("assessment begun", sitting)
    return sitting


def _ask(sitting: Sitting) -> None:
    """Draw the questions of a sitting."""
    modules = sitting.edition.modules.prefetch_related("questions")
    pools = [list(module.questions.all()) for module in modules]
    drawn = draw(pools, sitting.asked, seed=sitting.seed)
    Answer.objects.bulk_create(
        Answer(sitting=sitting, number=number, question=question)
        for number, question in enumerate(drawn, start=1)
    )


@transaction.atomic
def answer(asked: Answer, *, chosen: Sequence[int], by: Person) -> Answer:
    """Keep what was chosen; it can be changed until the assessment is finished."""
    sitting = lock(asked.sitting)
    insist(rules.may_sit(by, sitting))
    _insist_that_it_is_under_way(sitting)
    if not set(chosen) <= set(range(len(asked.question.choices))):
        raise NotAllowedError("This question has no such answer.")
    asked.chosen = sorted(set(chosen))
    asked.save(update_fields=["chosen"])
    return asked


def _insist_that_it_is_under_way(sitting: Sitting) -> None:
    """Raise NotNowError when a sitting is finished."""
    SITTING_LIFECYCLE.after(sitting.state, "succeed")


@transaction.atomic
def finish(sitting: Sitting, *, by: Person) -> Sitting:
    """Mark the answers; whoever reached the pass mark holds a certificate from now on."""
    sitting = lock(sitting)
    insist(rules.may_sit(by, sitting))
    _insist_that_it_is_under_way(sitting)
    insist(rules.may_finish(queries.unanswered(sitting)))
    edition, now = sitting.edition, timezone.now()
    right = sum(one.is_right for one in queries.answers_of(sitting))
    passed = is_enough(right, asked=sitting.asked, pass_mark=edition.pass_mark)
    sitting.state = SITTING_LIFECYCLE.after(sitting.state, "succeed" if passed else "fall_short")
    sitting.right, sitting.finished_at = right, now
    sitting.valid_until = until = _valid_until(sitting, now) if passed else None
    sitting.save()
    if until:
        _record("assessment passed", sitting, score=sitting.score, until=until.isoformat())
    else:
        _record("assessment not passed", sitting, score=sitting.score)
    return sitting


def _valid_until(sitting: Sitting, now: datetime) -> datetime:
    """Reckon from the end of a certificate that is still valid: renewing early costs nothing."""
    earlier = queries.certificates_of(sitting.person).filter(course=sitting.course_id).first()
    until = earlier.valid_until if earlier else None
    return months_after(max(now, until or now), sitting.edition.valid_months)


@transaction.atomic
def mark(module: Module, *, by: Person, is_read: bool) -> None:
    """Note for somebody, and for nobody else, that they have read a module, or not yet."""
    if is_read:
        Mark.objects.get_or_create(person=by, module=module)
    else:
        Mark.objects.filter(person=by, module=module).delete()


def _record(kind: str, sitting: Sitting, **facts: str | int) -> None:
    record(
        kind,
        concerns=[sitting.person_id],
        sitting=sitting.pk,
        course=sitting.edition.title,
        by=sitting.person_id,
        **facts,
    )
