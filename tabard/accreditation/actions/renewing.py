"""What somebody does to have their accreditation go on."""

from collections.abc import Collection, Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries, rules
from tabard.accreditation.actions.drafting import drop_draft, drop_drafts
from tabard.accreditation.actions.renewals import record_renewal
from tabard.accreditation.models import (
    RENEWAL_LIFECYCLE,
    TO_BE_RENEWED,
    Accreditation,
    Renewal,
    days_left,
    step_of,
)
from tabard.accreditation.settings import reminder_steps
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.record.actions import record_each
from tabard.training.queries import preparation_of


class Review(TypedDict):
    """What somebody says as they look back: each question with its answer, and what changed."""

    answers: Sequence[Sequence[str]]
    changes: str
    minutes_a_week: int


@transaction.atomic
def begin_renewal(accreditation: Accreditation, *, by: Person) -> Renewal:
    """Begin to renew before anybody was asked to; go on, if it is under way."""
    accreditation, now, steps = lock(accreditation), timezone.now(), reminder_steps()
    insist(rules.may_begin_renewal(by, accreditation, opens=steps[0], now=now))
    begun = accreditation.renewals.filter(state__in=TO_BE_RENEWED).first()
    if begun is not None:
        return begun
    left = days_left(accreditation.until, timezone.localdate(now))
    renewal = Renewal.objects.create(
        accreditation=accreditation,
        person=accreditation.person,
        opened_at=now,
        waits_since=now,
        # They know.
        told_with=step_of(left, steps),
        lapse_told_at=now if accreditation.has_run_out(now) else None,
    )
    record_renewal("renewal begun", renewal, tell=[], by=by)
    return renewal


@transaction.atomic
def send_review(renewal: Renewal, *, by: Person, **review: Unpack[Review]) -> Renewal:
    """Look back, and ask the line manager to endorse again."""
    renewal = queries.held_renewal(renewal)
    preparation = preparation_of(renewal.person, timezone.now())
    insist(rules.may_send(by, renewal, queries.today(by), preparation))
    renewal.go("send")
    renewal.answers = [list(one) for one in review["answers"]]
    renewal.changes, renewal.minutes_a_week = review["changes"], review["minutes_a_week"]
    renewal.sent_at, renewal.reason = timezone.now(), ""
    renewal.save()
    record_renewal("renewal sent", renewal, tell=queries.with_the_manager_of(renewal), by=by)
    drop_draft(by, renewal.draft_of_review)
    return renewal


@transaction.atomic
def give_up(renewal: Renewal, *, by: Person) -> Renewal:
    """Say that the accreditation need not go on; nobody is reminded of it any more."""
    renewal = queries.held_renewal(renewal)
    insist(rules.may_give_up(by, renewal, queries.today(by)))
    renewal.go("give_up")
    renewal.save()
    tell = [*queries.with_the_manager_of(renewal), *queries.renewal_deciders(renewal)]
    record_renewal("renewal given up", renewal, tell=tell, by=by)
    drop_draft(renewal.person, renewal.draft_of_review)
    return renewal


@transaction.atomic
def overtake_renewals(accreditations: Collection[int]) -> int:
    """Close the renewals of accreditations that have ended, or whose place another has taken."""
    overtakes = RENEWAL_LIFECYCLE.moves["overtake"]
    found = list(
        Renewal.objects.select_for_update().filter(
            accreditation__in=accreditations, state__in=overtakes.starts
        )
    )
    Renewal.objects.filter(pk__in=[one.pk for one in found]).update(
        state=overtakes.leads_to, waits_since=timezone.now()
    )
    drop_drafts(one.draft_of_review for one in found)
    return record_each(
        "renewal overtaken",
        (
            (
                [one.person_id],
                {
                    "renewal": one.pk,
                    "accreditation": one.accreditation_id,
                    "person": one.person_id,
                },
            )
            for one in found
        ),
    )
