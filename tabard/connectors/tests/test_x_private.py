"""What is said in private on X, each request held to the models of X's own client."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault
from tabard.connectors.api import (
    AccessLostError,
    Delivered,
    Heard,
    Hearing,
    Kind,
    Picture,
    Post,
    Profile,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.tests.models import insist, insist_on_query
from tabard.connectors.tests.network_server import Asked, WrongError, answers, running
from tabard.connectors.tests.test_x_network import secrets
from tabard.connectors.tests.x_network import ME, SOMEBODY, XNetwork, problem
from tabard.connectors.x import X

ADA = Profile("7", "ada", "Ada", "https://x.com/ada")
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TWO = f"7-{ME['id']}"
PAGE = f"https://x.com/messages/{TWO}"
POST = Post("Thank you. The road is gritted at five.", (), "key", AT)
SEND = "POST /2/dm_conversations/with/{participant}/messages"
LIST = "GET /2/dm_events"
WITH = "GET /2/dm_conversations/with/{participant}/dm_events"


class XWithMessages(XNetwork):
    """An X on which people write to the account alone."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []

    def is_told(self, number: str, words: str, **differs: str) -> None:
        """Let somebody say something to the account alone."""
        told = {"id": number, "text": words, "event_type": "MessageCreate", "created_at": self.at}
        told |= {"sender_id": "7", "dm_conversation_id": TWO, **differs}
        self.messages.insert(0, told)

    @answers("GET", "/2/dm_events")
    def every(self, asked: Asked) -> httpx.Response:
        return self._list(asked, "get_events", "GetDirectMessagesEventsResponse", self.messages)

    @answers("GET", "/2/dm_conversations/with/{participant}/dm_events")
    def between(self, asked: Asked, participant: str) -> httpx.Response:
        found = [one for one in self.messages if one["dm_conversation_id"] == TWO]
        if participant != "7":
            raise WrongError("Nobody else has written.")
        model = "GetDirectMessagesEventsByParticipantIdResponse"
        return self._list(asked, "get_events_by_participant_id", model, found)

    def _list(
        self, asked: Asked, call: str, model: str, found: list[dict[str, Any]]
    ) -> httpx.Response:
        client = import_module("xdk.direct_messages.client").DirectMessagesClient
        query = dict(asked.query)
        start = int(query.get("pagination_token", "0"))
        if query["expansions"] != "sender_id":
            raise WrongError("Whoever has said it is not told unasked.")
        insist_on_query(getattr(client, call), query)
        page = found[start : start + self.page]
        meta: dict[str, Any] = {"result_count": len(page)}
        if found[start + self.page :]:
            meta["next_token"] = str(start + self.page)
        told: dict[str, Any] = {"meta": meta}
        if page:
            told |= {"data": page, "includes": {"users": [SOMEBODY, ME]}}
        return self._say(model, told)

    @answers("POST", "/2/dm_conversations/with/{participant}/messages")
    def send(self, asked: Asked, participant: str) -> httpx.Response:
        insist(self.models.CreateDirectMessagesByParticipantIdRequest, asked.json)
        if participant != "7":
            raise WrongError("Nobody is written to unasked.")
        number = str(9000 + len(self.messages))
        self.is_told(number, asked.json["text"], sender_id=ME["id"])
        told = {"data": {"dm_conversation_id": TWO, "dm_event_id": number}}
        return self._say("CreateDirectMessagesByParticipantIdResponse", told, status=201)


@pytest.fixture
def network() -> Iterator[XWithMessages]:
    with running(XWithMessages()) as network:
        yield network


@pytest.fixture
def account(network: XWithMessages) -> Iterator[X]:
    # Loading this takes seconds, for which nobody is to wait at the network.
    import_module("xdk.direct_messages.client")
    with open_http(allow_private=frozenset([network.place])) as http:
        yield X(http, network.url, secrets())


def heard(number: str, words: str) -> Heard:
    at = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)
    return Heard(Kind.PRIVATE, number, PAGE, words, ADA, at)


def test_what_is_said_in_private_is_heard_once_and_answered_where_nobody_else_reads(
    account, network
):
    network.is_told("8998", "Is Mill Lane gritted?")

    first = account.told_privately()
    answer = account.answer_privately(first.heard[0], POST)
    network.is_told("9002", "Thanks!")
    then = account.told_privately(first.after)

    assert first == Hearing((heard("8998", "Is Mill Lane gritted?"),), 0, "8998")
    assert answer == Delivered("9001", PAGE)
    assert then == Hearing((heard("9002", "Thanks!"),), 0, "9002")
    assert network.posts == {}


def test_what_is_said_in_a_group_or_by_the_account_itself_is_not_told(account, network):
    network.is_told("1", "To all of you.", dm_conversation_id="1588")
    network.is_told("2", "Said by us.", sender_id=ME["id"])

    assert account.told_privately() == Hearing((), 0, "2")


def test_everything_since_is_told_page_by_page_and_what_cannot_be_read_is_counted(account, network):
    network.page = 2
    for number in ("97", "98", "99", "100"):
        network.is_told(number, number)
    network.is_told("101", "By nobody who is told.", sender_id="8")

    since = account.told_privately("97")
    newest = account.told_privately()

    assert [one.network_id for one in since.heard] == ["98", "99", "100"]
    assert (since.unreadable, since.after) == (1, "101")
    assert [one.network_id for one in newest.heard] == ["100"]


def test_nothing_new_leaves_the_place_where_it_is(account):
    assert account.told_privately("97") == Hearing((), 0, "97")


@pytest.mark.parametrize("trouble", [httpx.Response(503), Fault.CUT_AFTER], ids=str)
def test_answer_whose_own_answer_was_lost_is_not_given_twice(account, network, trouble):
    network.is_told("8998", "Is Mill Lane gritted?")
    asked = account.told_privately().heard[0]
    network.breaks(SEND, trouble, after=True)

    with pytest.raises(UnsureError):
        account.answer_privately(asked, POST)
    answer = account.answer_privately(asked, POST)

    assert answer == Delivered("9001", PAGE)
    assert [one["text"] for one in network.messages].count(POST.words) == 1


def test_the_same_words_of_an_earlier_day_are_another_answer(account, network):
    network.is_told("8998", "Is Mill Lane gritted?")
    asked = account.told_privately().heard[0]
    network.is_told("8999", POST.words, sender_id=ME["id"], created_at="2026-11-20T09:00:00.000Z")

    assert account.answer_privately(asked, POST) == Delivered("9002", PAGE)


def test_an_answer_in_private_goes_without_pictures(account, network):
    post = replace(POST, pictures=(Picture(b"p", "image/png", "A gritter", 4, 3),))

    with pytest.raises(RejectedError, match="without pictures"):
        account.answer_privately(heard("1", "Hello"), post)

    assert network.heard == []


def test_right_that_was_not_given_asks_for_a_person(account, network):
    why = "Your client app is not permitted: it lacks the scopes dm.read."
    network.breaks(LIST, problem(403, why))

    with pytest.raises(AccessLostError, match="X does not let us do this"):
        account.told_privately()


@pytest.mark.parametrize("answer", [httpx.Response(200, json={}), httpx.Response(503)], ids=str)
def test_messages_that_cannot_be_read_are_asked_for_later(account, network, answer):
    network.breaks(WITH, answer)

    with pytest.raises(TryLaterError):
        account.answer_privately(heard("1", "Hello"), POST)
    assert network.messages == []
