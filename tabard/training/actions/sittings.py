"""What people do with assessments: begin, answer, hand in."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import queries, rules
from tabard.training.models import SITTING_LIFECYCLE, Answer, Edition, Sitting
from tabard.training.work.drawing import draw, is_enough, months_after


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


def _record(kind: str, sitting: Sitting, **facts: str | int) -> None:
    record(
        kind,
        concerns=[sitting.person_id],
        sitting=sitting.pk,
        course=sitting.edition.title,
        by=sitting.person_id,
        **facts,
    )
