"""Suspending somebody, telling them, looking again, and ending it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accreditation import queries, rules
from tabard.accreditation.models import Accreditation, Suspension
from tabard.accreditation.settings import DAYS_TO_REVIEW_A_SUSPENSION
from tabard.common.locking import lock
from tabard.common.rules import Refused, insist
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def suspend(
    accreditation: Accreditation, *, by: Person, reason: str, review_on: date
) -> Suspension:
    """Stop somebody's posts at once, until somebody looks again; no access speaks for them."""
    accreditation = lock(accreditation)
    insist(rules.may_govern(by, accreditation))
    insist(_is_soon_enough(review_on))
    accreditation.go("suspend", reason=reason)
    accreditation.save()
    accounts.lock_access(accreditation.person)
    suspension = Suspension.objects.create(
        accreditation=accreditation,
        person=accreditation.person,
        by=by,
        since=accreditation.changed_at,
        reason=reason,
        review_on=review_on,
    )
    record_about(
        "accreditation suspended",
        suspension,
        tell=queries.told_of_suspension(accreditation),
        by=by.pk,
        why=reason,
        review_on=review_on.isoformat(),
    )
    return suspension


def _is_soon_enough(review_on: date) -> Refused | None:
    most = DAYS_TO_REVIEW_A_SUSPENSION.value
    return rules.is_soon_enough(review_on, timezone.localdate(), most)


@transaction.atomic
def resume(accreditation: Accreditation, *, by: Person) -> Accreditation:
    """End a suspension; what was held goes on its way again."""
    accreditation = lock(accreditation)
    insist(rules.may_govern(by, accreditation))
    accreditation.go("resume")
    accreditation.save()
    suspension = close_suspension(accreditation)
    record(
        "accreditation resumed",
        concerns=queries.concerned_by(accreditation),
        accreditation=accreditation.pk,
        suspension=suspension,
        person=accreditation.person_id,
        by=by.pk,
    )
    return accreditation


@transaction.atomic
def tell(suspension: Suspension, *, by: Person, words: str) -> Suspension:
    """Note that somebody told the person, and in which words."""
    suspension = lock(suspension)
    insist(rules.may_tell(by, suspension))
    suspension.told_by, suspension.told_at, suspension.told_words = by, timezone.now(), words
    suspension.save(update_fields=["told_by", "told_at", "told_words"])
    record_about("suspension told", suspension, tell=[suspension.person_id], by=by.pk, why=words)
    return suspension


@transaction.atomic
def say_read(suspension: Suspension, *, by: Person) -> Suspension:
    """Say that one has read that one is suspended, and why; it agrees to nothing."""
    suspension = lock(suspension)
    insist(rules.may_say_read(by, suspension))
    suspension.read_at = timezone.now()
    suspension.save(update_fields=["read_at"])
    tell = [suspension.by_id, *([suspension.told_by_id] if suspension.told_by_id else [])]
    record_about("suspension read", suspension, tell=tell, by=by.pk)
    return suspension


@transaction.atomic
def look_again(suspension: Suspension, *, by: Person, reason: str, review_on: date) -> Suspension:
    """Let a suspension go on until another day, and say why."""
    suspension = lock(suspension)
    insist(rules.may_tend(by, suspension))
    insist(_is_soon_enough(review_on))
    suspension.review_on, suspension.chased_on = review_on, None
    suspension.save(update_fields=["review_on", "chased_on"])
    record_about(
        "suspension looked at again",
        suspension,
        tell=[suspension.person_id],
        by=by.pk,
        why=reason,
        review_on=review_on.isoformat(),
    )
    return suspension


def close_suspension(accreditation: Accreditation) -> int | None:
    """Let a suspension be over, because it was ended or the accreditation was; say which it was."""
    accounts.unlock_access(accreditation.person)
    suspension = accreditation.suspensions.select_for_update().filter(ended_at=None).first()
    if suspension is None:
        return None
    suspension.ended_at = timezone.now()
    suspension.save(update_fields=["ended_at"])
    return suspension.pk


def record_about(
    kind: str, suspension: Suspension, *, tell: list[int], by: int, **facts: str
) -> None:
    """Record what was done about a suspension, and whom to tell."""
    record(
        kind,
        concerns=tell,
        suspension=suspension.pk,
        accreditation=suspension.accreditation_id,
        person=suspension.person_id,
        by=by,
        **facts,
    )
