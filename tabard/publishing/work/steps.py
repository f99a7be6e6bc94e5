"""What the worker does with one delivery: bring it, confirm it, take it down.

No transaction is open while a network is talked to. What is known is written down before and
after, so that a worker can die at any line and the next one goes on from what the row says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from tabard.accounts.work import reach
from tabard.common.http import Client
from tabard.composing.models import card_of, shows_cards
from tabard.composing.queries import pages_of
from tabard.connectors import api
from tabard.connectors.comparing import differences
from tabard.people.models import Person
from tabard.publishing import queries, rules
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.queries.pictures import picture_address
from tabard.publishing.work import rows
from tabard.publishing.work.claiming import claim
from tabard.publishing.work.freezing import FrozenError, stopped_by_freezes

NOT_SHOWN = "The network took the post but does not show it yet."
FROZEN_ON_THE_WAY = (
    "Posts were frozen while it was on its way, so the network is asked whether it has it."
)
STILL_SHOWN = "The network was asked to delete the post and still shows it."


def take_further(delivery: Delivery, *, http: Client) -> None:
    """Take one delivery the step further that its state asks for."""
    step = STEPS[DeliveryState(delivery.state)]
    step(delivery, http=http)


def post_of(delivery: Delivery) -> api.Post:
    """Give the post of a delivery: the same at every try, byte for byte."""
    if delivery.begun_at is None:
        raise ValueError("A delivery has to be claimed before its post is made.")
    pictures = _pictures(delivery) if delivery.part == 1 else ()
    return api.Post(
        words=delivery.words,
        pictures=pictures,
        card=None if pictures else _card(delivery),
        once_only_key=delivery.once_only_key,
        created_at=delivery.begun_at,
        answers=delivery.answers or None,
    )


def _pictures(delivery: Delivery) -> tuple[api.Picture, ...]:
    return tuple(
        api.Picture(
            content=bytes(one.blob.content),
            media_type=one.blob.media_type,
            alt=one.alt,
            width=one.width,
            height=one.height,
            address=picture_address(delivery, one),
        )
        for one in delivery.version.shown
    )


def _card(delivery: Delivery) -> api.Card | None:
    """Give the page that is shown beside the words, as it was when they were handed in."""
    if not shows_cards(delivery.version.account.network):
        return None
    page = card_of(delivery.words, pages_of(delivery.version.message, delivery.words))
    if page is None:
        return None
    blob, shown = page.picture, None
    if blob is not None:
        content = bytes(blob.content)
        shown = api.Picture(content, blob.media_type, "", page.width, page.height)
    return api.Card(page.address, page.title, page.description, shown)


@contextmanager
def _reach(
    delivery: Delivery, *, http: Client, speaks_for: Person | None = None
) -> Iterator[api.Connector]:
    """Reach the delivery's account, or say that a person has to."""
    account = delivery.version.account
    if not hasattr(account, "connection"):
        raise api.AccessLostError(f"Tabard has no access to {account} any more.")
    with reach(account, http=http, speaks_for=speaks_for) as connector:
        yield connector


def _connected_at(delivery: Delivery) -> datetime | None:
    """Say of when the access was with which this step reached the account, as it was read then."""
    return delivery.version.account.connected_at


def _deliver(delivery: Delivery, *, http: Client) -> None:
    delivery = claim(delivery)
    if delivery.state != DeliveryState.SENDING:
        return
    try:
        author = delivery.version.message.author
        with (
            _reach(delivery, http=http, speaks_for=author) as connector,
            stopped_by_freezes(delivery, http),
        ):
            delivered = connector.deliver(post_of(delivery))
    except FrozenError as stopped:
        if stopped.has_begun:
            rows.doubt(delivery, FROZEN_ON_THE_WAY)
        else:
            rows.stop_short(delivery)
    except api.ConnectorError as error:
        _trouble(delivery, error)
    else:
        rows.accept(delivery, delivered)


def _look(delivery: Delivery, *, http: Client) -> None:
    """Ask the network whether it has a post whose answer was lost, before trying again."""
    if _waits_to_ask(delivery):
        return
    try:
        with _reach(delivery, http=http) as connector:
            seen = connector.look_for(post_of(delivery))
    except api.AccessLostError as error:
        rows.lose(delivery, str(error), _connected_at(delivery))
    except api.ConnectorError as error:
        rows.doubt(delivery, f"We do not know if the network has the post: {error}")
    else:
        _decide(delivery, seen)


def _waits_to_ask(delivery: Delivery) -> bool:
    """Leave the network in peace while it said that it answers nothing more."""
    until = queries.takes_again(delivery.version.account, timezone.now(), writes=False)
    if until:
        rows.look_then(delivery, until)
    return until is not None


def _decide(delivery: Delivery, seen: api.Seen | None) -> None:
    if seen is not None:
        rows.accept(delivery, api.Delivered(seen.network_id, seen.url))
    else:
        rows.put_off(delivery, "The network did not have it, so it is tried again.", timezone.now())


def _confirm(delivery: Delivery, *, http: Client) -> None:
    if _waits_to_ask(delivery):
        return
    try:
        with _reach(delivery, http=http) as connector:
            seen = connector.read_back(delivery.network_id)
    except api.AccessLostError as error:
        rows.lose(delivery, str(error), _connected_at(delivery))
    except api.ConnectorError as error:
        rows.look_again(delivery, str(error))
    else:
        _judge(delivery, seen)


def _judge(delivery: Delivery, seen: api.Seen | None) -> None:
    """Take a network at its word only if it said twice, with time between, that it has nothing."""
    if seen is not None:
        rows.note_confirmed(delivery, differences(post_of(delivery), seen))
    elif delivery.tries < rules.LOOKS or delivery.problem != NOT_SHOWN:
        rows.look_again(delivery, NOT_SHOWN)
    else:
        rows.fail(delivery, "The network took the post, but does not have it.")


def _remove(delivery: Delivery, *, http: Client) -> None:
    later = queries.part_after(delivery)
    if later is not None and (refusal := rules.goes_before(later)):
        rows.wait_for_turn(delivery, refusal.why)
        return
    try:
        with _reach(delivery, http=http) as connector:
            still_there = _ask_to_remove(connector, delivery.network_id)
    except api.AccessLostError as error:
        why = f"{error} It can also be deleted in the network's own app."
        rows.lose(delivery, why, _connected_at(delivery))
    except api.ConnectorError as error:
        rows.find_still_there(delivery, str(error))
    else:
        if still_there:
            rows.find_still_there(delivery, still_there)
        else:
            rows.note_removed(delivery)


def _ask_to_remove(connector: api.Connector, network_id: str) -> str:
    """Have a post deleted and ask for it again; say why it is still there, or nothing."""
    if not isinstance(connector, api.Removes):
        return "This network cannot delete for us. Delete it in its own app."
    connector.remove(network_id)
    return STILL_SHOWN if connector.read_back(network_id) else ""


def _trouble(delivery: Delivery, error: api.ConnectorError) -> None:
    """Do what the kind of error says has to be done next."""
    match error:
        case api.TryLaterError():
            rows.put_off(delivery, str(error), error.until)
        case api.RejectedError():
            rows.fail(delivery, str(error))
        case api.AccessLostError():
            rows.hold_lost(delivery, str(error), _connected_at(delivery))
        case _:
            rows.doubt(delivery, str(error))


STEPS = {
    DeliveryState.DUE: _deliver,
    DeliveryState.SENDING: _look,
    DeliveryState.UNSURE: _look,
    DeliveryState.SENT: _confirm,
    DeliveryState.REMOVING: _remove,
}
