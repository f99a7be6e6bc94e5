"""Setting deliveries going, stopping them, and taking posts down."""

from collections.abc import Iterable
from uuid import uuid4

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from tabard.accreditation.models import Standing
from tabard.accreditation.queries import standings
from tabard.accreditation.rules import goes_to_review
from tabard.common.locking import lock
from tabard.common.rules import Refused, insist
from tabard.composing import actions as composing
from tabard.composing.models import Message, MessageState, Version
from tabard.composing.queries import to_take_up
from tabard.composing.work import note_taken_up
from tabard.connectors import api
from tabard.people.models import Person
from tabard.publishing import queries, rules, tasks, work
from tabard.publishing.models import LIFECYCLE, NOT_BEGUN, Delivery, DeliveryState
from tabard.record.actions import record

# One number for every worker that ticks, so that only one does at a time.
TICK_LOCK = 7_104_002
AT_A_TIME = 500
APPROVED_TOO_LATE = "It was approved after its time, so it was not sent."
# Seconds without a sign of life after which a worker counts as dead.
DEAD_AFTER = 10.0


@transaction.atomic
def tick() -> None:
    """Look for what earlier stages have made ready, and set the worker going on what is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TICK_LOCK])
        if not cursor.fetchone()[0]:
            return
    _make_deliveries()
    _call_off_withdrawn()
    _hold_and_release()
    _expire_the_late()
    _start()


def _make_deliveries() -> None:
    messages = list(to_take_up().select_for_update(skip_locked=True)[:AT_A_TIME])
    versions = queries.without_delivery(messages)
    for delivery in Delivery.objects.bulk_create([_delivery(one) for one in versions]):
        message = delivery.version.message
        if message.is_too_late:
            work.expire(delivery, APPROVED_TOO_LATE)
        else:
            _record("delivery scheduled", delivery, due_at=delivery.due_at.isoformat())
    note_taken_up(messages)


def _delivery(version: Version) -> Delivery:
    message = version.message
    return Delivery(
        version=version,
        due_at=message.due_at or message.approved_at or timezone.now(),
        once_only_key=_new_key(version),
    )


def _new_key(version: Version) -> str:
    """Choose a key as the network has them; while nobody speaks its language, any will do."""
    connector = api.all_connectors().get(version.account.network)
    return connector.new_key() if connector else uuid4().hex


def _call_off_withdrawn() -> None:
    for delivery in _not_begun(skip_locked=True).filter(
        version__message__state=MessageState.WITHDRAWN
    ):
        _call_off(delivery)


def _hold_and_release() -> None:
    asked = list(
        queries.to_ask_about(timezone.now()).select_for_update(of=["self"], skip_locked=True)
    )
    stand = standings({one.version.message.author_id for one in asked})
    for delivery in asked:
        _hold_or_release(delivery, stand[delivery.version.message.author_id])


def _hold_or_release(delivery: Delivery, stands: Standing) -> None:
    message = delivery.version.message
    refusal = rules.may_leave(message, delivery.version.account, stands)
    if refusal is None:
        if delivery.state == DeliveryState.HELD:
            _release(delivery)
    elif delivery.state == DeliveryState.SCHEDULED or _is_news(delivery, refusal):
        again = goes_to_review(stands, message.approved_at or timezone.now())
        work.hold(delivery, refusal, again=again)


def _is_news(delivery: Delivery, refusal: Refused) -> bool:
    """Say whether what is held is held for another reason now than its author was told."""
    is_approved = delivery.version.message.state == MessageState.APPROVED
    return is_approved and refusal.why != delivery.problem


def _release(delivery: Delivery) -> None:
    message = delivery.version.message
    if message.is_too_late:
        work.expire(delivery, APPROVED_TOO_LATE)
        return
    # A post without a time of its own goes when it is approved, also the second time.
    delivery.due_at = message.due_at or message.approved_at or delivery.due_at
    if delivery.begun_at is None:
        delivery.once_only_key = _new_key(delivery.version)
    delivery.state = LIFECYCLE.after(delivery.state, "release")
    delivery.problem = ""
    delivery.save(update_fields=["due_at", "once_only_key", "state", "problem"])
    _record("delivery released", delivery)


def _expire_the_late() -> None:
    now = timezone.now()
    late = _not_begun(skip_locked=True).filter(
        state__in=[DeliveryState.SCHEDULED, DeliveryState.HELD], due_at__lt=now - rules.LATEST
    )
    for delivery in late:
        if rules.has_missed_its_time(delivery, delivery.version.message, now):
            work.expire(
                delivery,
                f"It could not leave within an hour of its time. {delivery.problem}".strip(),
            )


def _start() -> None:
    now = timezone.now()
    scheduled = Delivery.objects.filter(state=DeliveryState.SCHEDULED, due_at__lte=now)
    scheduled.update(state=LIFECYCLE.after(DeliveryState.SCHEDULED, "start"), try_at=now)
    ready = (
        queries.to_try(now)
        .select_for_update(of=["self"], skip_locked=True)
        .order_by("try_at", "pk")
        .values_list("pk", "version__account")[:AT_A_TIME]
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


def sweep() -> int:
    """Give the jobs of workers that died to those that live; say how many."""
    stalled = async_to_sync(_stalled_jobs)()
    if stalled:
        with transaction.atomic():
            record("jobs of a dead worker taken over", how_many=stalled)
    wake_the_forgotten()
    return stalled


@transaction.atomic
def wake_the_forgotten() -> int:
    """Look again at deliveries under way that have neither a job nor a time; say how many."""
    forgotten = queries.without_job(tasks.take_further.name).update(try_at=timezone.now())
    if forgotten:
        record("forgotten deliveries woken", how_many=forgotten)
    return forgotten


async def _stalled_jobs() -> int:
    jobs = list(await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER))
    for job in jobs:
        await queue.job_manager.retry_job(job)
    return len(jobs)


@transaction.atomic
def call_off(message: Message, *, by: Person) -> Message:
    """Call off every delivery of a message that has not begun."""
    insist(rules.may_call_off(by, message))
    # Deliveries are locked before their message, here as everywhere.
    stopped = list(_not_begun().filter(version__message=message))
    deliveries = list(Delivery.objects.filter(version__message=message))
    insist(rules.can_be_called_off(message, deliveries))
    for delivery in stopped:
        _call_off(delivery)
    if len(stopped) == len(deliveries):
        message = composing.withdraw(message, by=by)
    record("message called off", concerns=[message.author_id], message=message.pk, by=by.pk)
    return message


def _call_off(delivery: Delivery) -> None:
    delivery.state = LIFECYCLE.after(delivery.state, "call_off")
    delivery.try_at, delivery.problem = None, ""
    delivery.save(update_fields=["state", "try_at", "problem"])
    _record("delivery called off", delivery)


@transaction.atomic
def take_down(delivery: Delivery, *, by: Person, reason: str = "") -> Delivery:
    """Have a post deleted on the network; it counts as gone only when the network says so."""
    delivery = lock(delivery)
    insist(rules.may_take_down(by, delivery, reason=reason))
    delivery.state = LIFECYCLE.after(delivery.state, "take_down")
    delivery.taken_down_by, delivery.taken_down_because = by, reason
    delivery.tries, delivery.problem, delivery.try_at = 0, "", None
    delivery.save()
    _record("take-down asked", delivery, by=by.pk, why=reason)
    _wake_worker([(delivery.pk, delivery.version.account_id)])
    return delivery


def _not_begun(*, skip_locked: bool = False) -> QuerySet[Delivery]:
    return (
        Delivery.objects.select_for_update(of=["self"], skip_locked=skip_locked)
        .filter(state__in=NOT_BEGUN)
        .select_related("version__message", "version__account")
    )


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
