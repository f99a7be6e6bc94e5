"""What is written down about one delivery, each change in a transaction with its entry."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.common.locking import lock
from tabard.common.rules import Refused
from tabard.common.templatetags.moments import moment
from tabard.composing import actions as composing
from tabard.composing.models import Message, MessageState
from tabard.connectors import api
from tabard.connectors.comparing import Difference
from tabard.people.models import Person
from tabard.publishing import queries, rules
from tabard.publishing.models import UNDER_WAY, Delivery, DeliveryState
from tabard.publishing.work.moving import move, note_record
from tabard.publishing.work.overtaken import unless_overtaken

# How long a part of a thread waits at most to see whether the ones after it are gone.
TURN = timedelta(seconds=10)
OUR_FAULT = (
    "Something went wrong in Tabard itself. It is tried again, and whoever runs Tabard can see it."
)


@unless_overtaken
def accept(delivery: Delivery, delivered: api.Delivered) -> None:
    """Note that the network took the post, and have it fetched back at once."""
    delivery.network_id, delivery.url = delivered.network_id, delivered.url
    delivery.sent_at, delivery.tries = _now(), 0
    move(delivery, "accept", try_at=_now())
    note_record(
        "post taken by the network", delivery, network_id=delivery.network_id, url=delivery.url
    )
    if delivery.of > 1:
        _follow_down(delivery)


@unless_overtaken
def note_confirmed(delivery: Delivery, differences: tuple[Difference, ...]) -> None:
    """Note that the network was seen to have the post, and what did not arrive."""
    delivery.confirmed_at = _now()
    delivery.differences = [
        {"what": one.what, "expected": one.expected, "found": one.found} for one in differences
    ]
    move(delivery, "confirm")
    # The next part has its hour from now on.
    queries.next_to_go(delivery).update(due_at=_now())
    # That the last part is there tells that all are; what differs is told of each.
    is_news = bool(differences) or delivery.part == delivery.of
    note_record(
        "post confirmed" if is_news else "part confirmed",
        delivery,
        differences=[one.what for one in differences],
        url=delivery.url,
    )


@unless_overtaken
def note_removed(delivery: Delivery) -> None:
    """Note that the network was asked again and has the post no more."""
    delivery.removed_at = _now()
    move(delivery, "prove_gone")
    # The first part goes last, and tells that all are gone.
    if delivery.part == 1:
        note_record("post removed", delivery, tell=True, url=delivery.url)
        return
    note_record("part removed", delivery, url=delivery.url)
    before = queries.thread_of(delivery).filter(part=delivery.part - 1)
    before.filter(state=DeliveryState.REMOVING).update(try_at=_now())


@unless_overtaken
def put_off(delivery: Delivery, why: str, until: datetime | None) -> None:
    """Have it tried again, when the network says or after a wait."""
    now = _now()
    wait = rules.WAITS.first if until else rules.WAITS.after(delivery.tries)
    wanted = max(until or now, now + wait)
    move(delivery, "put_off", why=why, try_at=rules.next_try(delivery.due_at, wanted, now))
    note_record("delivery put off", delivery, why=why)


@unless_overtaken
def doubt(delivery: Delivery, why: str) -> None:
    """Note that nobody knows whether the network has it; that it is still so is no news."""
    if delivery.state == DeliveryState.UNSURE:
        _wait(delivery, why)
        return
    delivery.tries += 1
    move(delivery, "doubt", why=why, try_at=_now() + rules.WAITS.after(delivery.tries))
    note_record("delivery unsure", delivery, why=why)


@unless_overtaken
def fail(delivery: Delivery, why: str) -> None:
    """Give a delivery up, and tell the author and the reviewer."""
    why = _with_the_thread(delivery, why)
    move(delivery, "fail", why=why)
    note_record("delivery failed", delivery, tell=True, why=why)


@unless_overtaken
def hold_lost(delivery: Delivery, why: str, connected_at: datetime | None) -> None:
    """Hold what nothing has been sent of, until a person connects the account again."""
    account = accounts.lose(delivery.version.account, why=why, connected_at=connected_at)
    hold(delivery, rules.way_is_open(account) or Refused(why), again=None)


@unless_overtaken
def lose(delivery: Delivery, why: str, connected_at: datetime | None) -> None:
    """Note that the access is lost, and look again later: a person may connect it meanwhile."""
    accounts.lose(delivery.version.account, why=why, connected_at=connected_at)
    # Whoever asked for a post to be taken down need not be among the holders of the account.
    is_news = why != delivery.problem and queries.speaks_for_its_thread(delivery)
    if delivery.state == DeliveryState.REMOVING and is_news:
        note_record("post still there", delivery, tell=True, why=why)
    _wait(delivery, why)


@unless_overtaken
def look_again(delivery: Delivery, why: str) -> None:
    """Leave the state as it is, say why, and look again later."""
    _wait(delivery, why)


@unless_overtaken
def look_then(delivery: Delivery, until: datetime) -> None:
    """Leave the state as it is until the network can be asked again; this is no try."""
    delivery.problem = f"The network answers nothing more for this account until {moment(until)}."
    delivery.try_at = until
    delivery.save(update_fields=["problem", "try_at"])


@unless_overtaken
def find_still_there(delivery: Delivery, why: str) -> None:
    """Ask again later; if it does not go, tell the people who count on its being gone."""
    _wait(delivery, why)
    if delivery.tries == rules.TRIES_BEFORE_TELLING and queries.speaks_for_its_thread(delivery):
        note_record("post still there", delivery, tell=True, why=why)


def _wait(delivery: Delivery, why: str) -> None:
    delivery.tries += 1
    delivery.problem, delivery.try_at = why, _now() + rules.WAITS.after(delivery.tries)
    delivery.save(update_fields=["tries", "problem", "try_at"])


def hold(delivery: Delivery, refusal: Refused, *, again: Refused | None) -> Delivery:
    """Hold a delivery with its reason; where its review no longer holds, ask for it again."""
    if again is not None:
        _ask_again(delivery.version.message, why=again.why)
    delivery = move(delivery, "hold", why=refusal.why)
    note_record("delivery held", delivery, tell=True, why=refusal.why)
    return delivery


def _ask_again(message: Message, *, why: str) -> None:
    """Have a message reviewed again while all of it is still here.

    What has begun to go can be changed by nobody; what is left of it runs out of time instead.
    """
    message = lock(message)
    begun = Delivery.objects.filter(version__message=message, begun_at__isnull=False).exists()
    if message.state == MessageState.APPROVED and not begun:
        composing.ask_again(message, why=why)


def expire(delivery: Delivery, why: str) -> Delivery:
    """Give up a delivery whose time has passed, and tell the author and the reviewer."""
    why = _with_the_thread(delivery, why)
    delivery = move(delivery, "expire", why=why)
    note_record("delivery expired", delivery, tell=True, why=why)
    return delivery


def freeze(delivery: Delivery) -> Delivery:
    """Let what was about to go wait where it is until posts go again."""
    delivery = move(delivery, "freeze")
    note_record("delivery frozen", delivery)
    return delivery


@unless_overtaken
def stop_short(delivery: Delivery) -> None:
    """Let what was on its way wait, of which the network has heard nothing yet."""
    freeze(delivery)


def call_off(delivery: Delivery, *, why: str = "") -> Delivery:
    """Give up a delivery that has not begun, because its author wants it."""
    delivery = move(delivery, "call_off", why=why)
    note_record("delivery called off", delivery)
    return delivery


def stop(delivery: Delivery) -> Delivery:
    """Give up a part of a thread that would follow on nothing; its author hears why of that one."""
    return call_off(delivery, why=rules.FOLLOWS_ON_NOTHING)


def begin_removal(delivery: Delivery, *, by: Person | None, reason: str) -> Delivery:
    """Have a post taken down, from now on."""
    delivery.taken_down_by, delivery.taken_down_because, delivery.tries = by, reason, 0
    return move(delivery, "take_down")


def _follow_down(delivery: Delivery) -> None:
    """Take down a part that was on its way while its thread was being taken down."""
    others = queries.thread_of(delivery).exclude(taken_down_by=None).select_related("taken_down_by")
    if first := others.first():
        begin_removal(delivery, by=first.taken_down_by, reason=first.taken_down_because)
        delivery.try_at = _now()
        delivery.save(update_fields=["try_at"])


@unless_overtaken
def wait_for_turn(delivery: Delivery, why: str) -> None:
    """Take a part down later: the ones after it go first."""
    delivery.problem, delivery.try_at = why, _now() + TURN
    delivery.save(update_fields=["problem", "try_at"])


def _with_the_thread(delivery: Delivery, why: str) -> str:
    return f"{why} {rules.about_the_thread(delivery.part, delivery.of)}".strip()


def note_scheduled(delivery: Delivery) -> None:
    """Note that a delivery was made for its time; of a thread once for all its parts."""
    if delivery.part == 1:
        note_record("delivery scheduled", delivery, due_at=delivery.due_at.isoformat())


def release(delivery: Delivery) -> None:
    """Let a held delivery go at its time."""
    note_record("delivery released", move(delivery, "release"))


def drop(delivery: Delivery) -> None:
    """Forget a held delivery whose message is being written anew; approval makes another one."""
    note_record("delivery dropped", delivery)
    delivery.delete()


@transaction.atomic
def trip(delivery_id: int) -> None:
    """After an error of our own: let the delivery be looked at again, later."""
    stuck = Delivery.objects.select_for_update().filter(
        pk=delivery_id, try_at=None, state__in=UNDER_WAY
    )
    for delivery in stuck:
        _wait(delivery, OUR_FAULT)
        note_record("delivery tripped", delivery)


def _now() -> datetime:
    return timezone.now()
