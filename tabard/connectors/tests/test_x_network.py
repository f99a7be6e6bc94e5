"""X's connector with an X that keeps state and holds each request to X's own models."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault
from tabard.connectors import oauth
from tabard.connectors.api import (
    AccessLostError,
    Application,
    Described,
    Kind,
    Picture,
    Post,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.comparing import differences
from tabard.connectors.tests.network_server import running
from tabard.connectors.tests.x_network import KNOWN, ME, XNetwork
from tabard.connectors.x import X

BACK_TO = "https://tabard.example/accounts/leave/back"
APPLICATION = Application(*KNOWN, BACK_TO)
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PICTURES = (
    Picture(b"one \r\n picture", "image/png", "A gritter", 4, 3),
    Picture(b"another", "image/jpeg", "", 4, 3),
)
POST = Post("Roads & <bridges>: https://roads.gov.uk/a?b=1&c, exampleton.gov.uk 👷🏽", (), "k", AT)


@pytest.fixture
def network():
    with running(XNetwork()) as network:
        yield network


@pytest.fixture
def http(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield http


def secrets(**differs: str) -> dict[str, str]:
    return {
        **dict(zip(("client_id", "client_secret"), KNOWN, strict=True)),
        "access_token": "access-0",
        "refresh_token": "refresh-0",
        "expires_at": "9999999999",
        "user_id": ME["id"],
        **differs,
    }


@pytest.fixture
def account(http, network):
    return X(http, network.url, secrets())


def test_leave_is_asked_with_proof_of_the_exchange_and_gives_every_token(
    http, network, monkeypatch
):
    monkeypatch.setenv("TABARD_X_PAGE", "https://page.example/authorize")
    leave = X.ask_leave(http, network.url, APPLICATION)
    asked = parse_qs(urlsplit(leave.address).query)
    network.verifier = leave.kept["verifier"]

    given = X.take_leave(
        http,
        network.url,
        APPLICATION,
        leave=leave,
        answer={"state": leave.state, "code": "the-code"},
    )
    account = X(http, network.url, {**secrets(), **given})

    assert leave.address.startswith("https://page.example/authorize?")
    assert asked["scope"] == [" ".join(X.rights())]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [BACK_TO]
    assert given.keys() == {"access_token", "refresh_token", "expires_at"}
    assert account.identify().handle == "RoadsTeam"
    assert network.asked() == ["POST /2/oauth2/token", "GET /2/users/me"]


def test_too_little_leave_is_said_in_words(http, network):
    leave = X.ask_leave(http, network.url, APPLICATION)
    told = {"access_token": "a", "refresh_token": "r", "expires_in": 7200, "scope": "tweet.read"}
    network.breaks("POST /2/oauth2/token", httpx.Response(200, json=told))

    with pytest.raises(RejectedError, match="we also have to post, and take posts down"):
        X.take_leave(
            http, network.url, APPLICATION, leave=leave, answer={"state": leave.state, "code": "c"}
        )

    ended = [one.form["token"] for one in network.heard if one.path == "/2/oauth2/revoke"]
    assert ended == ["r", "a"]


def test_an_application_is_tried_out_before_anybody_needs_it(http, network):
    X.try_out(http, network.url, APPLICATION)

    with pytest.raises(RejectedError, match="does not know this application"):
        X.try_out(http, network.url, replace(APPLICATION, client_secret="another"))


def test_what_the_council_has_to_do_at_x_names_the_exact_callback(monkeypatch):
    assert [step for step in X.to_set_up(BACK_TO) if BACK_TO in step] != []
    assert X.server() == "https://api.x.com"
    monkeypatch.setenv("TABARD_X_SERVER", "http://127.0.0.1:9")
    assert X.server() == "http://127.0.0.1:9"


def test_a_post_arrives_as_it_was_written_with_one_request(account, network):
    delivered = account.deliver(POST)
    seen = account.read_back(delivered.network_id)

    assert seen is not None
    assert differences(POST, seen) == ()
    assert network.asked() == ["POST /2/tweets", f"GET /2/tweets/{delivered.network_id}"]


def test_a_picture_with_its_alt_text_takes_two_requests_more(account, network):
    post = replace(POST, pictures=PICTURES)

    delivered = account.deliver(post)
    seen = account.read_back(delivered.network_id)

    assert seen is not None
    assert differences(post, seen) == ()
    assert network.asked()[:-1] == [
        "POST /2/media/upload",
        "POST /2/media/metadata",
        "POST /2/media/upload",
        "POST /2/tweets",
    ]
    assert network.heard[0].parts["media"] == PICTURES[0].content


def test_an_answer_stands_below_what_it_answers(account, network):
    first = account.deliver(POST)

    answer = account.deliver(replace(POST, words="More on it", answers=first.network_id))
    seen = account.read_back(answer.network_id)

    assert seen is not None
    assert seen.words == "More on it"
    assert network.posts[answer.network_id]["said"]["reply"] == {
        "in_reply_to_tweet_id": first.network_id
    }


@pytest.mark.parametrize("trouble", [httpx.Response(503), Fault.CUT_AFTER], ids=str)
@pytest.mark.parametrize("after", [True, False], ids=["after", "before"])
def test_a_post_stands_there_once_whatever_became_of_the_answer(account, network, trouble, after):
    network.breaks("POST /2/tweets", trouble, after=after)

    with pytest.raises(UnsureError):
        account.deliver(POST)
    there = account.look_for(POST)
    delivered = account.deliver(POST)

    assert (there is not None) is after
    assert list(network.posts) == [delivered.network_id]


def test_a_post_is_looked_for_among_more_than_a_page(account, network):
    ours = account.deliver(POST)
    for number in range(5):
        account.deliver(replace(POST, words=f"Post {number}"))
    network.page = 2

    there = account.look_for(POST)
    first = account.said()
    second = account.said(first.before)

    assert there is not None
    assert there.network_id == ours.network_id
    assert [seen.words for seen, _ in (*first.posts, *second.posts)] == [
        f"Post {number}" for number in (4, 3, 2, 1)
    ]


def test_a_token_is_renewed_before_it_runs_out(http, network):
    account = X(http, network.url, secrets(expires_at=f"{int(time.time()) + 30}"))

    account.deliver(POST)

    assert network.asked() == ["POST /2/oauth2/token", "POST /2/tweets"]
    assert account.secrets["refresh_token"] == "refresh-1"


def test_a_token_that_ran_out_before_its_time_is_renewed_once(account, network):
    network.access = "another"

    account.deliver(POST)

    assert network.asked() == ["POST /2/tweets", "POST /2/oauth2/token", "POST /2/tweets"]
    assert account.secrets["access_token"] == network.access


def test_new_tokens_are_kept_also_when_the_call_fails(account, network):
    network.access = "another"
    network.breaks("POST /2/tweets", httpx.Response(401))
    network.breaks("POST /2/tweets", httpx.Response(503))

    with pytest.raises(UnsureError):
        account.deliver(POST)

    assert account.secrets["access_token"] == network.access
    assert account.secrets["refresh_token"] == network.refresh


def test_a_refresh_token_that_was_used_elsewhere_loses_the_access(account, network):
    network.access, network.refresh = "another", "another"

    with pytest.raises(AccessLostError):
        account.deliver(POST)

    assert network.posts == {}


def test_trouble_while_renewing_leaves_nothing_done(account, network):
    network.access = "another"
    network.breaks("POST /2/oauth2/token", httpx.Response(503))

    with pytest.raises(TryLaterError):
        account.deliver(POST)

    assert network.posts == {}


def test_a_clock_that_is_wrong_costs_a_renewal_and_nothing_else(http, network):
    account = X(http, network.url, secrets(expires_at="0"))

    account.deliver(POST)
    account.read_back("1000")

    assert network.asked().count("POST /2/oauth2/token") == 1


def test_a_post_is_taken_down_and_gone(account):
    delivered = account.deliver(POST)

    account.remove(delivered.network_id)
    account.remove(delivered.network_id)

    assert account.read_back(delivered.network_id) is None
    assert account.look_for(POST) is None


def test_a_deletion_that_x_does_not_confirm_is_unsure(account, network):
    network.breaks("DELETE /2/tweets/{number}", httpx.Response(200, json={"data": {}}))

    with pytest.raises(UnsureError):
        account.remove("1")


def test_access_that_is_given_back_opens_nothing(account, network):
    assert account.revoke() == ""

    assert (network.access, network.refresh) == ("", "")
    with pytest.raises(AccessLostError):
        account.identify()


def test_words_too_many_are_refused_by_the_same_count(account):
    words = "a" * 256 + " https://roads.gov.uk/" + "b" * 100

    account.deliver(replace(POST, words=words))
    with pytest.raises(RejectedError, match="too many words"):
        account.deliver(replace(POST, words=f"a{words}"))

    assert X.count(words) == 280


def test_leave_that_somebody_refused_is_no_leave(http, network):
    leave = oauth.ask("https://page.example", APPLICATION, rights="tweet.read")

    with pytest.raises(RejectedError, match="did not give leave"):
        X.take_leave(
            http,
            network.url,
            APPLICATION,
            leave=leave,
            answer={"state": leave.state, "error": "access_denied"},
        )


def test_what_is_said_to_the_account_is_heard_once_and_can_be_hidden(account, network):
    first = account.deliver(POST)
    network.hears("2001", "@RoadsTeam hello")
    hearing = account.hear()
    network.hears("2002", "Still icy", answers_to=first.network_id)
    later = account.hear(hearing.after)
    below = account.below(first.network_id)
    account.hide("2002")
    hidden = dict(network.hidden)
    account.show("2002")

    assert [one.words for one in hearing.heard] == ["@RoadsTeam hello"]
    assert [(one.words, one.kind, one.answers) for one in later.heard] == [
        ("Still icy", Kind.ANSWER, first.network_id)
    ]
    assert below.heard == later.heard
    assert (hidden, network.hidden) == ({"2002": True}, {"2002": False})


def test_every_number_has_a_meaning(account, network):
    delivered = account.deliver(POST)
    counts = ["impression", "like", "reply", "repost", "quote", "bookmark"]
    network.private = {
        "public_metrics": {f"{name}_count": place for place, name in enumerate(counts)},
        "non_public_metrics": {"url_link_clicks": 6, "user_profile_clicks": 7},
    }

    measured = account.measure(delivered.network_id)

    assert list(measured.values()) == list(range(8))
    assert measured.keys() == X.measures().keys()
    assert all(X.measures().values())


def test_a_profile_is_described_with_its_links_written_out(account, network):
    link = {"start": 0, "end": 9, "url": "https://t.co/1"}
    whole = {**link, "expanded_url": "https://roads.gov.uk/", "display_url": "roads.gov.uk"}
    network.profile = {
        **ME,
        "description": "Roads of Exampleton &amp; around: https://t.co/1",
        "entities": {"description": {"urls": [whole]}, "url": {"urls": [whole]}},
        "public_metrics": {
            "followers_count": 12,
            "following_count": 3,
            "post_count": 9,
            "listed_count": 0,
        },
        "verified": True,
    }

    assert account.describe() == Described(
        display_name="Roads team",
        about="Roads of Exampleton & around: https://roads.gov.uk/",
        links=("https://roads.gov.uk/",),
        followers=12,
        following=3,
        verified=True,
    )


def test_what_x_charges_is_known_for_each_thing_that_costs():
    with_link = X.charges("Read on at example.gov.uk", described=2)
    without = X.charges("The library is open again.", described=0)

    assert with_link == (
        "a post with a link",
        "the alt text of a picture",
        "the alt text of a picture",
        "reading a post back",
    )
    assert without == ("a post", "reading a post back")
    assert {*with_link, *without} == set(X.prices())
    assert X.prices()["a post with a link"] == Decimal("0.200")
    assert all(price > 0 for price in X.prices().values())
