"""Setting deliveries going, stopping them, and taking posts down."""

import secrets
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from tabard.accreditation.actions import Said, add_evidence
from tabard.accreditation.models import EvidenceKind
from tabard.common.lifecycle import NotNowError
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import actions as composing
from tabard.composing.models import Message, SignKind
from tabard.people.models import Person
from tabard.people.queries import line_of
from tabard.publishing import queries, rules, tasks, work
from tabard.publishing.models import (
    LIFECYCLE,
    NOT_BEGUN,
    SAMPLE_LIFECYCLE,
    Delivery,
    Lot,
    Sample,
)
from tabard.publishing.settings import SAMPLE_ONE_IN
from tabard.publishing.work import rounds
from tabard.record.actions import record, record_each

# One number for every worker that ticks, so that only one does at a time.
TICK_LOCK = 7_104_002
# Another, for those that sweep.
SWEEP_LOCK = 7_104_004
# And another, for those that cast lots.
DRAWING_LOCK = 7_104_011
SEED_BYTES = 16
# Seconds without a sign of life after which a worker counts as dead.
DEAD_AFTER = 10.0


@transaction.atomic
def tick() -> None:
    """Look for what earlier stages have made ready, and set the worker going on what is due."""
    if not _is_ours(TICK_LOCK):
        return
    rounds.make_deliveries()
    rounds.call_off_withdrawn()
    rounds.stop_what_follows_on_nothing()
    rounds.hold_and_release()
    rounds.let_go_of_the_late()
    rounds.start_the_due()
    _start()


def _is_ours(number: int) -> bool:
    """Say whether nobody else holds this lock, and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _start() -> None:
    """Give a job to everything that the worker has to look at now."""
    ready = (
        queries.to_try(timezone.now())
        .select_for_update(of=["self"], skip_locked=True)
        .order_by("try_at", "pk")
        .values_list("pk", "version__account")[: rules.AT_A_TIME]
    )
    started = list(ready)
    Delivery.objects.filter(pk__in=[delivery for delivery, _ in started]).update(try_at=None)
    _wake_worker(started)


def _wake_worker(deliveries: Iterable[tuple[int, int]]) -> None:
    """Give every delivery a job, in one statement; one at a time for each account."""
    jobs = [
        tasks.take_further.configure(lock=f"account-{account}").make_new_job(delivery_id=delivery)
        for delivery, account in deliveries
    ]
    if jobs:
        queue.job_manager.batch_defer_jobs(jobs)


@transaction.atomic
def sweep() -> int:
    """Give the jobs of workers that died to those that live; say how many."""
    if not _is_ours(SWEEP_LOCK):
        return 0
    taken_over = rounds.one_by_one(async_to_sync(_stalled_jobs)(), _take_over)
    if taken_over:
        record("jobs of a dead worker taken over", how_many=taken_over)
    wake_the_forgotten()
    drop_samples_of_leavers()
    return taken_over


@transaction.atomic
def wake_the_forgotten() -> int:
    """Look again at deliveries under way that have neither a job nor a time; say how many."""
    forgotten = queries.without_job(tasks.take_further.name).update(try_at=timezone.now())
    if forgotten:
        record("forgotten deliveries woken", how_many=forgotten)
    return forgotten


async def _stalled_jobs() -> list[int]:
    jobs = await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER)
    return [job.id for job in jobs if job.id is not None]


def _take_over(job: int) -> None:
    queue.job_manager.retry_job_by_id(job, retry_at=timezone.now())


@transaction.atomic
def call_off(message: Message, *, by: Person) -> Message:
    """Call off every delivery of a message that has not begun."""
    insist(rules.may_call_off(by, message))
    # Deliveries are locked before their message, here as everywhere.
    of_message = Delivery.objects.filter(version__message=message)
    deliveries = list(of_message.select_for_update(of=["self"]).select_related("version__message"))
    insist(rules.can_be_called_off(message, deliveries))
    stopped = [delivery for delivery in deliveries if delivery.state in NOT_BEGUN]
    for delivery in stopped:
        work.call_off(delivery)
    if len(stopped) == len(deliveries):
        message = composing.withdraw(message, by=by)
        # A tick may have held the message, and sent it on its way while we waited for it.
        if of_message.exclude(pk__in=[delivery.pk for delivery in deliveries]).exists():
            raise NotNowError("It is on its way now. Look again to see what can be called off.")
    record("message called off", concerns=[message.author_id], message=message.pk, by=by.pk)
    return message


@transaction.atomic
def take_down(delivery: Delivery, *, by: Person, reason: str = "") -> Delivery:
    """Have a post deleted on the network; it counts as gone only when the network says so.

    Of a thread all parts are taken down, the last one first, and what has not gone yet never goes.
    """
    insist(rules.may_take_down(by, delivery, reason=reason))
    parts = list(
        queries.thread_of(delivery)
        .select_related("version__account", "version__message")
        .select_for_update(of=["self"])
    )
    there = [one for one in parts if LIFECYCLE.allows(one.state, "take_down")]
    if not there:
        LIFECYCLE.after(lock(delivery).state, "take_down")
    _record("take-down asked", parts[0], by=by.pk, why=reason)
    message = parts[0].version.message
    source = f"take-down of message {message.pk}"
    composing.add_sign(message, SignKind.TAKEN_DOWN, source, by=by, said=reason)
    for one in there:
        work.begin_removal(one, by=by, reason=reason)
    for one in parts:
        if one.state in NOT_BEGUN:
            work.call_off(one, why=rules.TAKEN_DOWN)
    _wake_worker([(there[-1].pk, delivery.version.account_id)])
    return next(one for one in parts if one.pk == delivery.pk)


@transaction.atomic
def draw() -> int:
    """Cast the lot for each post that went at once and has arrived; say how many were drawn.

    The seed stands in the record with all posts for which it was cast, so that anybody can cast it
    again, and nobody be picked out.
    """
    if not _is_ours(DRAWING_LOCK):
        return 0
    now = timezone.now()
    messages = list(queries.to_draw(now)[: rules.AT_A_TIME])
    if not messages:
        return 0
    seed, one_in = secrets.token_hex(SEED_BYTES), SAMPLE_ONE_IN.value
    lots = [
        Lot(
            message=message,
            seed=seed,
            one_in=one_in,
            is_drawn=rules.is_drawn(seed, message.pk, one_in),
            at=now,
        )
        for message in messages
    ]
    Lot.objects.bulk_create(lots)
    drawn = [lot.message for lot in lots if lot.is_drawn]
    Sample.objects.bulk_create(
        Sample(message=message, author_id=message.author_id, drawn_at=now) for message in drawn
    )
    record(
        "lots cast",
        seed=seed,
        one_in=one_in,
        messages=[str(message.pk) for message in messages],
        how_many=len(drawn),
    )
    record_each("post drawn", (([one.author_id], _facts_of_sample(one)) for one in drawn))
    return len(drawn)


def _facts_of_sample(message: Message) -> dict[str, int]:
    return {"message": message.pk, "author": message.author_id}


@transaction.atomic
def drop_samples_of_leavers() -> int:
    """Let nobody look any more at the posts of those who have left: they learn nothing from it."""
    waiting = queries.samples_of_leavers().select_for_update(of=["self"], skip_locked=True)
    found = list(waiting[: rules.AT_A_TIME])
    for sample in found:
        sample.state = SAMPLE_LIFECYCLE.after(sample.state, "drop")
    Sample.objects.bulk_update(found, ["state"])
    facts = ({"message": one.message_id, "author": one.author_id} for one in found)
    record_each("sample dropped", (((), told) for told in facts))
    return len(found)


@transaction.atomic
def find_fine(sample: Sample, *, by: Person) -> Sample:
    """Find nothing to say about a post that was drawn."""
    sample = lock(sample)
    insist(rules.may_look_at(by, sample, line_of(sample.author)))
    return _look_at(sample, "find_fine", by=by, kind=EvidenceKind.UNCHANGED)


@transaction.atomic
def comment(sample: Sample, *, by: Person, said: str) -> Sample:
    """Say something about a post that was drawn, in words that its author reads."""
    sample = lock(sample)
    insist(rules.may_comment(by, sample, line_of(sample.author), said=said))
    sample = _look_at(sample, "comment", by=by, kind=EvidenceKind.FINDING, said=said)
    source = f"sample of message {sample.message_id}"
    composing.add_sign(sample.message, SignKind.FINDING, source, by=by, said=said)
    return sample


def _look_at(
    sample: Sample, move: str, *, by: Person, kind: EvidenceKind, said: str = ""
) -> Sample:
    sample.state = SAMPLE_LIFECYCLE.after(sample.state, move)
    sample.looked_at_by, sample.looked_at, sample.said = by, timezone.now(), said
    sample.save()
    add_evidence(
        sample.author,
        kind,
        source=f"sample of message {sample.message_id}",
        about=("message", sample.message_id),
        at=sample.looked_at,
        said=Said(by, said),
    )
    told = {"why": said} if said else {}
    record(
        "sample commented" if said else "sample found fine",
        concerns=[sample.author_id],
        by=by.pk,
        **_facts_of_sample(sample.message),
        **told,
    )
    return sample


def _record(kind: str, delivery: Delivery, **facts: str | int) -> None:
    message = delivery.version.message
    record(
        kind,
        concerns=[message.author_id],
        delivery=delivery.pk,
        message=message.pk,
        account=delivery.version.account_id,
        **facts,
    )
