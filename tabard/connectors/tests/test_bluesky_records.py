"""Records, names and counts of the AT Protocol."""

from base64 import b32encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.connectors.api import Named, SeenPicture
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.bluesky.names import new_tid, recognise, sha256_in
from tabard.connectors.bluesky.records import facets_of, seen

DID = "did:plc:exampletonroads222222222"
URI = f"at://{DID}/app.bsky.feed.post/3m6abcdefgh22"
PIECES = st.sampled_from(
    [
        "https://a.example/x",
        "http://b.example",
        "#roads",
        "#Straße!",
        "👩‍👩‍👧",
        "é",
        " ",
        "\n",
        "(",
        ").",
        "x",
    ]
)


def cid(content: bytes) -> str:
    name = bytes.fromhex("01551220") + sha256(content).digest()
    return "b" + b32encode(name).decode().rstrip("=").lower()


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_facets_cut_out_of_the_bytes_exactly_what_they_name(words):
    content = words.encode()

    for facet in facets_of(words):
        place, [feature] = facet["index"], facet["features"]
        cut = content[place["byteStart"] : place["byteEnd"]].decode()
        assert cut in {feature.get("uri"), f"#{feature.get('tag')}"}


@given(st.lists(PIECES).map("".join))
def test_facets_stand_in_order_and_never_overlap(words):
    ends = 0

    for facet in facets_of(words):
        assert ends <= facet["index"]["byteStart"] < facet["index"]["byteEnd"]
        ends = facet["index"]["byteEnd"]


def test_facet_is_counted_in_bytes_and_a_long_hashtag_is_left_as_words():
    words = f"👩‍👩‍👧 #roads https://a.example/ü. #{'x' * 65}"

    assert facets_of(words) == [
        {
            "index": {"byteStart": 19, "byteEnd": 25},
            "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "roads"}],
        },
        {
            "index": {"byteStart": 26, "byteEnd": 46},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example/ü"}],
        },
    ]


def test_record_is_read_as_readers_see_it():
    picture = {"alt": "A gritter", "image": {"ref": {"$link": cid(b"a picture")}}}
    facets = [
        {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": DID}, 7]},
        {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example"}]},
        7,
    ]

    found = seen(URI, {"text": "Look", "facets": facets, "embed": {"images": [picture]}})

    assert found.links == ("https://a.example",)
    assert found.pictures == (SeenPicture("A gritter", sha256(b"a picture").hexdigest()),)


@given(st.binary())
def test_content_identifier_gives_back_the_digest(content):
    assert sha256_in(cid(content)) == sha256(content).hexdigest()


@pytest.mark.parametrize(
    "other", ["", "b", "bafyreia", "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG", "b" + "a" * 58]
)
def test_content_identifier_of_another_kind_gives_no_digest(other):
    assert sha256_in(other) is None


def test_keys_are_timestamps_that_sort():
    keys = [new_tid() for _ in range(100)]

    assert {len(key) for key in keys} == {13}
    assert [key[:11] for key in keys] == sorted(key[:11] for key in keys)
    assert set("".join(keys)) <= set("234567abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Roads.Exampleton.gov.uk", Named("bluesky", handle="roads.exampleton.gov.uk")),
        ("\u202aroads.bsky.social\u202c", Named("bluesky", handle="roads.bsky.social")),
        (DID, Named("bluesky", stable_id=DID)),
        ("did:web:council.example", Named("bluesky", stable_id="did:web:council.example")),
        ("bsky.app/profile/roads.test", Named("bluesky", handle="roads.test")),
        (
            f"https://bsky.app/profile/{DID}/post/3m6abcdefgh22?ref=x",
            Named("bluesky", stable_id=DID, post_id="3m6abcdefgh22"),
        ),
        (URI, Named("bluesky", stable_id=DID, post_id="3m6abcdefgh22")),
        ("at://roads.test", Named("bluesky", handle="roads.test")),
    ],
)
def test_names_are_recognised(text, named):
    assert recognise(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "roads",
        "someone@roads.test",
        "roads.test/extra",
        "r\u043eads.bsky.social",  # the second letter is Cyrillic
        "-roads.test",
        "https://bsky.app.example/profile/roads.test",
        "https://bsky.app@example.com/profile/roads.test",
        "did:plc:short",
    ],
)
def test_what_looks_like_a_name_and_is_none_is_not_recognised(text):
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("👩‍👩‍👧‍👦" * 120, 120),
        ("👩‍👩‍👧‍👦" * 121, 303),
        ("e\u0301" * 300, 300),
        ("e" + "\u0301" * 1500, 301),
        ("a\r\nb", 3),
        ("\ud800", 1),
    ],
)
def test_characters_are_counted_as_readers_see_them_and_bytes_limit_them(words, count):
    assert Bluesky.count(words) == count


@given(st.text(), st.text())
def test_count_never_shrinks_and_never_passes_the_number_of_bytes(first, second):
    together = Bluesky.count(f"{first}\n{second}")

    assert max(Bluesky.count(first), Bluesky.count(second)) <= together
    assert together <= len(f"{first}\n{second}".encode())
