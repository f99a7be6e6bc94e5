"""Taking hold of a delivery that is due, if it may still leave."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accreditation.queries import permission
from tabard.common.locking import lock
from tabard.common.templatetags.moments import moment
from tabard.publishing import queries, rules
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.work import charging, rows
from tabard.publishing.work.moving import move, note_record


@transaction.atomic
def claim(delivery: Delivery) -> Delivery:
    """Take hold of a delivery that is due, if it may still leave, and choose the post's time."""
    delivery = lock(delivery)
    if delivery.state != DeliveryState.DUE:
        return delivery
    if queries.is_frozen(delivery):
        return rows.freeze(delivery)
    return _turned_away(delivery) or _begin(delivery)


def _turned_away(delivery: Delivery) -> Delivery | None:
    """Stop, hold or give up what may not leave now; nothing if it may."""
    if rules.goes_on_from(queries.part_before(delivery), part=delivery.part):
        return rows.stop(delivery)
    message = delivery.version.message
    account = delivery.version.account
    allowed = permission(message.author, account)
    refusal = rules.may_leave(message, account, allowed)
    if refusal is not None:
        return rows.hold(delivery, refusal, again=rules.has_to_be_reviewed(message, allowed))
    if rules.is_too_late(delivery.due_at, timezone.now()):
        return rows.expire(delivery, rules.missed_its_hour(delivery.problem))
    until = queries.takes_again(account, timezone.now(), writes=True)
    return _wait_for_room(delivery, until) if until else _held_for_its_cost(delivery)


def _wait_for_room(delivery: Delivery, until: datetime) -> Delivery:
    """Leave what is due until the network takes posts again; this is no try."""
    delivery.problem = f"The network takes nothing more from this account until {moment(until)}."
    delivery.try_at = rules.next_try(delivery.due_at, until, timezone.now())
    delivery.save(update_fields=["problem", "try_at"])
    note_record("delivery waits for room", delivery, why=delivery.problem)
    return delivery


def _held_for_its_cost(delivery: Delivery) -> Delivery | None:
    """Charge what it costs; without enough money it waits for a person, who can give more."""
    too_dear = charging.charge(delivery)
    return rows.hold(delivery, too_dear, again=None) if too_dear else None


def _begin(delivery: Delivery) -> Delivery:
    before = queries.part_before(delivery)
    delivery.answers = before.network_id if before else ""
    delivery.begun_at = delivery.begun_at or timezone.now()
    delivery.tries += 1
    delivery = move(delivery, "claim")
    note_record("delivery begun", delivery, attempt=delivery.tries)
    return delivery
