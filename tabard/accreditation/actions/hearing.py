"""Saying one's side of a suspension, and asking somebody else to look at it again."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries, rules
from tabard.accreditation.actions.chasing import tell_that_nobody_can_hear
from tabard.accreditation.actions.suspensions import record_about, resume
from tabard.accreditation.models import Suspension
from tabard.accreditation.settings import DAYS_TO_REVIEW_A_SUSPENSION
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.queries import line_of


@transaction.atomic
def say_side(suspension: Suspension, *, by: Person, words: str) -> Suspension:
    """Say one's side, for those who suspended and decide; the record keeps every version."""
    suspension = lock(suspension)
    insist(rules.may_say_side(by, suspension))
    suspension.side, suspension.side_at = words, timezone.now()
    suspension.save(update_fields=["side", "side_at"])
    tell = queries.told_of_the_side(suspension)
    record_about("suspension side said", suspension, tell=tell, by=by.pk, why=words)
    return suspension


@transaction.atomic
def ask_again(suspension: Suspension, *, by: Person) -> Suspension:
    """Ask once that somebody who did not suspend looks at it; all who can are told.

    Where nobody is, those who can see to it are, and the person sees that on their page.
    """
    suspension = lock(suspension)
    insist(rules.may_ask_again(by, suspension))
    suspension.asked_at, suspension.hearers_told_on = timezone.now(), timezone.localdate()
    suspension.save(update_fields=["asked_at", "hearers_told_on"])
    hearers = queries.hearers_of_suspensions([suspension])
    record_about("suspension appealed", suspension, tell=hearers.of(suspension), by=by.pk)
    tell_that_nobody_can_hear([suspension], hearers)
    return suspension


@transaction.atomic
def uphold_suspension(
    suspension: Suspension, *, by: Person, answer: str, review_on: date
) -> Suspension:
    """Look at it as somebody else, and let it go on until another day."""
    suspension = lock(suspension)
    most = DAYS_TO_REVIEW_A_SUSPENSION.value
    insist(rules.is_soon_enough(review_on, timezone.localdate(), most))
    suspension.review_on, suspension.chased_on = review_on, None
    _hear(suspension, "suspension upheld", by=by, answer=answer)
    return suspension


@transaction.atomic
def overturn_suspension(suspension: Suspension, *, by: Person, answer: str) -> Suspension:
    """Look at it as somebody else, and end it."""
    accreditation = lock(suspension.accreditation)
    suspension = lock(suspension)
    _hear(suspension, "suspension overturned", by=by, answer=answer)
    resume(accreditation, by=by)
    suspension.refresh_from_db()
    return suspension


def _hear(suspension: Suspension, kind: str, *, by: Person, answer: str) -> None:
    insist(rules.may_hear_suspension(by, suspension, line_of(suspension.person)))
    suspension.heard_by, suspension.heard_at, suspension.answer = by, timezone.now(), answer
    suspension.save()
    tell = [suspension.person_id, suspension.by_id]
    review_on = suspension.review_on.isoformat()
    record_about(kind, suspension, tell=tell, by=by.pk, why=answer, review_on=review_on)
