"""Pinterest's connector: what it asks, and what follows from the answers."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault, scripted
from tabard.connectors.api import (
    AccessLostError,
    Application,
    Delivered,
    Described,
    Named,
    Offered,
    Picture,
    Post,
    Profile,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.comparing import differences
from tabard.connectors.pinterest import Pinterest, connector
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract
from tabard.connectors.tests.network_server import running
from tabard.connectors.tests.pinterest_network import (
    BOARD,
    BOARDS,
    KNOWN,
    ME,
    PinterestNetwork,
    problem,
)

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WORDS = "Snowdrops in the park\n\nCome and see: https://parks.example/snow"
PICTURE = Picture(b"a picture", "image/png", "Snowdrops", 4, 3)
POST = Post(WORDS, (PICTURE,), "key-1", AT)
PIN: dict[str, Any] = {
    "id": "1174408",
    "title": "Snowdrops in the park",
    "description": "Come and see: https://parks.example/snow",
    "link": "https://parks.example/snow",
    "alt_text": "Snowdrops",
    "board_id": BOARD,
    "created_at": "2026-11-23T09:30:01",
    "is_owner": True,
}
SECRETS = {
    "client_id": "the-client-id",
    "client_secret": "the-client-secret",
    "access_token": "the-access-token",
    "refresh_token": "the-refresh-token",
    "expires_at": "9999999999",
    "board": BOARD,
}
APPLICATION = Application(*KNOWN, "https://tabard.example/accounts/leave/back")


def latest(*pins: Any, bookmark: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"items": list(pins), "bookmark": bookmark})


class TestPinterest(RecallsContract, RevokesContract, ConnectorContract):
    connector = Pinterest
    allowance_headers = {"X-RateLimit-Limit": "100, 100;w=60", "X-RateLimit-Remaining": "7"}
    secrets = SECRETS
    post = POST
    delivered = Delivered("1174408", "https://www.pinterest.com/pin/1174408/")
    delivered_answer = httpx.Response(201, json=PIN)
    seen_answer = httpx.Response(200, json=PIN)
    gone_answer = problem(404, "Pin not found.")
    left_answers = (latest(PIN),)
    left_nothing_answers = (latest(),)
    removed_answer = httpx.Response(204)
    refused_answer = problem(400, "These are too many words.")
    lost_answers = (problem(401, "Authentication failed."),)
    named_post = "1174408"
    profile = Profile(
        f"{ME['id']}/{BOARD}",
        "exampleton",
        "Exampleton, board “Parks”",
        "https://www.pinterest.com/exampleton/",
    )
    profile_answers = (httpx.Response(200, json=ME), httpx.Response(200, json=BOARDS[0]))
    said_at = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)
    said_answers = (latest(PIN, {"id": "7"}, {**PIN, "is_owner": False}, bookmark="older"),)
    before = "older"
    nothing_said_answers = (latest(),)
    revoked_answers = (httpx.Response(200),) * 2
    revoked_before_answers = revoked_answers


@pytest.fixture
def script():
    with scripted() as script:
        yield script


@pytest.fixture
def scripted_account(script):
    with open_http(allow_private=frozenset([script.place])) as http:
        yield Pinterest(http, script.url, SECRETS)


@pytest.fixture
def network():
    with running(PinterestNetwork()) as network:
        yield network


@pytest.fixture
def http(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield http


@pytest.fixture
def account(http, network):
    secrets = {**SECRETS, "access_token": "access-0", "refresh_token": "refresh-0"}
    return Pinterest(http, network.url, secrets)


def test_a_pin_arrives_as_it_was_written_with_one_request(account, network):
    delivered = account.deliver(POST)
    seen = account.read_back(delivered.network_id)

    assert seen is not None
    assert differences(POST, seen) == ()
    assert network.asked() == ["POST /v5/pins", f"GET /v5/pins/{delivered.network_id}"]
    said = network.heard[0].json
    assert base64.b64decode(said["media_source"]["data"]) == PICTURE.content
    assert (said["board_id"], said["link"]) == (BOARD, "https://parks.example/snow")


def test_decorative_picture_goes_without_an_alt_text(account, network):
    post = replace(POST, pictures=(replace(PICTURE, alt=""),))

    seen = account.read_back(account.deliver(post).network_id)

    assert "alt_text" not in network.heard[0].json
    assert seen is not None
    assert differences(post, seen) == ()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Snowdrops", None),
        ("Snowdrops\n\nin the park", "Snowdrops"),
        ("Snowdrops\nin the park", None),
        ("Snow\ndrops\n\nin the park", None),
        (f"{'a' * 101}\n\nin the park", None),
        ("\n\nin the park", None),
        ("Snowdrops\n\n", None),
    ],
)
def test_a_first_line_with_an_empty_one_below_is_the_title(account, network, words, title):
    delivered = account.deliver(replace(POST, words=words))
    seen = account.read_back(delivered.network_id)

    assert network.pins[delivered.network_id]["title"] == title
    assert seen is not None
    assert seen.words == words


def test_a_post_without_a_picture_is_refused_before_anything_is_sent(account, network):
    with pytest.raises(RejectedError, match="no pin without a picture"):
        account.deliver(replace(POST, pictures=()))

    assert network.heard == []
    assert Pinterest.limits.least_pictures == 1


@pytest.mark.parametrize("trouble", [httpx.Response(503), Fault.CUT_AFTER], ids=str)
@pytest.mark.parametrize("after", [True, False], ids=["after", "before"])
def test_a_pin_stands_there_once_whatever_became_of_the_answer(account, network, trouble, after):
    network.breaks("POST /v5/pins", trouble, after=after)

    with pytest.raises(UnsureError):
        account.deliver(POST)
    there = account.look_for(POST) or account.deliver(POST)

    assert list(network.pins) == [there.network_id]


@pytest.mark.parametrize(
    "differs",
    [
        {"description": "Something else"},
        {"created_at": "2026-11-23T09:19:59"},
        {"alt_text": None},
        {"is_owner": False},
    ],
    ids=["other words", "before ours", "another picture", "of somebody else"],
)
def test_a_pin_that_is_not_ours_is_not_taken_for_it(scripted_account, script, differs):
    script.says(latest({**PIN, **differs}))

    assert scripted_account.look_for(POST) is None


def test_a_pin_is_looked_for_on_all_of_the_board(account, network):
    for number in range(5):
        account.deliver(replace(POST, words=f"Pin {number}"))
    network.page = 2

    there = account.look_for(replace(POST, words="Pin 4"))

    assert there is not None
    assert there.network_id == "1004"
    assert network.asked()[5:] == [f"GET /v5/boards/{BOARD}/pins"] * 3


def test_a_board_without_end_leaves_the_look_to_a_person(scripted_account, script, monkeypatch):
    monkeypatch.setattr(connector, "MOST_PAGES", 2)
    script.says(latest(bookmark="more"))

    with pytest.raises(UnsureError, match="too long"):
        scripted_account.look_for(POST)

    assert len(script.heard) == 2


def test_a_pin_is_changed_where_it_stands(account):
    delivered = account.deliver(POST)
    words = "No snowdrops any more"

    account.edit(delivered.network_id, replace(POST, words=words))
    seen = account.read_back(delivered.network_id)

    assert seen is not None
    assert (seen.words, seen.links) == (words, ())


def test_an_application_that_may_not_change_pins_says_so(scripted_account, script):
    script.says(problem(403, "This endpoint is in beta."))

    with pytest.raises(RejectedError, match="in beta"):
        scripted_account.edit("1174408", POST)


def test_a_pin_is_taken_down_and_gone(account):
    delivered = account.deliver(POST)

    account.remove(delivered.network_id)
    account.remove(delivered.network_id)

    assert account.read_back(delivered.network_id) is None


def test_leave_is_asked_without_proof_and_gives_each_board_to_choose(http, network, monkeypatch):
    monkeypatch.setenv("TABARD_PINTEREST_PAGE", "https://page.example/oauth/")
    leave = Pinterest.ask_leave(http, network.url, APPLICATION)
    asked = parse_qs(urlsplit(leave.address).query)

    given = Pinterest.take_leave(
        http,
        network.url,
        APPLICATION,
        leave=leave,
        answer={"state": leave.state, "code": "the-code"},
    )
    offered = Pinterest.offered(http, network.url, given)

    assert leave.address.startswith("https://page.example/oauth/?")
    assert asked["scope"] == [",".join(Pinterest.rights())]
    assert asked.keys() == {"response_type", "client_id", "redirect_uri", "scope", "state"}
    page = "https://www.pinterest.com/exampleton/"
    assert offered == tuple(
        Offered(
            Profile(f"{ME['id']}/{board}", "exampleton", f"Exampleton, board “{name}”", page),
            {**given, "board": board},
        )
        for name, board in (("Parks", BOARD), ("Roads", "7"))
    )


def test_a_board_is_connected_as_what_was_offered(http, network):
    network.access = "access-1"
    given = {**SECRETS, "access_token": "access-1", "refresh_token": "refresh-0"}

    for one in Pinterest.offered(http, network.url, given):
        assert Pinterest(http, network.url, one.secrets).identify() == one.profile
    with pytest.raises(RejectedError, match="Board not found"):
        Pinterest(http, network.url, {**given, "board": "8"}).identify()


def test_too_little_leave_is_said_in_words(http, network):
    leave = Pinterest.ask_leave(http, network.url, APPLICATION)
    told = {"access_token": "a", "refresh_token": "r", "expires_in": 1, "scope": "pins:read"}
    network.breaks("POST /v5/oauth/token", httpx.Response(200, json=told))

    with pytest.raises(RejectedError, match="we also have to see whose account it is"):
        Pinterest.take_leave(
            http, network.url, APPLICATION, leave=leave, answer={"state": leave.state, "code": "c"}
        )


def test_what_the_council_has_to_do_names_the_exact_callback(monkeypatch):
    back_to = APPLICATION.back_to
    assert [step for step in Pinterest.to_set_up(back_to) if back_to in step] != []
    assert Pinterest.server() == "https://api.pinterest.com"
    monkeypatch.setenv("TABARD_PINTEREST_SERVER", "http://127.0.0.1:9")
    assert Pinterest.server() == "http://127.0.0.1:9"


def test_an_application_is_tried_out_before_anybody_needs_it(scripted_account, script):
    del scripted_account
    script.says(problem(400, "Invalid code."), problem(401, "Authentication failed."))

    with open_http(allow_private=frozenset([script.place])) as http:
        Pinterest.try_out(http, script.url, APPLICATION)
        with pytest.raises(RejectedError, match="does not know this application"):
            Pinterest.try_out(http, script.url, APPLICATION)


def test_a_token_that_ran_out_is_renewed_and_its_refresh_token_goes_on(account, network):
    without = {"access_token": "newest", "expires_in": 60, "token_type": "bearer", "scope": ""}
    network.breaks("POST /v5/oauth/token", httpx.Response(200, json=without))

    network.access = "newest"
    account.deliver(POST)

    assert account.secrets["access_token"] == "newest"
    assert account.secrets["refresh_token"] == "refresh-0"


def test_an_access_that_was_taken_back_is_lost(account, network):
    network.access, network.refresh = "another", "another"

    with pytest.raises(AccessLostError):
        account.deliver(POST)


def test_tokens_that_pinterest_does_not_end_are_ended_by_a_person(account, network):
    still_to_do = account.revoke()
    network.revokes = True

    assert still_to_do == connector.STILL_TO_DO
    assert account.revoke() == ""


def test_every_number_has_a_meaning(account):
    delivered = account.deliver(POST)

    measured = account.measure(delivered.network_id)

    assert list(measured.values()) == [7, 3, 2, 1, 4, 5]
    assert measured.keys() == Pinterest.measures().keys()
    assert account.measure("7") == {}


def test_an_account_is_described(account, network):
    little = account.describe()
    network.profile = {
        **ME,
        "business_name": None,
        "about": "Parks and roads",
        "website_url": "https://exampleton.gov.uk",
        "follower_count": 12,
        "following_count": 3,
    }

    assert little == Described("Exampleton", "", ())
    assert account.describe() == Described(
        "exampleton", "Parks and roads", ("https://exampleton.gov.uk",), followers=12, following=3
    )


def test_another_pin_than_was_asked_for_is_no_answer(scripted_account, script):
    script.says(httpx.Response(200, json={**PIN, "id": "2"}))

    with pytest.raises(TryLaterError):
        scripted_account.read_back("1174408")


def test_pins_of_another_shape_cannot_be_read(scripted_account, script):
    script.says(latest("a pin", None))

    assert scripted_account.said().unreadable == 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("pinterest.com/Exampleton", Named("pinterest", handle="exampleton")),
        ("https://www.pinterest.co.uk/exampleton/parks/", Named("pinterest", handle="exampleton")),
        ("https://uk.pinterest.com/pin/7/?a=b", Named("pinterest", post_id="7")),
        ("https://www.pinterest.com/pin/snow-drops--7/", Named("pinterest", post_id="7")),
    ],
)
def test_addresses_are_recognised(text: str, named: Named):
    assert Pinterest.recognise(text) == named


@pytest.mark.parametrize(
    "text", ["@exampleton", "https://pinterest.com/search/", "https://pinterest.com/a/b/c/d"]
)
def test_what_only_looks_like_it_is_not_recognised(text: str):
    assert Pinterest.recognise(text) is None
