"""Redirects, proxies and cookies at the one door."""

from collections.abc import Iterator

import httpx
import pytest

from tabard.common.http import RefusedAddressError, open_http
from tabard.common.tests.broken import keeping
from tabard.common.tests.scripted import Script, scripted

OK = httpx.Response(200, json={"well": True})


@pytest.fixture
def server() -> Iterator[Script]:
    with scripted() as script:
        yield script


def to(target: str) -> httpx.Response:
    return httpx.Response(302, headers={"Location": target})


def test_redirect_is_shown_and_not_followed(server):
    server.says(to("https://example.com/"))

    with open_http(allow_private=frozenset([server.place])) as client:
        answer = client.get(server.url)

    assert answer.status_code == 302
    assert len(server.heard) == 1


def test_redirect_that_is_asked_for_stays_at_its_place(server):
    server.says(to(f"{server.url}/there"), OK)

    with open_http(allow_private=frozenset([server.place])) as client:
        answer = client.get(server.url, follow_redirects=True)

    assert answer.json() == {"well": True}
    assert [heard.path for heard in server.heard] == ["/", "/there"]


@pytest.mark.parametrize(
    "target", ["http://example.com/", "https://a:b@example.com/", "https://127.0.0.1/"]
)
def test_redirect_to_a_refused_address_is_refused(server, target):
    server.says(to(target))

    with (
        open_http(allow_private=frozenset([server.place])) as client,
        pytest.raises(RefusedAddressError),
    ):
        client.get(server.url, follow_redirects=True)


def test_redirect_from_elsewhere_to_a_listed_private_place_is_refused(server):
    with scripted() as inside:
        inside.says(OK)
        server.says(to(inside.url))
        with (
            open_http(allow_private=frozenset([server.place, inside.place])) as client,
            pytest.raises(RefusedAddressError, match="redirect to a private address"),
        ):
            client.get(server.url, follow_redirects=True)

    assert inside.heard == []


def test_proxy_and_passwords_of_the_machine_are_not_used(server, monkeypatch, tmp_path):
    secrets = tmp_path / "netrc"
    secrets.write_text("machine 127.0.0.1 login me password word", encoding="ascii")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NETRC", str(secrets))
    server.says(OK)

    with open_http(allow_private=frozenset([server.place])) as client:
        client.get(server.url)

    assert "authorization" not in server.heard[0].headers


def test_cookie_of_one_account_does_not_reach_the_next(server):
    server.says(httpx.Response(200, headers={"Set-Cookie": "who=one"}), OK)

    with open_http(allow_private=frozenset([server.place])) as client:
        client.get(server.url)
        client.get(server.url)

    assert "cookie" not in server.heard[1].headers


def test_connection_is_used_again():
    with keeping() as (place, connections), open_http(allow_private=frozenset([place])) as client:
        for _ in range(3):
            assert client.get(f"http://{place}/").text == "ok"

    assert len(connections) == 1
