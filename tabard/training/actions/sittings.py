"""What people do with assessments: begin, answer, hand in."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import queries, rules
from tabard.training.models import (
    SITTING_LIFECYCLE,
    Answer,
    Edition,
    Module,
    Sitting,
    SittingKind,
)
from tabard.training.work.drawing import draw, is_enough, months_after


@transaction.atomic
def begin(edition: Edition, *, by: Person, kind: SittingKind | None = None) -> Sitting:
    """Begin a sitting with questions drawn for it; of earlier ones only certificates are kept.

    Nothing is recorded: that somebody tries is theirs alone. Without a kind it is the longest
    that is open: the assessment, or the refresher.
    """
    by = lock(by)
    now = timezone.now()
    progress = queries.progress_of(by, edition)
    insist(rules.may_begin(edition, progress, now))
    open_now = rules.kinds_open(edition, progress, now)
    kind = kind or open_now[-1]
    if kind not in open_now:
        raise NotAllowedError("This is not what comes next for you. Look at the training again.")
    plan = queries.plan_of(edition, kind, progress.latest)
    earlier = Sitting.objects.filter(person=by, course=edition.course_id)
    Answer.objects.filter(sitting__in=earlier).delete()
    earlier.filter(valid_until=None).delete()
    sitting = Sitting.objects.create(
        person=by,
        edition=edition,
        course=edition.course,
        kind=kind,
        seed=secrets.randbits(32),
        asked=plan.how_many,
        pass_mark=queries.pass_mark(edition),
        started_at=now,
    )
    _ask(sitting, plan.modules)
    return sitting


def _ask(sitting: Sitting, modules: Sequence[Module]) -> None:
    """Draw the questions of a sitting."""
    prefetch_related_objects(modules, "questions")
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
    insist(rules.may_enter(by, sitting, queries.arrangement_of(sitting.person)))
    _insist_that_it_is_under_way(sitting)
    if not set(chosen) <= set(range(len(asked.question.choices))):
        raise NotAllowedError("This question has no such answer.")
    asked.chosen = sorted(set(chosen))
    asked.entered_by = None if by == sitting.person else by
    asked.save(update_fields=["chosen", "entered_by"])
    return asked


def _insist_that_it_is_under_way(sitting: Sitting) -> None:
    """Raise NotNowError when a sitting is finished."""
    SITTING_LIFECYCLE.after(sitting.state, "succeed")


@transaction.atomic
def finish(sitting: Sitting, *, by: Person) -> Sitting:
    """Mark the answers; whoever reached the pass mark holds a certificate from now on."""
    sitting = lock(sitting)
    insist(rules.may_enter(by, sitting, queries.arrangement_of(sitting.person)))
    _insist_that_it_is_under_way(sitting)
    insist(rules.may_finish(queries.unanswered(sitting)))
    right, now = sum(one.is_right for one in queries.answers_of(sitting)), timezone.now()
    passed = is_enough(right, asked=sitting.asked, pass_mark=sitting.pass_mark)
    sitting.state = SITTING_LIFECYCLE.after(sitting.state, "succeed" if passed else "fall_short")
    sitting.right, sitting.finished_at = right, now
    # A pre-test stands for the refresher only if it leaves nothing to refresh.
    is_enough_alone = sitting.kind != SittingKind.PRETEST or right == sitting.asked
    sitting.valid_until = _valid_until(sitting, now) if passed and is_enough_alone else None
    sitting.save()
    _record_help(sitting, by)
    _record_result(sitting)
    return sitting


def _record_help(sitting: Sitting, by: Person) -> None:
    """Record who entered answers, or handed them in, for the person."""
    entered = Answer.objects.filter(sitting=sitting, entered_by__isnull=False)
    for helper in sorted({*entered.values_list("entered_by", flat=True), by.pk}):
        if helper is not None and helper != sitting.person_id:
            record(
                "answers entered",
                concerns=[sitting.person_id, helper],
                person=sitting.person_id,
                sitting=sitting.pk,
                course=sitting.edition.title,
                by=helper,
            )


def _record_result(sitting: Sitting) -> None:
    """Record a certificate; of what is none, that something was handed in, and no more."""
    if sitting.valid_until:
        _record(
            "assessment passed",
            sitting,
            version=sitting.edition.version,
            until=sitting.valid_until.isoformat(),
        )
    else:
        _record("assessment handed in", sitting)


def _valid_until(sitting: Sitting, now: datetime) -> datetime:
    """Reckon from the end of a certificate that is still valid: renewing early costs nothing."""
    earlier = queries.certificates_of(sitting.person).filter(course=sitting.course_id).first()
    until = earlier.runs_until if earlier else None
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
