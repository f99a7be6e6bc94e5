"""Directory entries of AT Protocol accounts: where they are, and which are refused."""

import re
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tabard.common.http import RefusedAddressError, open_http
from tabard.common.tests.scripted import scripted
from tabard.connectors.api import ConnectorError, RejectedError, TryLaterError
from tabard.connectors.bluesky import Bluesky, identity
from tabard.connectors.tests.atproto import DID, GONE, TYPED, entry, json, session, tokens
from tabard.connectors.tests.contract import BROKEN

STRANGER = "did:plc:strangerstranger22222222"
ELSEWHERE = "https://elsewhere.example"


def server(home: object = ELSEWHERE, **other: object) -> dict[str, object]:
    usual = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer"}
    return {**usual, "serviceEndpoint": home, **other}


@pytest.fixture
def http(directory, sign_in, home):
    places = frozenset([directory.place, sign_in.place, home.place])
    with open_http(deadline=5, allow_private=places) as http:
        yield http


@pytest.fixture
def account(http, sign_in):
    return Bluesky(http, sign_in.url, TYPED)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"id": STRANGER}, "about another account"),
        ({"id": 7}, "about another account"),
        ({"service": []}, "names 0"),
        ({"service": None}, "names 0"),
        ({"service": [server(), server()]}, "names 2"),
        ({"service": [server(), server("https://b.example", id=f"{DID}#atproto_pds")]}, "names 2"),
        ({"service": [server(id=f"{STRANGER}#atproto_pds")]}, "names 0"),
        ({"service": server()}, "cannot be understood"),
        ({"service": [server(), 7]}, "cannot be understood"),
        ({"service": [server(id=["#atproto_pds"])]}, "cannot be understood"),
        ({"service": [server({"uri": ELSEWHERE})]}, "cannot be understood"),
        ({"service": [server(type="BskyChatService")]}, "something else than a server"),
        ({"service": [server("ftp://elsewhere.example")]}, "something else than a server"),
        ({"service": [server(f"{ELSEWHERE}/path")]}, "something else than a server"),
        ({"service": [server(f"{ELSEWHERE}?q#f")]}, "something else than a server"),
        ({"service": [server("https://a@elsewhere.example")]}, "something else than a server"),
        ({"service": [server(f"{ELSEWHERE}:443:443")]}, "something else than a server"),
        ({"service": [server(f"https://{'a' * 300}.example")]}, "something else than a server"),
        ({"service": [server("https://els\u0435where.example")]}, "something else than a server"),
        ({"alsoKnownAs": []}, "no handle"),
        ({"alsoKnownAs": None}, "no handle"),
        ({"alsoKnownAs": ["https://roads.test"]}, "no handle"),
        ({"alsoKnownAs": ["at://"]}, "no handle"),
        ({"alsoKnownAs": [f"at://{DID}"]}, "no handle"),
        ({"alsoKnownAs": ["at://roads.test/path"]}, "no handle"),
        ({"alsoKnownAs": ["at://ro\u0430ds.test"]}, "no handle"),
        ({"alsoKnownAs": ["at://\u212areis.test"]}, "no handle"),
        ({"alsoKnownAs": "at://roads.test"}, "cannot be understood"),
        ({"alsoKnownAs": ["at://roads.test", 7]}, "cannot be understood"),
        ({"alsoKnownAs": ["at://roads.test", "at://roads.test"]}, "says something twice"),
        ({"alsoKnownAs": ["at://roads.test", "AT://Roads.Test"]}, "says something twice"),
        ({"more": "x" * identity.LARGEST}, "too large"),
    ],
)
def test_entry_that_is_not_clear_is_refused_before_any_token_is_sent(
    account, directory, home, other, why
):
    directory.says(json(entry(home.url, **other)))

    with pytest.raises(RejectedError, match=why):
        account.identify()

    assert home.heard == []


def test_first_handle_counts_and_not_one_further_down(account, directory, home):
    directory.says(json(entry(home.url, alsoKnownAs=["at://mayor.test", "at://roads.test"])))

    with pytest.raises(RejectedError, match=r"gives the handle mayor\.test"):
        account.identify()


def test_entry_that_says_the_same_thing_twice_is_refused(account, directory, home):
    twice = json(entry(home.url)).text.replace('"id":', f'"id":"{STRANGER}","id":', 1)
    directory.says(httpx.Response(200, content=twice))

    with pytest.raises(RejectedError, match="says something twice"):
        account.identify()

    assert home.heard == []


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_entry_that_cannot_be_read_proves_nothing(account, directory, home, answer):
    directory.says(answer)

    with pytest.raises(ConnectorError, match="directory"):
        account.identify()

    assert home.heard == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://elsewhere.example", "do not call. Only https addresses are called"),
        ("https://127.0.0.1:9", "do not call. This address is not on the public internet"),
        ("https://256.256.256.256", "do not call. Invalid IPv4 address"),
        ("https://xn--a", "characters that cannot be sent"),
    ],
)
def test_home_at_an_address_that_is_not_to_be_called_is_not_called(
    account, directory, address, why
):
    directory.says(json(entry(address)))

    with pytest.raises(RejectedError, match=re.escape(why)) as refused:
        account.identify()

    # Nobody typed it: the form is not to say that the server typed is wrong.
    assert not isinstance(refused.value.__cause__, RefusedAddressError | httpx.InvalidURL)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_account_without_an_entry_is_refused(account, directory, home, status):
    directory.says(json({"message": "DID not registered"}, status))

    with pytest.raises(RejectedError, match="no entry for this account"):
        account.identify()

    assert home.heard == []


def test_directory_that_sends_us_on_is_not_followed(account, directory, home):
    directory.says(httpx.Response(302, headers={"Location": home.url}))

    with pytest.raises(RejectedError, match="another address"):
        account.identify()

    assert home.heard == []


@pytest.mark.parametrize("status", [408, 500, 503])
def test_directory_in_trouble_is_asked_again_later(account, directory, status):
    directory.says(httpx.Response(status))

    with pytest.raises(TryLaterError, match=r"The directory .* cannot be asked just now"):
        account.identify()


def test_directory_that_asks_to_wait_says_until_when(account, directory):
    directory.says(httpx.Response(429, headers={"Retry-After": "90"}))

    with pytest.raises(TryLaterError) as waiting:
        account.identify()

    assert waiting.value.until is not None
    wait = waiting.value.until - datetime.fromtimestamp(time.time(), UTC)
    assert timedelta(seconds=80) < wait <= timedelta(seconds=90)


def test_directory_that_cannot_be_reached_is_asked_again_later(sign_in):
    nowhere = "127.0.0.1:1"

    with open_http(allow_private=frozenset([sign_in.place, nowhere])) as http:
        account = Bluesky(http, sign_in.url, TYPED)
        with pytest.raises(TryLaterError, match=r"directory .* could not be reached"):
            account.identify()


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:plc:short",
        f"{DID}/../{STRANGER}",
        f"{DID}\n",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:web:roads.example:path",
        "did:web:roads.example%3A8443",
        "did:web:Roads.example",
        "did:web:127.0.0.1%3A8000",
        "did:web:10.0.0.1",
        "did:web:localhost",
        "did:web:localhost%3A8000:path",
        "did:web:localhost%3A8000%2Fpath",
        "did:web:roads.example@elsewhere.example",
    ],
)
def test_identifier_that_no_directory_can_hold_is_refused(account, directory, sign_in, home, did):
    sign_in.says(session(1, did=did))

    with pytest.raises(RejectedError, match="no directory can hold"):
        account.identify()

    assert (directory.heard, home.heard) == ([], [])


@pytest.mark.parametrize(
    ("did", "address"),
    [
        (DID, f"https://plc.directory/{DID}"),
        ("did:web:roads.example", "https://roads.example/.well-known/did.json"),
        ("did:web:localhost%3A8000", "http://localhost:8000/.well-known/did.json"),
    ],
)
def test_identifier_says_which_directory_holds_its_entry(monkeypatch, did, address):
    monkeypatch.delenv("TABARD_PLC_URL")

    assert identity._address(did) == address


def test_account_under_its_own_domain_is_entered_on_its_own_web_server(
    directory, sign_in, home, names
):
    with scripted() as web:
        port = web.place.split(":")[1]
        did = f"did:web:localhost%3A{port}"
        names["_atproto.roads.test"] = [f"did={did}"]
        web.says(json(entry(home.url, id=did, service=[server(home.url, id=f"{did}#atproto_pds")])))
        sign_in.says(session(1, did=did))
        home.says(json({"did": did, "handle": "roads.test"}), GONE)
        places = frozenset([f"localhost:{port}", sign_in.place, home.place])
        with open_http(allow_private=places) as http:
            profile = Bluesky(http, sign_in.url, TYPED).identify()

    assert profile.stable_id == did
    assert [heard.path for heard in web.heard] == ["/.well-known/did.json"]
    assert (tokens(web), directory.heard) == ([""], [])


@pytest.mark.parametrize("did", ["did:web:localhost%3A9", "did:web:roads.example"])
def test_private_web_server_is_not_asked_for_an_entry(sign_in, did):
    sign_in.says(session(1, did=did))

    places = frozenset([sign_in.place])
    with (
        open_http(allow_private=places, resolve=lambda *_: ["127.0.0.1"]) as http,
        pytest.raises(RejectedError, match=r"Only https|not on the public internet"),
    ):
        Bluesky(http, sign_in.url, TYPED).identify()
