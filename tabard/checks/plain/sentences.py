"""How a text falls into sentences, and how many words and syllables they have."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tabard.checks.api import Text

# A sentence ends with a sign and a blank, or with the line; “e.g. this” and “3.5” go on.
END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n+|\s[•*-]\s")
SHORT_FOR = re.compile(r"(?:\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|st|no|tel|approx|cllr|rd|vs|[a-z])\.)$")
TOKEN = re.compile(r"[^\W_][\w'.@/:-]*")
LINK = re.compile(r"https?://|www\.|[#@]")
VOWELS = re.compile("[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouysxz]es)$")


@lru_cache(maxsize=8)
def read(text: Text) -> tuple[tuple[tuple[int, int], tuple[str, ...]], ...]:
    """Give the place of each sentence with its words; several checks ask for them."""
    return tuple((place, words_of(text, place)) for place in sentences(text))


def sentences(text: Text) -> Iterator[tuple[int, int]]:
    """Give the place of each sentence in the plain text, without what parts it from the next."""
    start, lower = 0, text.lower
    for found in END.finditer(lower):
        if found[0].startswith(".") and SHORT_FOR.search(
            lower, max(0, found.start() - 8), found.start() + 1
        ):
            continue
        yield from _trimmed(text, start, found.start())
        start = found.end()
    yield from _trimmed(text, start, len(lower))


def _trimmed(text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text.plain[start:end]
    left = len(part) - len(part.lstrip())
    if part.strip():
        yield start + left, start + len(part.rstrip())


def words_of(text: Text, place: tuple[int, int]) -> tuple[str, ...]:
    """Give the words that are read as words, without links, hashtags and mentions."""
    pieces = text.lower[slice(*place)].split()
    return tuple(piece for piece in pieces if TOKEN.search(piece) and not LINK.match(piece))


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """Count the syllables of an English word, roughly: most words come out right."""
    letters = re.sub("[^a-z]", "", word)
    groups = len(VOWELS.findall(letters))
    silent = len(letters) > 3 and SILENT.search(letters) is not None  # noqa: PLR2004 - “the”
    return max(1, groups - silent)
