"""Whatever people and networks do, in any order: no illegal move, and the record tells of each."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.accounts.models import Account, AccountState
from tabard.accreditation import actions as accreditation
from tabard.accreditation.models import Accreditation, Rung
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.common.tests.scripted import Answer, Script
from tabard.composing import actions as composing
from tabard.composing.models import LIFECYCLE as MESSAGES
from tabard.composing.models import Message, MessageState
from tabard.publishing import actions, tasks
from tabard.publishing.models import LIFECYCLE, NOT_BEGUN, UNDER_WAY, Delivery, DeliveryState
from tabard.publishing.tests import told
from tabard.record.queries import breaks, entries_about
from tests import make
from tests.walks import a_step

pytestmark = pytest.mark.django_db

S = DeliveryState
ANSWERS: dict[str, tuple[Answer, ...]] = {
    "takes it": (told.TAKEN,),
    "shows it": (told.SHOWN,),
    "has nothing": (told.NOT_THERE,),
    "is busy": (told.BUSY,),
    "refuses": (told.REFUSED,),
    "knows us no more": (told.NO_ACCESS,),
    "is in trouble": (told.TROUBLE,),
    "loses its answer": (told.CUT,),
    "deletes": (told.DELETED, told.NOT_THERE),
    "deletes nothing": (told.DELETED, told.SHOWN),
}
# The move of which each kind of entry tells. That its time has come, a delivery does not record:
# it is read off the clock.
MOVES = {
    "delivery begun": "claim",
    "post taken by the network": "accept",
    "delivery put off": "put_off",
    "delivery unsure": "doubt",
    "delivery failed": "fail",
    "post confirmed": "confirm",
    "delivery held": "hold",
    "delivery frozen": "freeze",
    "delivery released": "release",
    "delivery expired": "expire",
    "delivery called off": "call_off",
    "take-down asked": "take_down",
    "post removed": "prove_gone",
}
MESSAGE_MOVES = {
    "message submitted": "submit",
    "message taken back": "take_back",
    "message sent back": "send_back",
    "message approved": "approve",
    "message let go": "let_go",
    "message asked again": "ask_again",
    "message withdrawn": "withdraw",
}


def about(answers: tuple[Answer, ...], key: str) -> Iterator[Answer]:
    """Let answers be about the post with this key."""
    for answer in answers:
        if answer in {told.TAKEN, told.SHOWN} and isinstance(answer, httpx.Response):
            content = answer.content.replace(b'"key"', f'"{key}"'.encode())
            yield httpx.Response(answer.status_code, content=content)
        else:
            yield answer


class World:
    """One message for two accounts, the people around it, and what can befall it."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.author = make.trusted_author("checked")
        self.reviewer, self.governor = make.reviewer(), make.programme_member()
        self.accounts = [make.account(self.author, server=script.url) for _ in range(2)]
        draft = composing.Draft(words=told.WORDS, accounts=self.accounts)
        self.pk = composing.write(draft, by=self.author).pk

    @property
    def message(self) -> Message:
        return Message.objects.get(pk=self.pk)

    @property
    def deliveries(self) -> list[Delivery]:
        return list(Delivery.objects.filter(version__message=self.pk))

    def befalls(self, what: str) -> None:
        if what in ANSWERS:
            self.work(what)
            return
        event: Callable[[], object] = getattr(self, what)
        try:
            event()
        except (NotAllowedError, NotNowError):
            return

    def work(self, answer: str) -> None:
        """Let the worker take everything under way a step further."""
        for delivery in self.deliveries:
            self.script.says(*about(ANSWERS[answer], delivery.once_only_key))
            tasks.take_further(delivery_id=delivery.pk)

    def submit(self) -> None:
        composing.submit(self.message, by=self.author)

    def take_back(self) -> None:
        composing.take_back(self.message, by=self.author)

    def send_back(self) -> None:
        message = self.message
        composing.send_back(
            message, by=self.reviewer, said="Not so.", submitted_at=message.submitted_at
        )

    def approve(self) -> None:
        message = self.message
        composing.approve(message, by=self.reviewer, submitted_at=message.submitted_at)

    def rewrite(self) -> None:
        draft = composing.Draft(words=told.WORDS, accounts=self.accounts[:1])
        composing.rewrite(self.message, draft, by=self.author)

    def tick(self) -> None:
        Delivery.objects.filter(try_at__isnull=False).update(try_at=timezone.now())
        actions.tick()

    def sweep(self) -> None:
        actions.wake_the_forgotten()

    def call_off(self) -> None:
        actions.call_off(self.message, by=self.author)

    def take_down(self) -> None:
        for delivery in self.deliveries:
            actions.take_down(delivery, by=self.author)

    def suspend(self) -> None:
        accreditation.suspend(
            self._accreditation(),
            by=self.governor,
            reason="We look into it.",
            review_on=make.soon(),
        )

    def resume(self) -> None:
        accreditation.resume(self._accreditation(), by=self.governor)

    def end(self) -> None:
        accreditation.end(self._accreditation(), by=self.governor, reason="They left.")

    def move_up(self) -> None:
        self.author.accreditations.update(rung=Rung.FREE)

    def move_down(self) -> None:
        self.author.accreditations.update(rung=Rung.CHECKED)

    def lapse(self) -> None:
        self.author.accreditations.update(until=timezone.now())

    def renew(self) -> None:
        self.author.accreditations.update(until=timezone.now() + timedelta(days=1))

    def connect_again(self) -> None:
        Account.objects.filter(state=AccountState.LOST).update(state=AccountState.CONNECTED)

    def an_hour_passes(self) -> None:
        hour = timedelta(hours=1, minutes=1)
        Message.objects.update(approved_at=F("approved_at") - hour)
        Delivery.objects.update(due_at=F("due_at") - hour)

    def _accreditation(self) -> Accreditation:
        return self.author.accreditations.get()


EVENTS = sorted(
    name
    for name in vars(World)
    if not name.startswith("_") and name not in {"befalls", "work", "message", "deliveries"}
)
# Most walks are to come somewhere.
USUAL = ["submit", "approve", "tick", "takes it", "shows it"]
STARTS: list[list[str]] = [
    [],
    ["submit", "approve", "tick"],
    ["submit", "approve", "tick", "loses its answer"],
    ["submit", "approve", "lapse", "tick", "send_back"],
    ["move_up", "submit", "tick"],
    ["move_up", "submit", "tick", "move_down", "tick"],
    [*USUAL, "take_down"],
]


def told_by_the_record(delivery: Delivery) -> str:
    """Follow the record's entries through the life cycle: each has to be a move that it allows."""
    state: str = LIFECYCLE.initial
    for entry in entries_about("delivery", delivery.pk):
        move = MOVES.get(entry.kind)
        if move == "claim" and state == S.SCHEDULED:
            state = LIFECYCLE.after(state, "start")
        if move is not None:
            state = LIFECYCLE.after(state, move)
    if state == S.SCHEDULED and delivery.state == S.DUE:
        state = LIFECYCLE.after(state, "start")
    return state


def message_told_by_the_record(message: Message) -> str:
    state: str = MESSAGES.initial
    for entry in entries_about("message", message.pk):
        if entry.kind in MESSAGE_MOVES:
            state = MESSAGES.after(state, MESSAGE_MOVES[entry.kind])
    return state


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    walk=st.lists(st.sampled_from([*EVENTS, *ANSWERS, *USUAL * 4]), max_size=20),
    start=st.sampled_from(STARTS),
)
def test_record_tells_where_everything_is(script, start: list[str], walk: list[str]):
    world = World(script)

    for event in [*start, *walk]:
        with a_step("message", "delivery"):
            world.befalls(event)
            message = world.message
            assert message_told_by_the_record(message) == message.state
            for delivery in world.deliveries:
                assert told_by_the_record(delivery) == delivery.state, event
                assert_sound(delivery, message)

    assert list(breaks()) == []


def assert_sound(delivery: Delivery, message: Message) -> None:
    """Hold what has to be so in every state."""
    is_over = delivery.state not in UNDER_WAY
    if is_over:
        assert delivery.try_at is None
    if delivery.state in {S.SENDING, S.SENT, S.CONFIRMED, S.REMOVING, S.REMOVED}:
        assert message.state == MessageState.APPROVED
        assert message.approved_by != message.author
    if delivery.state in {S.HELD, S.FAILED, S.EXPIRED, S.UNSURE}:
        assert delivery.problem
    if message.state in {MessageState.WRITING, MessageState.WAITING}:
        assert delivery.state in NOT_BEGUN | {S.CANCELLED, S.EXPIRED}
        assert delivery.begun_at is None
