"""The Bluesky connector against the real AT Protocol server, with a second client as witness."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from atproto import Client as Witness
from django.utils import timezone

from tabard.common.http import Client, open_http
from tabard.common.tests.broken import cutting
from tabard.config import atproto
from tabard.config.atproto import Pds, create_account
from tabard.connectors.api import (
    AccessLostError,
    Card,
    Picture,
    Post,
    RejectedError,
    SeenPicture,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.comparing import Difference, differences
from tests.at_their_server import leave_given

pytestmark = pytest.mark.atproto

HANDLE = "roads-team.test"
MAIN_PASSWORD = "correct horse battery"
FAMILY = "👩‍👩‍👧‍👦"


@pytest.fixture
def http(pds: Pds) -> Iterator[Client]:
    with open_http(allow_private=pds.places) as http:
        yield http


@pytest.fixture(scope="module")
def secrets(pds: Pds) -> dict[str, str]:
    _, password = create_account(pds, HANDLE, MAIN_PASSWORD)
    return {"identifier": HANDLE, "password": password}


@pytest.fixture(scope="module", params=["by password", "by leave"])
def connected(
    pds: Pds, secrets: dict[str, str], request: pytest.FixtureRequest
) -> Mapping[str, str]:
    """Connect the account in one way after the other, as everything has to work in both."""
    with open_http(allow_private=pds.places) as http:
        if request.param == "by leave":
            secrets = leave_given(http, pds, HANDLE, MAIN_PASSWORD)
        account = Bluesky(http, pds.url, secrets)
        account.identify()
        return account.secrets


@pytest.fixture
def account(http: Client, pds: Pds, connected: Mapping[str, str]) -> Bluesky:
    return Bluesky(http, pds.url, connected)


def post(words: str, *pictures: Picture) -> Post:
    return Post(words, pictures, Bluesky.new_key(), timezone.now())


def once(words: str) -> str:
    """Make words that no other test says, whichever way the account is connected."""
    return f"{words} {Bluesky.new_key()}"


def posts_saying(words: str, http: Client, pds: Pds, account: Bluesky) -> list[str]:
    place = {"repo": account.secrets["did"], "collection": "app.bsky.feed.post", "limit": "100"}
    answer = http.get(f"{pds.url}/xrpc/com.atproto.repo.listRecords", params=place)
    return [one["uri"] for one in answer.json()["records"] if one["value"]["text"] == words]


def picture(alt: str, *, size: int = 2, filling: int = 0) -> Picture:
    """Draw a black square, with bytes in it that no eye sees."""
    rows = (b"\0" + bytes(3 * size)) * size
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)),
        (b"tEXt", b"Comment\0" + b"x" * filling),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    ]
    return Picture(b"\x89PNG\r\n\x1a\n" + b"".join(chunks), "image/png", alt, size, size)


def test_connecting_proves_who_it_is_and_keeps_the_session(http, pds, secrets):
    account = Bluesky(http, pds.url, secrets)

    profile = account.identify()

    assert profile.handle == secrets["identifier"]
    assert profile.display_name == secrets["identifier"]
    assert profile.stable_id == account.secrets["did"]
    assert profile.stable_id.startswith("did:plc:")
    assert account.secrets.keys() == {*secrets, "did", "access", "refresh", "home"}
    assert account.secrets["home"] == pds.url


def test_words_links_and_emoji_arrive_as_they_were_sent(account):
    sent = post(f"{FAMILY} Gritting: https://roads.example/ü?q=1. #Roads é\u0301")

    delivered = account.deliver(sent)
    seen = account.read_back(delivered.network_id)

    assert seen is not None
    assert differences(sent, seen) == ()
    assert seen.links == ("https://roads.example/ü?q=1",)


def test_picture_arrives_byte_for_byte_with_its_alt_text(account):
    sent = post("Look", picture("A gritter at night ❄"), picture("And by day", size=3))

    delivered = account.deliver(sent)
    seen = account.read_back(delivered.network_id)

    assert seen is not None
    assert differences(sent, seen) == ()
    assert seen.pictures == tuple(SeenPicture(one.alt, one.sha256) for one in sent.pictures)


def test_witness_sees_the_page_that_is_linked_to(account, pds):
    card = Card("https://roads.example/ü", "Gritting", "Where and when", picture("", size=3))
    sent = replace(post("Gritting: https://roads.example/ü"), card=card)

    delivered = account.deliver(sent)

    did, _, key = delivered.network_id.removeprefix("at://").split("/")
    witness = Witness(base_url=f"{pds.url}/xrpc")
    shown = witness.app.bsky.feed.post.get(did, key).value.embed.external
    thumb = witness.com.atproto.sync.get_blob({"did": did, "cid": shown.thumb.cid.encode()})
    witness.request.close()
    assert (shown.uri, shown.title, shown.description) == (
        "https://roads.example/ü",
        "Gritting",
        "Where and when",
    )
    assert thumb == card.picture.content
    seen = account.read_back(delivered.network_id)
    assert seen is not None
    assert differences(sent, seen) == ()


def test_witness_reads_the_post_with_its_own_client(account, pds):
    sent = post("Gritting: https://roads.example #Roads", picture("A gritter"))
    delivered = account.deliver(sent)
    did, _, key = delivered.network_id.removeprefix("at://").split("/")

    witness = Witness(base_url=f"{pds.url}/xrpc")
    with_it = witness.app.bsky.feed.post.get(did, key).value
    witness.request.close()

    facets = [feature for facet in with_it.facets for feature in facet.features]
    assert with_it.text == sent.words
    assert [getattr(one, "uri", None) or one.tag for one in facets] == [
        "https://roads.example",
        "Roads",
    ]
    assert [(one.alt, one.aspect_ratio.width) for one in with_it.embed.images] == [("A gritter", 2)]


def test_post_that_is_delivered_twice_is_there_once(account, http, pds):
    sent = post(once("Sent twice"), picture("A gritter"))

    first = account.deliver(sent)
    second = account.deliver(sent)

    assert first == second
    assert posts_saying(sent.words, http, pds, account) == [first.network_id]


def test_answer_that_is_lost_after_the_server_wrote_leaves_one_post(http, pds, secrets):
    # By password: a proof of leave names the server's own address, which nobody can stand before.
    account = Bluesky(http, pds.url, secrets)
    account.identify()
    sent = post(once("Cut off"))

    with cutting(pds.place) as (place, armed), open_http(allow_private=frozenset([place])) as cut:
        through = Bluesky(cut, f"http://{place}", {**account.secrets, "home": f"http://{place}"})
        armed.set()
        with pytest.raises(UnsureError):
            through.deliver(sent)
        there = through.look_for(sent)
        again = through.deliver(sent)

    assert there is not None
    assert there.network_id == again.network_id
    assert posts_saying(sent.words, http, pds, account) == [again.network_id]


def test_deleted_post_is_gone_and_may_be_deleted_again(account, http, pds):
    sent = post(once("Wrong"))
    delivered = account.deliver(sent)

    account.remove(delivered.network_id)
    account.remove(delivered.network_id)

    assert account.read_back(delivered.network_id) is None
    assert posts_saying(sent.words, http, pds, account) == []


@pytest.mark.parametrize(
    "words",
    ["a" * 300, "é" * 300, "e\u0301" * 300, FAMILY * 120, "\r\n" * 300, "🇬🇧" * 300, "नि" * 300],
    ids=["letters", "accents", "marks", "families", "lines", "flags", "vowels"],
)
def test_words_that_count_as_fitting_are_taken(account, words):
    sent = post(words)

    seen = account.read_back(account.deliver(sent).network_id)

    assert Bluesky.count(words) <= 300
    assert seen is not None
    assert differences(sent, seen) == ()


@pytest.mark.parametrize(
    "words",
    ["a" * 301, "e\u0301" * 301, FAMILY * 121, "e" + "\u0301" * 1500, "🇬🇧" * 301],
    ids=["letters", "marks", "bytes of families", "bytes of marks", "flags"],
)
def test_words_that_count_as_too_long_are_refused(account, words):
    with pytest.raises(RejectedError, match=r"(?i)grapheme|bytes|longer|big|maxLength"):
        account.deliver(post(words))

    assert Bluesky.count(words) > 300


def test_picture_that_is_too_large_is_refused(account):
    most = Bluesky.limits.picture_bytes
    fitting, large = picture("", filling=most - 200), picture("", filling=most)

    account.deliver(post("Large", fitting))
    with pytest.raises(RejectedError):
        account.deliver(post("Too large", large))


@pytest.mark.parametrize(
    "spoilt", [{"access": "x"}, {"access": "x", "refresh": "x"}], ids=["token", "session"]
)
def test_session_that_is_no_longer_known_is_renewed(http, pds, secrets, spoilt):
    account = Bluesky(http, pds.url, secrets)
    account.identify()
    stale = Bluesky(http, pds.url, {**account.secrets, **spoilt})

    stale.deliver(post("Still here"))

    assert stale.secrets["access"] != "x"
    assert stale.secrets["refresh"] != "x"
    assert Bluesky(http, pds.url, stale.secrets).identify().stable_id == stale.secrets["did"]


def test_app_password_that_is_revoked_means_that_access_is_lost(http, pds):
    main = {"identifier": "leaver.test", "password": "correct horse battery"}
    _, password = create_account(pds, main["identifier"], main["password"])
    account = Bluesky(http, pds.url, {**main, "password": password})
    account.identify()
    _revoke(http, pds, main)
    later = Bluesky(http, pds.url, {**account.secrets, "access": "run out"})

    with pytest.raises(AccessLostError, match="Invalid identifier or password"):
        later.deliver(post("I have left"))


def test_post_that_was_changed_on_the_network_shows_the_difference(account, http, pds):
    sent = post("As approved")
    delivered = account.deliver(sent)
    _overwrite(http, pds, sent.once_only_key, "As changed")

    seen = account.read_back(delivered.network_id)

    assert seen is not None
    assert differences(sent, seen) == (Difference("words", "As approved", "As changed"),)


def test_server_that_limits_sign_ins_says_until_when():
    with (
        atproto.running(rate_limits=True) as pds,
        open_http(allow_private=pds.places) as http,
    ):
        with ThreadPoolExecutor(10) as many:
            list(many.map(lambda _: _sign_in_as_nobody(http, pds), range(30)))
        with pytest.raises(TryLaterError) as waiting:
            _sign_in_as_nobody(http, pds)

    until = waiting.value.until
    assert until is not None
    assert timedelta(minutes=3) < until - timezone.now() <= timedelta(minutes=5)


def _sign_in_as_nobody(http: Client, pds: Pds) -> None:
    try:
        Bluesky(http, pds.url, {"identifier": "nobody.test", "password": "x"}).identify()
    except AccessLostError:
        return


def _overwrite(http: Client, pds: Pds, key: str, words: str) -> None:
    typed = {"identifier": HANDLE, "password": MAIN_PASSWORD}
    who = http.post(f"{pds.url}/xrpc/com.atproto.server.createSession", json=typed).json()
    record = {
        "$type": "app.bsky.feed.post",
        "text": words,
        "createdAt": timezone.now().isoformat(),
    }
    answer = http.post(
        f"{pds.url}/xrpc/com.atproto.repo.putRecord",
        json={"repo": who["did"], "collection": record["$type"], "rkey": key, "record": record},
        headers={"Authorization": f"Bearer {who['accessJwt']}"},
    )
    assert answer.status_code == httpx.codes.OK


def _revoke(http: Client, pds: Pds, main: Mapping[str, str]) -> None:
    ask = f"{pds.url}/xrpc/com.atproto.server"
    session = http.post(f"{ask}.createSession", json=main).json()
    bearer = {"Authorization": f"Bearer {session['accessJwt']}"}
    answer = http.post(f"{ask}.revokeAppPassword", json={"name": "Tabard"}, headers=bearer)
    assert answer.status_code == httpx.codes.OK


def test_access_is_given_back_and_opens_nothing_any_more(pds: Pds, http: Client):
    _, password = create_account(pds, "mover.test", "correct horse battery")
    typed = {"identifier": "mover.test", "password": password}
    account = Bluesky(http, pds.url, typed)
    account.identify()

    left_to_do = account.revoke()

    assert left_to_do == ""
    with pytest.raises(AccessLostError):
        Bluesky(http, pds.url, typed).identify()
    again = Bluesky(http, pds.url, account.secrets)
    assert again.revoke() == ""


def test_what_the_account_said_is_listed_page_by_page_and_by_nobody_else(pds: Pds, http: Client):
    _, password = create_account(pds, "talker.test", "correct horse battery")
    account = Bluesky(http, pds.url, {"identifier": "talker.test", "password": password})
    account.identify()
    sent = [account.deliver(post(f"Number {number}")).url for number in range(3)]
    other = post("With a picture", picture("A black square"))
    sent.append(account.deliver(other).url)

    said = account.said()

    assert [seen.url for seen, _ in said.posts] == sent[::-1]
    assert said.posts[0][0].pictures[0].alt == "A black square"
    assert said.unreadable == 0
    assert account.said(said.before).posts == ()


def test_parts_of_a_thread_hang_together_on_the_server(account, http, pds):
    first = account.deliver(post("First part")).network_id
    second = account.deliver(replace(post("Second part"), answers=first)).network_id
    third = account.deliver(replace(post("Third part"), answers=second)).network_id

    did, key = third.removeprefix("at://").split("/app.bsky.feed.post/")
    place = {"repo": did, "collection": "app.bsky.feed.post", "rkey": key}
    reply = http.get(f"{pds.url}/xrpc/com.atproto.repo.getRecord", params=place).json()["value"][
        "reply"
    ]

    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (first, second)
