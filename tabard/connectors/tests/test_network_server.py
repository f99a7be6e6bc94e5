"""The base of the networks of our own: it keeps state, refuses what is wrong, and breaks."""

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault
from tabard.connectors.tests.network_server import Asked, NetworkServer, answers, running


class Wall(NetworkServer):
    """Whoever comes by can write on it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}

    @answers("PUT", "/wall/{name}")
    def write(self, asked: Asked, name: str) -> httpx.Response:
        self.said[name] = asked.json["words"]
        return httpx.Response(200, json={"name": name})


@pytest.fixture
def wall():
    with running(Wall()) as wall:
        yield wall


@pytest.fixture
def http(wall):
    with open_http(allow_private=frozenset([wall.place])) as http:
        yield http


def test_a_request_changes_what_the_network_keeps(wall, http):
    answer = http.put(f"{wall.url}/wall/a%20b", json={"words": "hello"})

    assert answer.json() == {"name": "a b"}
    assert wall.said == {"a b": "hello"}
    assert wall.asked() == ["PUT /wall/a%20b"]


def test_what_breaks_before_has_not_happened_and_what_breaks_after_has(wall, http):
    wall.breaks("PUT /wall/{name}", httpx.Response(503))
    wall.breaks("PUT /wall/{name}", Fault.CUT_AFTER, after=True)

    assert http.put(f"{wall.url}/wall/a", json={"words": "one"}).status_code == 503
    with pytest.raises(httpx.RemoteProtocolError):
        http.put(f"{wall.url}/wall/b", json={"words": "two"})
    http.put(f"{wall.url}/wall/c", json={"words": "three"})

    assert wall.said == {"b": "two", "c": "three"}


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/wall", {"json": {"words": "hello"}}),
        ("/wall/a", {"json": {"text": "hello"}}),
        ("/wall/a", {"data": {"words": "hello"}}),
    ],
    ids=["another address", "another field", "another form"],
)
def test_a_wrong_request_is_refused_and_fails_the_test(path, how):
    with pytest.raises(AssertionError), running(Wall()) as wall:  # noqa: PT012 - the end raises
        with open_http(allow_private=frozenset([wall.place])) as http:
            assert http.put(f"{wall.url}{path}", **how).status_code == 400
        assert len(wall.refused) == 1
        assert wall.said == {}
