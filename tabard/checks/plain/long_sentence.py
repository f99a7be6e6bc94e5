"""Sentences of more than 25 words."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.plain.sentences import read
from tabard.checks.saying import Says

LONG = Says(
    "long_sentence",
    "Many people lose the thread of a sentence of more than 25 words.",
    "Make two of it.",
    0.9,
)
MOST = 25


class LongSentence:
    """Counts the words of every sentence; links, hashtags and mentions are none."""

    name: ClassVar[str] = "Long sentences"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: 25 words are 25 words."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at each sentence."""
        text = written.words
        if text.plain.count(" ") < MOST:
            return
        for place, words in read(text):
            if len(words) > MOST:
                yield LONG.at(text, place)
