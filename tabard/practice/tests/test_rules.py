"""What the practice network takes and what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.common.rules import Refused
from tabard.practice import rules
from tabard.practice.models import MediaType
from tabard.practice.rules import Draft, DraftPicture
from tabard.practice.tests import make

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHA256 = "a" * 64
FAMILY = "👨‍👩‍👧‍👦"


def draft(
    words: str = "Hello", *, created_at: datetime = NOW, pictures: tuple[DraftPicture, ...] = ()
) -> Draft:
    return Draft(words=words, created_at=created_at, pictures=pictures)


@pytest.mark.parametrize("handle", ["abc", "a_1", "_" * 30])
def test_handle_of_small_letters_is_taken(handle: str):
    assert rules.may_be_called(handle) is None


@pytest.mark.parametrize(
    "handle", ["ab", "a" * 31, "Abc", "a.b", "a b", "abc\n", "", "ab\N{DIGIT ONE}c٣"]
)
def test_handle_of_another_form_is_refused(handle: str):
    assert rules.may_be_called(handle) == Refused(
        "A handle has 3 to 30 letters, numbers or underscores."
    )


@pytest.mark.parametrize("key", ["a", "3kabc", "a.b~c:d_e-f", "x" * 100])
def test_key_that_stands_in_an_address_is_taken(key: str):
    assert rules.may_be_key(key) is None


@pytest.mark.parametrize("key", ["", ".", "..", ".a", "a/b", "a b", "a\x00", "x" * 101, "é", "a\n"])
def test_key_that_does_not_is_refused(key: str):
    assert rules.may_be_key(key) == Refused(
        "A key has up to 100 letters, digits or any of _ - . : ~ and starts with no dot."
    )


@pytest.mark.parametrize(
    "taken",
    [
        draft(),
        draft(FAMILY * 400),
        draft("x" * 500),
        draft("First line\r\nSecond\tline"),
        draft("", pictures=(DraftPicture(SHA256, ""),)),
        draft(pictures=(DraftPicture(SHA256, "x" * 1_000),) * 4),
        draft(created_at=datetime(2000, 1, 1, tzinfo=UTC)),
        draft(created_at=NOW + timedelta(days=1)),
    ],
)
def test_post_within_all_limits_is_taken(taken: Draft):
    assert rules.may_publish(taken, now=NOW) is None


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (draft(" \n"), "A post has words or pictures."),
        (draft("x" * 501), "The words are at most 500 characters."),
        (draft("e" + "\N{COMBINING ACUTE ACCENT}" * 5_000), "The words are at most 10000 bytes."),
        (draft("a\x00b"), "The words hold a character that cannot be shown."),
        (draft("a\ud800b"), "The words hold a character that cannot be shown."),
        (draft("a\x1bb"), "The words hold a character that cannot be shown."),
        (
            draft(pictures=(DraftPicture(SHA256, ""),) * 5),
            "A post has at most 4 pictures.",
        ),
        (
            draft(pictures=(DraftPicture(SHA256, ""), DraftPicture("A" * 64, ""))),
            "A SHA-256 is 64 digits from 0 to f.",
        ),
        (
            draft(pictures=(DraftPicture(SHA256, "x" * 1_001),)),
            "Alt text is at most 1000 characters.",
        ),
        (
            draft(pictures=(DraftPicture(SHA256, "\ud800"),)),
            "The alt text holds a character that cannot be shown.",
        ),
        (
            draft(created_at=NOW + timedelta(days=1, seconds=1)),
            "A post was written after 1999 and not in the future.",
        ),
        (
            draft(created_at=datetime(1999, 12, 31, tzinfo=UTC)),
            "A post was written after 1999 and not in the future.",
        ),
    ],
)
def test_post_beyond_a_limit_is_refused_with_the_reason(refused: Draft, why: str):
    assert rules.may_publish(refused, now=NOW) == Refused(why)


@settings(deadline=None)
@given(st.text(), st.datetimes(timezones=st.timezones()))
def test_whatever_is_taken_can_be_kept_by_the_database(words: str, created_at: datetime):
    refusal = rules.may_publish(draft(words, created_at=created_at), now=NOW)

    assert refusal is not None or ("\x00" not in words and len(words.encode()) <= 10_000)


@pytest.mark.parametrize("media_type", list(MediaType))
def test_picture_that_is_what_it_says_is_taken(media_type: MediaType):
    content = make.picture_bytes(media_type)

    assert rules.may_be_kept(content, media_type) is None


@pytest.mark.parametrize("media_type", list(MediaType))
def test_picture_that_was_cut_short_is_refused(media_type: MediaType):
    content = make.picture_bytes(media_type, size=(80, 60))

    assert rules.may_be_kept(content[: len(content) // 2], media_type) == Refused(
        f"This is not a whole {media_type.label} picture."
    )


def test_picture_of_another_kind_than_it_says_is_refused():
    content = make.picture_bytes(MediaType.PNG)

    assert rules.may_be_kept(content, MediaType.JPEG) == Refused(
        "This is not a whole JPEG picture."
    )


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_refused(content: bytes):
    assert rules.may_be_kept(content, MediaType.PNG) == Refused("This is not a whole PNG picture.")


def test_picture_that_would_unpack_too_large_is_refused():
    content = make.picture_bytes(size=(4_001, 4_000))

    assert rules.may_be_kept(content, MediaType.PNG) == Refused(
        "A picture has at most 16000000 pixels."
    )


def test_picture_that_is_a_decompression_bomb_is_refused():
    # Only the header says so: 60,000 by 60,000 pixels.
    content = bytearray(make.picture_bytes(MediaType.GIF))
    content[6:10] = (60_000).to_bytes(2, "little") * 2

    assert rules.may_be_kept(bytes(content), MediaType.GIF) == Refused(
        "This is not a whole GIF picture."
    )


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(MediaType))
def test_random_bytes_are_never_a_picture_and_never_an_error(content: bytes, media_type: MediaType):
    assert rules.may_be_kept(content, media_type) == Refused(
        f"This is not a whole {media_type.label} picture."
    )
