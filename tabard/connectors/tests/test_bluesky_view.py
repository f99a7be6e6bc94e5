"""What others say on Bluesky, and how a post answers it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Script, scripted
from tabard.connectors.api import (
    Described,
    Heard,
    Hearing,
    Kind,
    Post,
    Profile,
    RejectedError,
    TryLaterError,
)
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.tests.atproto import (
    CONNECTED,
    DID,
    GONE,
    KEY,
    POST,
    RECORD,
    URI,
    WRITTEN,
    asked,
    entry,
    error,
    json,
)

AT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
ADA = "did:plc:adaadaadaadaadaadaadaada"
THEIRS = f"at://{ADA}/app.bsky.feed.post/3m6abcdefgh99"
AUTHOR = {"did": ADA, "handle": "ada.example", "displayName": "Ada"}
WHO = Profile(ADA, "ada.example", "Ada", f"https://bsky.app/profile/{ADA}")
ANSWER = {"parent": {"uri": URI, "cid": "bafyreia"}, "root": {"uri": URI, "cid": "bafyreia"}}
SAID = {
    "uri": THEIRS,
    "cid": "bafyreib",
    "author": AUTHOR,
    "record": {"text": "When will it be done?", "reply": ANSWER},
    "indexedAt": AT.isoformat(),
}
HEARD = Heard(
    kind=Kind.ANSWER,
    network_id=THEIRS,
    url=f"https://bsky.app/profile/{ADA}/post/3m6abcdefgh99",
    words="When will it be done?",
    author=WHO,
    at=AT,
    answers=URI,
)


def notified(reason: str, minutes: int = 0, **differs: Any) -> dict[str, Any]:
    later = (AT + timedelta(minutes=minutes)).isoformat()
    return {**SAID, "reason": reason, "indexedAt": later, **differs}


def page(*told: Any, **more: Any) -> httpx.Response:
    return json({"notifications": list(told), **more})


@pytest.fixture
def network() -> Iterator[Script]:
    with scripted() as network:
        yield network


@pytest.fixture
def account(network: Script, directory: Script) -> Iterator[Bluesky]:
    places = frozenset([network.place, directory.place])
    with open_http(deadline=5, allow_private=places) as http:
        yield Bluesky(http, network.url, CONNECTED)


class TestAnswering:
    answer = Post("On my way!", (), KEY, POST.created_at, answers=THEIRS)

    def test_an_answer_names_what_it_answers_and_what_began_it(self, network, directory):
        began = {"uri": URI, "cid": "bafyreia"}
        value = {"text": "When?", "reply": {"root": began, "parent": began}}
        with scripted() as theirs:
            directory.says(json(entry(theirs.url, id=ADA)))
            theirs.says(json({"uri": THEIRS, "cid": "bafyreib", "value": value}))
            network.says(WRITTEN)
            places = frozenset([network.place, directory.place, theirs.place])
            with open_http(deadline=5, allow_private=places) as http:
                Bluesky(http, network.url, CONNECTED).deliver(self.answer)

            assert asked(theirs) == ["com.atproto.repo.getRecord"]
        assert network.heard[0].json["record"]["reply"] == {
            "root": began,
            "parent": {"uri": THEIRS, "cid": "bafyreib"},
        }

    def test_the_second_part_of_a_thread_answers_the_first(self, account, network, directory):
        network.says(json({"uri": URI, "cid": "bafyreia", "value": RECORD}), WRITTEN)

        account.deliver(Post("And more.", (), KEY, POST.created_at, answers=URI))

        first = {"uri": URI, "cid": "bafyreia"}
        assert network.heard[1].json["record"]["reply"] == {"root": first, "parent": first}
        assert directory.heard == []

    def test_what_is_not_there_any_more_is_not_answered(self, account, network):
        network.says(GONE)

        with pytest.raises(RejectedError, match="not there any more"):
            account.deliver(Post("And more.", (), KEY, POST.created_at, answers=URI))

        assert asked(network) == ["com.atproto.repo.getRecord"]


class TestHearing:
    def test_answers_mentions_and_quotes_are_heard_oldest_first(self, account, network):
        quote = notified("quote", 2, record={"text": "Look!"}, author={**AUTHOR, "displayName": ""})
        broken = {"indexedAt": SAID["indexedAt"]}
        network.says(page(quote, notified("mention", 1), notified("reply"), broken))

        hearing = account.hear()

        assert hearing.heard[0] == HEARD
        assert [(one.kind, one.answers) for one in hearing.heard] == [
            (Kind.ANSWER, URI),
            (Kind.MENTION, None),
            (Kind.MENTION, None),
        ]
        assert hearing.heard[2].author.display_name == "ada.example"
        assert (hearing.unreadable, hearing.after) == (1, (AT + timedelta(minutes=2)).isoformat())

    def test_pages_are_read_back_to_where_hearing_ended(self, account, network):
        network.says(
            page(notified("reply", 3), cursor="older"),
            page(notified("reply", 2), notified("reply", 1), cursor="older still"),
        )

        hearing = account.hear((AT + timedelta(minutes=1)).isoformat())

        assert [one.at for one in hearing.heard] == [
            AT + timedelta(minutes=2),
            AT + timedelta(minutes=3),
        ]
        assert parse_qs(urlsplit(network.heard[1].path).query) == {
            "limit": ["50"],
            "reasons": ["mention", "reply", "quote"],
            "cursor": ["older"],
        }

    def test_no_more_than_ten_pages_are_read_at_once(self, account, network):
        network.says(page(notified("reply"), cursor="on and on"))

        assert len(account.hear().heard) == 10

    def test_where_nothing_came_hearing_goes_on_from_the_same_moment(self, account, network):
        network.says(page())

        assert account.hear(AT.isoformat()) == Hearing((), 0, AT.isoformat())
        assert account.hear() == Hearing((), 0, None)

    def test_a_notification_without_a_time_is_asked_for_later(self, account, network):
        network.says(page({**SAID, "indexedAt": "soon"}))

        with pytest.raises(TryLaterError):
            account.hear()

    def test_what_others_said_below_a_post_is_heard_oldest_first(self, account, network):
        later = {**SAID, "indexedAt": (AT + timedelta(minutes=1)).isoformat()}
        ours = {**SAID, "author": {"did": DID}}
        network.says(
            json(
                {
                    "thread": {
                        "post": {},
                        "replies": [
                            {"post": later, "replies": [{"post": SAID}, {"post": "x"}]},
                            {"post": ours},
                            {"$type": "app.bsky.feed.defs#blockedPost"},
                        ],
                    }
                }
            )
        )

        hearing = account.below(URI)

        assert hearing.heard[0] == HEARD
        assert len(hearing.heard) == 2
        assert (hearing.unreadable, hearing.after) == (1, None)

    def test_below_what_is_gone_nothing_can_be_heard(self, account, network):
        network.says(error("NotFound", "Post not found"))

        with pytest.raises(RejectedError, match="Post not found"):
            account.below(URI)


class TestDescribing:
    @pytest.mark.parametrize(
        ("told", "described"),
        [
            (
                {
                    "did": DID,
                    "displayName": "Roads team",
                    "description": "We mend roads. https://roads.example",
                    "followersCount": 812,
                    "followsCount": 7,
                    "verification": {"verifiedStatus": "valid"},
                },
                Described(
                    "Roads team",
                    "We mend roads. https://roads.example",
                    ("https://roads.example",),
                    followers=812,
                    following=7,
                    verified=True,
                ),
            ),
            ({"did": DID}, Described("", "", (), verified=False)),
        ],
    )
    def test_an_account_tells_how_it_presents_itself(self, account, network, told, described):
        network.says(json(told))

        assert account.describe() == described

    def test_the_numbers_of_a_post_are_named(self, account, network):
        network.says(json({"posts": [{"likeCount": 3, "repostCount": "many"}]}))

        assert account.measure(URI) == {"likeCount": 3}
        assert set(account.measure(URI)) <= set(Bluesky.measures())

    def test_a_post_that_is_not_known_has_no_numbers(self, account, network):
        network.says(json({"posts": []}), json({"posts": ["x"]}))

        assert [account.measure(URI) for _ in range(2)] == [{}, {}]
