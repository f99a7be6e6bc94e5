"""What a tick does with deliveries on which nobody works: make, call off, hold, release, let go.

What may have to change is read without locks and decided; only that is locked, and decided again.
"""

import logging
from collections.abc import Callable, Iterable
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tabard.accreditation.models import Permission
from tabard.accreditation.queries import permissions
from tabard.common.rules import Refused
from tabard.composing.models import Message, MessageState, Version
from tabard.composing.queries import to_take_up
from tabard.composing.work import note_taken_up
from tabard.connectors import api
from tabard.publishing import queries, rules
from tabard.publishing.models import LIFECYCLE, NOT_BEGUN, Delivery, DeliveryState
from tabard.publishing.work import charging, rows

log = logging.getLogger(__name__)

APPROVED_TOO_LATE = "It was approved after its time, so it was not sent."


def one_by_one[T](things: Iterable[T], act: Callable[[T], object]) -> int:
    """Do something with each, and say with how many it went well; one that fails stops no other."""
    well = 0
    for thing in things:
        try:
            with transaction.atomic():
                act(thing)
        except Exception:
            log.exception("%s failed with %s", act.__name__, getattr(thing, "pk", thing))
        else:
            well += 1
    return well


def make_deliveries() -> None:
    """Make the deliveries of what was approved."""
    messages = list(to_take_up().select_for_update(skip_locked=True)[: rules.AT_A_TIME])
    try:
        with transaction.atomic():
            _take_up(*messages)
    except Exception:
        log.exception("What was approved cannot be taken up together, so it is one by one")
        one_by_one(messages, _take_up)


def _take_up(*messages: Message) -> None:
    made = list(queries.deliveries_of(messages))
    # A thread may be parted otherwise by now.
    anew = [one for one in made if one.part > 1 and one.state in NOT_BEGUN]
    for delivery in anew:
        rows.drop(delivery)
    kept = {(one.version_id, one.part) for one in made if one not in anew}
    begun = {version for version, part in kept if part == 1}
    missing = [
        _delivery(version, part, goes_on=version.pk in begun)
        for version in queries.versions_of(messages)
        for part in range(1, len(version.posts) + 1)
        if (version.pk, part) not in kept
    ]
    for delivery in Delivery.objects.bulk_create(missing):
        if delivery.version.message.is_too_late and delivery.version_id not in begun:
            rows.expire(delivery, APPROVED_TOO_LATE)
        else:
            rows.note_scheduled(delivery)
    note_taken_up(messages)


def _delivery(version: Version, part: int, *, goes_on: bool) -> Delivery:
    """Make a delivery; what goes on from a part that has gone is due when it is approved again."""
    message = version.message
    due_at = None if goes_on else message.due_at
    return Delivery(
        version=version,
        part=part,
        due_at=due_at or message.approved_at or timezone.now(),
        once_only_key=_new_key(version),
    )


def _new_key(version: Version) -> str:
    """Choose a key as the network has them; while nobody speaks its language, any will do."""
    connector = api.all_connectors().get(version.account.network)
    return connector.new_key() if connector else uuid4().hex


def call_off_withdrawn() -> None:
    """Call off what belongs to a message that was given up."""
    withdrawn = _not_begun().filter(version__message__state=MessageState.WITHDRAWN)
    one_by_one(list(withdrawn[: rules.AT_A_TIME]), rows.call_off)


def stop_what_follows_on_nothing() -> None:
    """Call off the parts of a thread before which another one did not get there, or is gone."""
    stopped = queries.follow_on_nothing().values_list("pk", flat=True)
    one_by_one(_locked(list(stopped)), rows.stop)


def hold_and_release() -> None:
    """Hold what may not leave any more, and release what may again."""
    silent = queries.silences(timezone.now())
    asked = list(queries.to_ask_about(timezone.now(), silent))
    allowed = permissions([(one.version.message.author_id, [one.version.account]) for one in asked])
    of = {one.pk: permission for one, permission in zip(asked, allowed, strict=True)}

    def refusal(delivery: Delivery) -> Refused | None:
        may_leave = _refusal(delivery, of[delivery.pk])
        return may_leave or rules.keeps_silent(delivery, silent)

    may_go = [one for one in asked if refusal(one) is None]
    over = charging.over_their_caps([one for one in may_go if one.state == DeliveryState.HELD])
    changing = [one.pk for one in asked if _move_of(one, refusal(one) or over.get(one.pk))]

    def hold_or_release(delivery: Delivery) -> None:
        why = refusal(delivery) or over.get(delivery.pk)
        _hold_or_release(delivery, of[delivery.pk], why)

    one_by_one(_locked(changing), hold_or_release)


def _refusal(delivery: Delivery, permission: Permission) -> Refused | None:
    return rules.may_leave(delivery.version.message, delivery.version.account, permission)


def _move_of(delivery: Delivery, refusal: Refused | None) -> str:
    """Give the move that a delivery has to make now, or nothing."""
    if refusal is None:
        return "release" if delivery.state == DeliveryState.HELD else ""
    if delivery.state == DeliveryState.SCHEDULED or _is_news(delivery, refusal):
        return "hold"
    return ""


def _is_news(delivery: Delivery, refusal: Refused) -> bool:
    """Say whether what is held is held for another reason now than its author was told."""
    is_approved = delivery.version.message.state == MessageState.APPROVED
    return is_approved and refusal.why != delivery.problem


def _hold_or_release(delivery: Delivery, permission: Permission, refusal: Refused | None) -> None:
    move = _move_of(delivery, refusal)
    if move == "release":
        _release(delivery)
    elif move and refusal is not None:
        again = rules.has_to_be_reviewed(delivery.version.message, permission)
        rows.hold(delivery, refusal, again=again)


def _release(delivery: Delivery) -> None:
    message = delivery.version.message
    # What goes on from a part that is there has its time from that one, not from its message.
    if delivery.part == 1 and message.is_too_late:
        rows.expire(delivery, APPROVED_TOO_LATE)
        return
    if delivery.part == 1:
        # A post without a time of its own goes when it is approved, also the second time.
        delivery.due_at = message.due_at or message.approved_at or delivery.due_at
    if delivery.begun_at is None:
        delivery.once_only_key = _new_key(delivery.version)
    rows.release(delivery)


def let_go_of_the_late() -> None:
    """End what nothing can come of any more."""
    now = timezone.now()
    missed = [
        one.pk
        for one in queries.late(now - rules.LATEST)
        if rules.has_missed_its_time(one, one.version.message, now)
    ]
    one_by_one(_locked(missed), _let_go)


def _let_go(delivery: Delivery) -> None:
    message = delivery.version.message
    if not rules.has_missed_its_time(delivery, message, timezone.now()):
        return
    if message.state == MessageState.WRITING:
        rows.drop(delivery)
    else:
        rows.expire(delivery, rules.missed_its_hour(delivery.problem))


def start_the_due() -> None:
    """Have the worker look at what is due."""
    now = timezone.now()
    due = (
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(queries.its_turn(), state=DeliveryState.SCHEDULED, due_at__lte=now)
        .exclude(queries.frozen())
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[: rules.AT_A_TIME]
    )
    Delivery.objects.filter(pk__in=list(due)).update(
        state=LIFECYCLE.after(DeliveryState.SCHEDULED, "start"), try_at=now
    )


def _not_begun() -> QuerySet[Delivery]:
    """Give what has not begun and nobody else holds, to be held until the tick ends."""
    return (
        Delivery.objects.select_for_update(of=["self"], skip_locked=True)
        .filter(state__in=NOT_BEGUN)
        .select_related(
            "version__message__experiment", "version__message__passage", "version__account"
        )
        .order_by("due_at", "pk")
    )


def _locked(numbers: list[int]) -> list[Delivery]:
    """Take hold of these deliveries as they are now, but not of too many in one tick."""
    return list(_not_begun().filter(pk__in=numbers)[: rules.AT_A_TIME]) if numbers else []
