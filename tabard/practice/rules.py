"""What the practice network takes: handles, words, pictures."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from re import fullmatch

import regex
from PIL import Image

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.practice.models import (
    HANDLE,
    KEY,
    LONGEST_ALT,
    LONGEST_WORDS,
    MOST_BYTES_OF_WORDS,
    MOST_PICTURES,
    SHA256,
    MediaType,
    PracticeAccount,
    PracticeThread,
)

MOST_PIXELS = 16_000_000
# PostgreSQL cannot keep the first, UTF-8 cannot write the last, and no reader sees the others.
UNSPEAKABLE = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# A post may be imported with its own date, but not with one that no clock has shown.
FASTEST_CLOCK = timedelta(days=1)
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class DraftPicture:
    """A picture that a post is to show: one of those brought before, by its SHA-256."""

    sha256: str
    alt: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as its author sends it."""

    words: str
    created_at: datetime
    pictures: tuple[DraftPicture, ...] = ()
    # The key of the account's own post that this one goes on from.
    answers: str | None = None


def may_be_called(handle: str) -> Refused | None:
    """A handle is 3 to 30 small letters, digits and underscores."""
    if fullmatch(HANDLE, handle):
        return None
    return Refused("A handle has 3 to 30 letters, numbers or underscores.")


def may_renew_token(person: Person, account: PracticeAccount) -> Refused | None:
    """Only those who opened an account are given a new token for it."""
    if account.owner_id != person.pk:
        return Refused("Somebody else has opened this account.")
    return None


def may_read_thread(person: Person, thread: PracticeThread) -> Refused | None:
    """A conversation to learn in is its owner's alone."""
    if thread.owner_id != person.pk:
        return Refused("Only the person who practises sees this conversation.")
    return None


def may_be_key(key: str) -> Refused | None:
    """A key can stand in an address as it is."""
    if fullmatch(KEY, key):
        return None
    return Refused(
        "A key has up to 100 letters, digits or any of _ - . : ~ and starts with no dot."
    )


def may_publish(draft: Draft, *, now: datetime) -> Refused | None:
    """A post says or shows something, and keeps to every limit."""
    if not draft.words.strip() and not draft.pictures:
        return Refused("A post has words or pictures.")
    if not datetime(FIRST_YEAR, 1, 1, tzinfo=now.tzinfo) <= draft.created_at <= now + FASTEST_CLOCK:
        return Refused("A post was written after 1999 and not in the future.")
    return _may_say(draft.words) or _may_show(draft.pictures)


def _may_say(words: str) -> Refused | None:
    if UNSPEAKABLE.search(words):
        return Refused("The words hold a character that cannot be shown.")
    if len(words.encode()) > MOST_BYTES_OF_WORDS:
        return Refused(f"The words are at most {MOST_BYTES_OF_WORDS} bytes.")
    if len(regex.findall(r"\X", words)) > LONGEST_WORDS:
        return Refused(f"The words are at most {LONGEST_WORDS} characters.")
    return None


def _may_show(pictures: tuple[DraftPicture, ...]) -> Refused | None:
    if len(pictures) > MOST_PICTURES:
        return Refused(f"A post has at most {MOST_PICTURES} pictures.")
    return next(filter(None, map(_may_be_in_a_post, pictures)), None)


def _may_be_in_a_post(picture: DraftPicture) -> Refused | None:
    if not fullmatch(SHA256, picture.sha256):
        return Refused("A SHA-256 is 64 digits from 0 to f.")
    if len(picture.alt) > LONGEST_ALT:
        return Refused(f"Alt text is at most {LONGEST_ALT} characters.")
    if UNSPEAKABLE.search(picture.alt):
        return Refused("The alt text holds a character that cannot be shown.")
    return None


def may_be_kept(content: bytes, media_type: MediaType) -> Refused | None:
    """A picture is what it says it is, whole, and not too large to unpack."""
    try:
        with Image.open(io.BytesIO(content), formats=[media_type.label]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return Refused(f"A picture has at most {MOST_PIXELS} pixels.")
            picture.verify()
        # A check of a picture uses it up.
        with Image.open(io.BytesIO(content), formats=[media_type.label]) as picture:
            picture.load()
    # Pillow's readers raise many kinds of error at bytes that are not a picture.
    except Exception:  # noqa: BLE001 - whichever it is, the answer is the same
        return Refused(f"This is not a whole {media_type.label} picture.")
    return None
