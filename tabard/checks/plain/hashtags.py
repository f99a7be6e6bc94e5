"""Hashtags: at most two, at the end, and each word of them with a capital letter."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.lists import words
from tabard.checks.saying import Says

MANY = Says(
    "hashtags_many",
    "A screen reader reads every one of them out, and people lose the thread.",
    "Keep the two that people look for.",
    0.9,
)
MIDDLE = Says(
    "hashtag_in_sentence",
    "A sentence with signs in it is hard to read and to hear.",
    "Put it at the end, or write it as ordinary words.",
    0.7,
)
CAMEL = Says(
    "hashtag_capitals",
    "Without capitals a screen reader cannot tell its words apart.",
    "",
    0.85,
)
HASHTAG = re.compile(r"(?<![\w&/#])#(?P<tag>[^\W_]\w{1,80})")
# After the last word may stand hashtags, mentions, links, signs and blanks.
PIECE = re.compile(r"[#@][\w.@-]+|https?://\S+|(?P<word>\w+)")
MOST = 2
SHORTEST_WORD, SHORTEST_TAG = 2, 7


class Hashtags:
    """Counts hashtags, looks where they stand, and parts them into words that it knows."""

    name: ClassVar[str] = "Hashtags"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        places = (
            part.lower() for name in (*facts.places, *facts.own_names) for part in name.split()
        )
        self._words = words("common_words") | frozenset(places)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at every hashtag."""
        text = written.words
        if "#" not in text.plain:
            return
        found = [one for one in HASHTAG.finditer(text.plain) if not one["tag"].isdigit()]
        for one in found[MOST:]:
            yield MANY.at(text, one.span())
        sentences_end = max((one.end("word") for one in PIECE.finditer(text.plain)), default=0)
        for one in found:
            if one.end() < sentences_end:
                yield MIDDLE.at(text, one.span())
            parts = self._parts(one["tag"]) if one["tag"].islower() else []
            if len(parts) > 1:
                better = "".join(part.capitalize() for part in parts)
                yield CAMEL.but(f"Write #{better}.").at(text, one.span())

    def _parts(self, tag: str) -> list[str]:
        """Part a hashtag into words that are known, as few as can be; one if it is a word."""
        if tag in self._words or len(tag) < SHORTEST_TAG:
            return [tag]
        return self._fewest(tag) or [tag]

    def _fewest(self, tag: str) -> list[str]:
        """Give the fewest known words that make it up; none if there are none."""
        best: dict[int, list[str]] = {0: []}
        for end in range(SHORTEST_WORD, len(tag) + 1):
            ways = [
                [*best[start], tag[start:end]]
                for start in range(end - SHORTEST_WORD + 1)
                if start in best and tag[start:end] in self._words
            ]
            if ways:
                best[end] = min(ways, key=len)
        return best.get(len(tag), [])
