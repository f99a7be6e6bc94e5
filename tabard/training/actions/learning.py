"""What people do with courses: load them, and note what they have read."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import rules
from tabard.training.models import (
    Course,
    Edition,
    Mark,
    Module,
    Question,
    QuestionKind,
)
from tabard.training.settings import COURSES_NEEDED
from tabard.training.work.courses import CourseError, CourseFolder, read


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
    about = {"pretest_questions": len(found.modules), **found.told}
    del about["id"]
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
            sources=file.told.get("sources", []),
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
def offer_course(course: Course, *, is_offered: bool) -> Course:
    """Let the assessment of a course be begun, or no longer; what was passed stands."""
    course = lock(course)
    if not is_offered:
        insist(rules.may_withdraw(course, COURSES_NEEDED.value))
    course.is_offered = is_offered
    course.save(update_fields=["is_offered"])
    if is_offered:
        record("course offered", course=course.slug)
    else:
        record("course taken out", course=course.slug)
    return course


@transaction.atomic
def mark(module: Module, *, by: Person, is_read: bool) -> None:
    """Note for somebody, and for nobody else, that they have read a module, or not yet."""
    if is_read:
        Mark.objects.get_or_create(person=by, module=module)
    else:
        Mark.objects.filter(person=by, module=module).delete()
