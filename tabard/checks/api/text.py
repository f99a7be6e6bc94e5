"""A text prepared once for every check, with a way back to what was written."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

# A post on Facebook, the longest of all, has 63,206 characters; what is longer is not read on.
LONGEST = 65_536

# What nobody sees: soft hyphens, zero-width signs, and what turns the direction of writing.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
# Quotes, hyphens and spaces that look alike, each with the one that is on a keyboard.
PLAINER = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035`\u00b4\u02bc\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2028\u2029\x85\x0b\x0c", "\n"),
    **dict.fromkeys("\t\r", " "),
    "\u2044": "/",
    "\u2024": ".",
}
# Marks over and under a sign: at most 30, as in Unicode's stream-safe text, so that nothing
# grows without end.
MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
# What is not plain as it stands; all the rest is.
ODD = re.compile(rf"[\x00-\x7f]?{MARKS}{{1,30}}|[^\x00-\x7f]{MARKS}{{0,30}}|[`\t\r\x0b\x0c]")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# Whom a post is to is no word of it: @council is not a council that is spoken of.
HANDLE = re.compile(r"(?:\W|^)?@\w")
CAMEL = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|[0-9]+")


class Token(NamedTuple):
    """One word in small letters, and where it stands in the plain text."""

    word: str
    start: int
    end: int


class Text:
    """What was written, and the plain form in which checks look for things.

    `plain` is NFKC with straight quotes, plain hyphens, European digits, and nothing unseen;
    `lower` is as long. Places in them lead back by `span` to code points of what was written.
    """

    def __init__(self, written: str) -> None:
        self.written = written
        self.read = written[:LONGEST]
        self.plain, self._starts, self._ends = _plain(self.read)

    @property
    def cut(self) -> bool:
        """Whether it is longer than any check reads."""
        return len(self.written) > LONGEST

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in what was written of a place in the plain text."""
        if self._starts is None or self._ends is None:
            return start, end
        if start >= end:
            place = self._starts[start] if start < len(self._starts) else len(self.read)
            return place, place
        return self._starts[start], self._ends[end - 1]

    def plain_place(self, place: int) -> int:
        """Give the place in the plain text of a place in what was written."""
        return place if self._starts is None else bisect_left(self._starts, place)

    @cached_property
    def lower(self) -> str:
        """The plain text in small letters, as long as it."""
        lower = self.plain.lower()
        if len(lower) == len(self.plain):
            return lower
        return "".join(low if len(low := sign.lower()) == 1 else sign for sign in self.plain)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words in order; those of #VirginiaWater are parted, and @handles are none."""
        return tuple(self._tokens())

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in it, in small letters."""
        return frozenset(token.word for token in self.tokens)

    def near(
        self, place: tuple[int, int], words: frozenset[str], before: int = 60, after: int = 60
    ) -> bool:
        """Say whether one of some words stands near a place, as many signs away at most."""
        if self.vocabulary.isdisjoint(words):
            return False
        start, end = place
        first = bisect_left(self.tokens, start - before, key=lambda one: one.start)
        for token in islice(self.tokens, first, None):
            if token.start > end + after:
                break
            if token.word in words and (token.end <= start or token.start >= end):
                return True
        return False

    @cached_property
    def has_digits(self) -> bool:
        """Whether there is a digit anywhere."""
        return any(sign in self.plain for sign in "0123456789")

    def _tokens(self) -> Iterator[Token]:
        lower, plain = self.lower, self.plain
        for found in WORD.finditer(lower):
            start, end = found.span()
            if start and plain[start - 1] in "@_" and HANDLE.match(plain, max(0, start - 2), end):
                continue
            if start and plain[start - 1] == "#" and (parts := _parts(plain[start:end])):
                for first, last in parts:
                    yield Token(lower[start + first : start + last], start + first, start + last)
            else:
                yield Token(found[0], start, end)


def _parts(hashtag: str) -> list[tuple[int, int]]:
    return [found.span() for found in CAMEL.finditer(hashtag)]


def _plain(written: str) -> tuple[str, Sequence[int] | None, Sequence[int] | None]:
    """Make the plain text, with where each of its signs began and ended in what was written."""
    signs: list[str] = []
    starts, ends = array("I"), array("I")
    place = 0
    for odd in ODD.finditer(written):
        start, end = odd.span()
        plain = _plain_of(odd[0])
        if len(starts) + start - place + len(plain) > LONGEST:
            # What is odd can be many signs when it is plain.
            return "".join(signs), starts, ends
        signs += (written[place:start], plain)
        starts.extend(range(place, start))
        ends.extend(range(place + 1, start + 1))
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))
        place = end
    if not signs:
        return written, None, None
    last = min(len(written), place + LONGEST - len(starts))
    starts.extend(range(place, last))
    ends.extend(range(place + 1, last + 1))
    return "".join(signs) + written[place:last], starts, ends


@lru_cache(maxsize=8192)
def _plain_of(cluster: str) -> str:
    """Give the plain form of one sign and its marks."""
    seen = UNSEEN.sub("", cluster)
    told = "".join(PLAINER.get(sign, sign) for sign in seen)
    normal = unicodedata.normalize("NFKC", told)
    return "".join(_digit(PLAINER.get(sign, sign)) for sign in normal)


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    if value is not None:
        return str(value)
    # Half of a sign beyond the first 65,536, which cannot be written down.
    return "\ufffd" if "\ud800" <= sign <= "\udfff" else sign
