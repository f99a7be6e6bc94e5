"""Addresses that the one door calls, and those that it refuses."""

from collections.abc import Iterator

import httpx
import pytest
from AntiSSRF import AntiSSRFPolicy, PolicyConfigOptions  # type: ignore[import-untyped] # it has no types
from AntiSSRF.antissrf_error import AntiSSRFError  # type: ignore[import-untyped] # as above
from hypothesis import given
from hypothesis import strategies as st
from pytest_socket import SocketConnectBlockedError

from tabard.common import http
from tabard.common.http import RefusedAddressError, is_public, open_http
from tabard.common.tests.broken import encrypted
from tabard.common.tests.scripted import Script, scripted

OK = httpx.Response(200, json={"well": True})

HOSTILE = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f.0.0.1/",
    "https://0x7f000001/",
    "https://localhost/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://192.0.0.8/",
    "https://192.88.99.1/",
    "https://198.18.0.1/",
    "https://203.0.113.5/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[100::1]/",
    "https://[2001::1]/",
    "https://[2001:db8::1]/",
    "https://[2002:7f00:1::]/",
    "https://[3fff::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    # Written so that some parsers see another host.
    "https://127。0。0。1/",
    "https://①②⑦.0.0.1/",
    # Without encryption nothing is called but what the operator lists.
    "http://127.0.0.1/",
]

# An IPv4 address written as IPv6 in a way that is out of use, which the judge would call.
JUDGE_MISSES = {"https://[::127.0.0.1]/"}


@pytest.fixture
def server() -> Iterator[Script]:
    with scripted() as script:
        yield script


@pytest.fixture
def judge() -> AntiSSRFPolicy:
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    policy.allow_plain_text_http = True
    return policy


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_address_is_refused_before_anything_is_sent(url):
    refused = (RefusedAddressError, httpx.InvalidURL)

    with open_http(allow_private=frozenset()) as client, pytest.raises(refused):
        client.get(url)


@pytest.mark.parametrize("url", [url for url in HOSTILE if url not in JUDGE_MISSES])
def test_judge_refuses_the_same_addresses(url, judge):
    with judge.get_antissrf_session() as session, pytest.raises((AntiSSRFError, OSError)):
        session.get(url, timeout=2)


@given(st.ip_addresses())
def test_door_is_never_wider_than_the_judge(address):
    judge = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)

    assert not is_public(str(address)) or judge._is_str_ip_address_connection_allowed(str(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "192.0.66.2", "2606:4700:4700::1111", "2a00:1450::1"]
)
def test_plain_public_machine_may_be_called(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://name:word@example.com/", "name or password"),
        ("https://name@example.com/", "name or password"),
        ("http://example.com/", "Only https"),
        ("ftp://example.com/", "Only https"),
        ("file:///etc/passwd", "Only https"),
        ("gopher://example.com:70/", "Only https"),
        ("/nowhere", "Only https"),
    ],
)
def test_address_of_another_kind_is_refused_with_the_reason_and_without_its_password(url, why):
    with (
        open_http(allow_private=frozenset()) as client,
        pytest.raises(RefusedAddressError, match=why) as refused,
    ):
        client.get(url)

    assert "word@" not in str(refused.value)


def test_listed_private_place_is_called_and_no_other_port_of_it(server):
    server.says(OK)

    with open_http(allow_private=frozenset([server.place])) as client:
        answer = client.get(f"{server.url}/here")
        with pytest.raises(RefusedAddressError):
            client.get("http://127.0.0.1:1/")

    assert answer.json() == {"well": True}
    assert [heard.path for heard in server.heard] == ["/here"]


def test_allowed_places_come_from_the_environment(server, monkeypatch):
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", f" [::1]:7, {server.place} ,")
    server.says(OK)

    with open_http() as client:
        answer = client.get(server.url)

    assert answer.status_code == 200
    assert http.allowed_private() == {"[::1]:7", server.place}


def test_one_bad_address_among_good_ones_refuses_the_host():
    def mixed(_host, _port):
        return ["93.184.216.34", "10.0.0.1"]

    with (
        open_http(allow_private=frozenset(), resolve=mixed) as client,
        pytest.raises(RefusedAddressError, match="not on the public internet"),
    ):
        client.get("https://news.example/")


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_rebinding_host_is_called_at_the_address_checked_and_refused_when_it_moves():
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asked = []

    def rebinding(host, port):
        asked.append((host, port))
        return next(answers)

    with open_http(allow_private=frozenset(), resolve=rebinding) as client:
        with pytest.raises(SocketConnectBlockedError, match=r"93\.184\.216\.34"):
            client.get("https://rebind.example/")
        with pytest.raises(RefusedAddressError):
            client.get("https://rebind.example/")

    assert asked == [("rebind.example", 443)] * 2


def test_connection_goes_to_the_checked_address_and_keeps_the_name(server):
    port = int(server.place.split(":")[1])
    asked = []

    def resolve(host, port):
        asked.append((host, port))
        return ["127.0.0.1"]

    server.says(OK)
    place = f"council.example:{port}"

    with open_http(allow_private=frozenset([place]), resolve=resolve) as client:
        client.get(f"http://{place}/")

    assert asked == [("council.example", port)]
    assert [heard.headers["host"] for heard in server.heard] == [place]


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_next_address_is_tried_when_one_does_not_answer(server):
    server.says(OK)
    port = int(server.place.split(":")[1])
    place = f"two.example:{port}"

    def two(_host, _port):
        return ["127.0.0.2", "127.0.0.1"]

    with open_http(allow_private=frozenset([place]), resolve=two) as client:
        answer = client.get(f"http://{place}/")

    assert answer.status_code == 200


def test_name_stays_in_the_encrypted_greeting():
    greeted: list[str | None] = []

    with encrypted(greeted) as port:
        place = f"council.example:{port}"
        with (
            open_http(allow_private=frozenset([place]), resolve=lambda *_: ["127.0.0.1"]) as client,
            pytest.raises(httpx.ConnectError, match="certificate"),
        ):
            client.get(f"https://{place}/")

    assert greeted == ["council.example"]
