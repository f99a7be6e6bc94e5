"""Where handles lead: what their own domains say, by DNS and by HTTPS."""

from collections.abc import Iterator

import httpx
import pytest

from tabard.common.http import Client, RefusedAddressError, open_http
from tabard.common.tests.scripted import Fault, Script, scripted
from tabard.common.texts import NoAnswerError, Texts
from tabard.connectors.api import RejectedError, TryLaterError
from tabard.connectors.bluesky import handles
from tabard.connectors.bluesky.identity import handle_in
from tabard.connectors.tests.atproto import DID

STRANGER = "did:plc:strangerstranger22222222"
WELL_KNOWN = "/.well-known/atproto-did"


class Web(httpx.BaseTransport):
    """Finds the web server of roads.test on this machine, where nothing has a certificate."""

    def __init__(self, door: Client, there: Script) -> None:
        self._door, self._there = door, there

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert str(request.url) == f"https://roads.test{WELL_KNOWN}"
        return self._door.get(f"{self._there.url}{request.url.path}")


@pytest.fixture
def web() -> Iterator[Script]:
    with scripted() as web:
        web.says(httpx.Response(404))
        yield web


@pytest.fixture
def http(web: Script) -> Iterator[Client]:
    with (
        open_http(deadline=5, allow_private=frozenset([web.place])) as door,
        httpx.Client(transport=Web(door, web)) as http,  # noqa: TID251 - the web of this test
    ):
        yield http


def says(*texts: str) -> Texts:
    def ask(name: str) -> list[str]:
        assert name == "_atproto.roads.test"
        return list(texts)

    return ask


def is_mute(name: str) -> list[str]:
    raise NoAnswerError(name)


def test_dns_comes_first_and_the_web_is_not_asked(http, web):
    assert handles.leads_to("roads.test", http, says("v=spf1 -all", f"did={DID}")) == DID
    assert web.heard == []


def test_same_answer_twice_is_one(http):
    assert handles.leads_to("roads.test", http, says(f"did={DID}", f"did={DID}")) == DID


def test_two_answers_are_none_whatever_the_web_says(http, web):
    web.says(httpx.Response(200, text=DID))

    assert handles.leads_to("roads.test", http, says(f"did={DID}", f"did={STRANGER}")) is None
    assert web.heard == []


@pytest.mark.parametrize("dns", [says(), says("v=spf1 -all"), is_mute])
def test_where_the_dns_says_nothing_the_web_is_asked(http, web, dns):
    web.says(httpx.Response(200, text=f"{DID}\n"))

    assert handles.leads_to("roads.test", http, dns) == DID


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(403, text=DID),
        httpx.Response(302, headers={"Location": f"https://elsewhere.example{WELL_KNOWN}"}),
        httpx.Response(200, text="<!doctype html>"),
        httpx.Response(200, text=f"{DID} {STRANGER}"),
        httpx.Response(200, text="did:web:a.example/" + "x" * 3000),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, content=bytes(3_000_000)),
    ],
)
def test_web_that_says_nothing_leads_to_nobody(http, web, answer):
    web.says(answer)

    assert handles.leads_to("roads.test", http, says()) is None


@pytest.mark.parametrize("answer", [*Fault, *map(httpx.Response, (500, 503, 429, 408))])
def test_web_that_is_in_trouble_says_nothing_yet(http, web, answer):
    web.says(answer)

    with pytest.raises(TryLaterError, match=r"roads\.test"):
        handles.leads_to("roads.test", http, says())


def test_nobody_is_sure_while_the_dns_is_mute_and_the_web_has_nothing(http):
    with pytest.raises(TryLaterError, match="DNS cannot be asked"):
        handles.leads_to("roads.test", http, is_mute)


def test_private_web_server_is_not_asked():
    with open_http(allow_private=frozenset(), resolve=lambda *_: ["127.0.0.1"]) as http:
        assert handles.leads_to("roads.test", http, says()) is None

        with pytest.raises(RefusedAddressError):
            http.get("https://roads.test/")


def test_handle_has_to_lead_to_the_account_itself(http):
    handles.insist("roads.test", DID, http, says(f"did={DID}"))

    with pytest.raises(RejectedError, match=f"leads to another account, {STRANGER}"):
        handles.insist("roads.test", DID, http, says(f"did={STRANGER}"))
    with pytest.raises(RejectedError, match=r"neither its DNS \(_atproto\.roads\.test\) nor its"):
        handles.insist("roads.test", DID, http, says())


@pytest.mark.parametrize(
    ("address", "handle"),
    [
        ("https://Roads.Test", "roads.test"),
        ("http://roads.test", ""),
        ("https://roads.test/path", ""),
        ("https://roads.test:443", ""),
        ("https://localhost", ""),
        ("https://a@roads.test", ""),
    ],
)
def test_address_may_be_a_handle(address, handle):
    assert handle_in(address) == handle
