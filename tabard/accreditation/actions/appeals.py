"""Appealing against a move on the ladder, once, to somebody who did not decide it."""

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries, rules
from tabard.accreditation.actions import moves
from tabard.accreditation.models import MOVE_APPEAL_LIFECYCLE, Move, MoveAppeal
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person, Role
from tabard.people.queries import line_of
from tabard.record.actions import record


@transaction.atomic
def appeal_move(move: Move, *, by: Person, words: str) -> MoveAppeal:
    """Ask for a second opinion on a move, once; everybody who can hear it is told."""
    move = lock(move)
    now = timezone.now()
    has_appealed = MoveAppeal.objects.filter(move=move).exists()
    days = queries.days_to_appeal(move, now)
    insist(rules.may_appeal_move(by, move, has_appealed=has_appealed, days=days, now=now))
    made = MoveAppeal.objects.create(
        move=move, person=by, moved_by=move.by, words=words, made_at=now
    )
    _record("move appealed", made, tell=_who_can_hear(made), by=by.pk, why=words)
    return made


def _who_can_hear(appeal: MoveAppeal) -> list[int]:
    roles = [Role.PROGRAMME_TEAM, Role.OVERSIGHT_OFFICER]
    found = Person.objects.filter(roles__overlap=roles, is_active=True)
    others = found.exclude(pk__in=[appeal.person_id, appeal.moved_by_id, *line_of(appeal.person)])
    return list(others.values_list("pk", flat=True))


@transaction.atomic
def overturn_move(appeal: MoveAppeal, *, by: Person, answer: str) -> MoveAppeal:
    """Hear the appeal, and put the person back where they stood."""
    appeal = _hear(appeal, "overturn", by=by, answer=answer)
    _record("move overturned", appeal, tell=[appeal.moved_by_id], by=by.pk, why=answer)
    moves.take_back(appeal.move, by=by, reason=answer)
    return appeal


@transaction.atomic
def uphold_move(appeal: MoveAppeal, *, by: Person, answer: str) -> MoveAppeal:
    """Hear the appeal, and let the move stand."""
    appeal = _hear(appeal, "uphold", by=by, answer=answer)
    _record("move upheld", appeal, tell=[appeal.moved_by_id], by=by.pk, why=answer)
    return appeal


def _hear(appeal: MoveAppeal, move: str, *, by: Person, answer: str) -> MoveAppeal:
    lock(appeal.move.accreditation)
    appeal = lock(appeal)
    insist(rules.may_hear_move(by, appeal, line_of(appeal.person)))
    appeal.state = MOVE_APPEAL_LIFECYCLE.after(appeal.state, move)
    appeal.heard_by, appeal.heard_at, appeal.answer = by, timezone.now(), answer
    appeal.save()
    return appeal


def _record(kind: str, appeal: MoveAppeal, *, tell: list[int], by: int, why: str) -> None:
    record(
        kind,
        concerns=[appeal.person_id, *tell],
        appeal=appeal.pk,
        move=appeal.move_id,
        accreditation=appeal.move.accreditation_id,
        person=appeal.person_id,
        by=by,
        why=why,
    )
