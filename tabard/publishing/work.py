"""What the worker does with one delivery: bring it, confirm it, take it down.

No transaction is open while a network is talked to. What is known is written down before and
after, so that a worker can die at any line and the next one goes on from what the row says.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.work import reach
from tabard.accreditation.queries import standing
from tabard.accreditation.rules import goes_to_review
from tabard.common.http import Client
from tabard.common.locking import lock
from tabard.common.rules import Refused
from tabard.composing import actions as composing
from tabard.composing.models import Message
from tabard.connectors import api
from tabard.publishing import rules
from tabard.publishing.models import LIFECYCLE, Delivery, DeliveryState
from tabard.record.actions import record

log = logging.getLogger(__name__)


def take_further(delivery: Delivery, *, http: Client) -> None:
    """Take one delivery the step further that its state asks for."""
    if delivery.state == DeliveryState.DUE:
        _deliver(delivery, http=http)
    elif delivery.state in {DeliveryState.SENDING, DeliveryState.UNSURE}:
        _look(delivery, http=http)
    elif delivery.state == DeliveryState.SENT:
        _confirm(delivery, http=http)
    elif delivery.state == DeliveryState.REMOVING:
        _remove(delivery, http=http)


def post_of(delivery: Delivery) -> api.Post:
    """Give the post of a delivery: the same at every try, byte for byte."""
    message = delivery.version.message
    if delivery.begun_at is None:
        raise ValueError("A delivery has to be claimed before its post is made.")
    return api.Post(
        words=message.words,
        pictures=_pictures(message),
        once_only_key=delivery.once_only_key,
        created_at=delivery.begun_at,
    )


def _pictures(message: Message) -> tuple[api.Picture, ...]:
    picture = getattr(message, "picture", None)
    if picture is None:
        return ()
    return (
        api.Picture(
            content=bytes(picture.blob.content),
            media_type=picture.blob.media_type,
            alt=picture.alt,
            width=picture.width,
            height=picture.height,
        ),
    )


def _deliver(delivery: Delivery, *, http: Client) -> None:
    delivery = _claim(delivery)
    if delivery.state != DeliveryState.SENDING:
        return
    try:
        with reach(delivery.version.account, http=http) as connector:
            delivered = connector.deliver(post_of(delivery))
    except api.ConnectorError as error:
        _trouble(delivery, error)
    else:
        _accept(delivery, delivered)


def _look(delivery: Delivery, *, http: Client) -> None:
    """Ask the network whether it has a post whose answer was lost, before trying again."""
    try:
        with reach(delivery.version.account, http=http) as connector:
            place = connector.where_it_would_be(delivery.once_only_key)
            seen = connector.read_back(place) if place else None
    except api.AccessLostError as error:
        _lose(delivery, str(error))
        return
    except api.ConnectorError as error:
        _trouble(delivery, api.UnsureError(str(error)))
        return
    if seen is not None:
        _accept(delivery, api.Delivered(seen.network_id, seen.url))
    elif place is None:
        _trouble(delivery, api.UnsureError())
    else:
        _put_off(
            delivery, "The network does not have it yet, so it is tried again.", timezone.now()
        )


def _confirm(delivery: Delivery, *, http: Client) -> None:
    try:
        with reach(delivery.version.account, http=http) as connector:
            seen = connector.read_back(delivery.network_id)
    except api.AccessLostError as error:
        _lose(delivery, str(error))
    except api.ConnectorError as error:
        _look_again(delivery, str(error))
    else:
        _judge(delivery, seen)


def _judge(delivery: Delivery, seen: api.Seen | None) -> None:
    if seen is not None:
        _note_confirmed(delivery, api.differences(post_of(delivery), seen))
    elif delivery.tries < rules.LOOKS:
        _look_again(delivery, "The network took the post but does not show it yet.")
    else:
        _fail(delivery, "The network took the post, but does not have it.")


def _remove(delivery: Delivery, *, http: Client) -> None:
    try:
        with reach(delivery.version.account, http=http) as connector:
            if not isinstance(connector, api.Removes):
                _look_again(
                    delivery, "This network cannot delete for us. Delete it in its own app."
                )
                return
            connector.remove(delivery.network_id)
            seen = connector.read_back(delivery.network_id)
    except api.AccessLostError as error:
        _lose(delivery, str(error))
    except api.ConnectorError as error:
        _look_again(delivery, str(error))
    else:
        _note_removed(delivery) if seen is None else _look_again(
            delivery, "The network was asked to delete the post and still shows it."
        )


def _trouble(delivery: Delivery, error: api.ConnectorError) -> None:
    """Do what the kind of error says has to be done next."""
    match error:
        case api.TryLaterError():
            _put_off(delivery, str(error), error.until)
        case api.RejectedError():
            _fail(delivery, str(error))
        case api.AccessLostError():
            _hold_lost(delivery, str(error))
        case _:
            _doubt(delivery, str(error))


@transaction.atomic
def _claim(delivery: Delivery) -> Delivery:
    """Take hold of a delivery that is due, if it may still leave, and choose the post's time."""
    delivery = lock(delivery)
    if delivery.state != DeliveryState.DUE:
        return delivery
    message = delivery.version.message
    stands = standing(message.author)
    refusal = rules.may_leave(message, delivery.version.account, stands)
    if refusal is not None:
        return hold(delivery, refusal, again=goes_to_review(stands, message.approved_at or _now()))
    if rules.is_too_late(delivery.due_at, _now()):
        return expire(
            delivery, delivery.problem or "It could not leave within an hour of its time."
        )
    delivery.begun_at = delivery.begun_at or _now()
    delivery.tries += 1
    return _move(delivery, "claim")


@transaction.atomic
def _accept(delivery: Delivery, delivered: api.Delivered) -> None:
    delivery = lock(delivery)
    delivery.network_id, delivery.url = delivered.network_id, delivered.url
    delivery.sent_at, delivery.tries = _now(), 0
    _move(delivery, "accept", try_at=_now())
    _record("post taken by the network", delivery, network_id=delivery.network_id, url=delivery.url)


@transaction.atomic
def _note_confirmed(delivery: Delivery, differences: tuple[api.Difference, ...]) -> None:
    delivery = lock(delivery)
    delivery.confirmed_at = _now()
    delivery.differences = [
        {"what": one.what, "expected": one.expected, "found": one.found} for one in differences
    ]
    _move(delivery, "confirm")
    _record(
        "post confirmed", delivery, differences=[one.what for one in differences], url=delivery.url
    )


@transaction.atomic
def _note_removed(delivery: Delivery) -> None:
    delivery = lock(delivery)
    delivery.removed_at = _now()
    _move(delivery, "prove_gone")
    _record("post removed", delivery, tell=True, url=delivery.url)


@transaction.atomic
def _put_off(delivery: Delivery, why: str, until: datetime | None) -> None:
    delivery = lock(delivery)
    _move(delivery, "put_off", why=why, try_at=until or _now() + rules.wait_after(delivery.tries))
    _record("delivery put off", delivery, why=why)


@transaction.atomic
def _doubt(delivery: Delivery, why: str) -> None:
    delivery = lock(delivery)
    delivery.tries += 1
    _move(delivery, "doubt", why=why, try_at=_now() + rules.wait_after(delivery.tries))
    _record("delivery unsure", delivery, why=why)


@transaction.atomic
def _fail(delivery: Delivery, why: str) -> None:
    delivery = _move(lock(delivery), "fail", why=why)
    _record("delivery failed", delivery, tell=True, why=why)


@transaction.atomic
def _hold_lost(delivery: Delivery, why: str) -> None:
    accounts.lose(delivery.version.account, why=why)
    hold(lock(delivery), Refused(why), again=None)


@transaction.atomic
def _lose(delivery: Delivery, why: str) -> None:
    accounts.lose(delivery.version.account, why=why)
    _look_again(delivery, why)


@transaction.atomic
def _look_again(delivery: Delivery, why: str) -> None:
    """Leave the state as it is, say why, and look again later."""
    delivery = lock(delivery)
    delivery.tries += 1
    delivery.problem, delivery.try_at = why, _now() + rules.wait_after(delivery.tries)
    delivery.save(update_fields=["tries", "problem", "try_at"])


def hold(delivery: Delivery, refusal: Refused, *, again: Refused | None) -> Delivery:
    """Hold a delivery with its reason; where its review no longer holds, ask for it again."""
    if again is not None and delivery.version.message.state == "approved":
        composing.ask_again(delivery.version.message, why=again.why)
    delivery = _move(delivery, "hold", why=refusal.why)
    _record("delivery held", delivery, tell=True, why=refusal.why)
    return delivery


def expire(delivery: Delivery, why: str) -> Delivery:
    """Give up a delivery whose time has passed, and tell the author and the reviewer."""
    delivery = _move(delivery, "expire", why=why)
    _record("delivery expired", delivery, tell=True, why=why)
    return delivery


def trip(delivery_id: int) -> None:
    """After an error of our own: let the delivery be looked at again, later."""
    delivery = Delivery.objects.get(pk=delivery_id)
    Delivery.objects.filter(pk=delivery_id, try_at=None).update(
        tries=delivery.tries + 1, try_at=_now() + rules.wait_after(delivery.tries + 1)
    )


def _move(
    delivery: Delivery, move: str, *, why: str = "", try_at: datetime | None = None
) -> Delivery:
    delivery.state = LIFECYCLE.after(delivery.state, move)
    delivery.problem, delivery.try_at = why, try_at
    delivery.save()
    return delivery


def _record(kind: str, delivery: Delivery, *, tell: bool = False, **facts: str | list[str]) -> None:
    message = delivery.version.message
    concerned = [message.author_id, message.approved_by_id] if tell else [message.author_id]
    record(
        kind,
        concerns=[person for person in concerned if person],
        delivery=delivery.pk,
        message=message.pk,
        account=delivery.version.account_id,
        **facts,
    )


def _now() -> datetime:
    return timezone.now()
