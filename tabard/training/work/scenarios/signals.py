"""Signals: what an answer is read for, and the words in it that show each of them.

Nothing here guesses. A signal is a list of phrases, or something that can be counted. A phrase with
a “not” before it does not count, nor does one that overlaps with an exception of its signal.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabard.training.work.scenarios.phrases import Phrase, stands_at
from tabard.training.work.scenarios.spelling import Spelling
from tabard.training.work.scenarios.words import Word, parted, stem

NEGATORS = frozenset(
    map(stem, ["not", "no", "never", "nobody", "none", "neither", "nor", "hardly", "without"])
) | frozenset(map(stem, ["refuse", "stop", "unable"]))
# A “not” counts for this many words after it, in the same clause.
REACH = 4
# “Do not hesitate to ask”, “not only”, “do not worry”: the “not” is about this word alone.
SPARED = frozenset(map(stem, ["hesitate", "forget", "worry", "only", "just", "merely", "fail"]))
# “I cannot thank you enough.”
ENOUGH = frozenset(map(stem, ["enough", "more"]))
FEW_WORDS = 3
MANY_WORDS = 90
# Of the letters, in per cent, and how many letters there have to be.
LOUD, LETTERS = 70, 12
# Numbers that are for everybody to ring.
PUBLIC_NUMBERS = re.compile(r"(0300|0800|0808)[\d ]*|999|101|111|116 ?\d{3}|112")
PHONE = re.compile(r"(?<![\d+])(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)")
# Anchored in front, so that a long row of letters is gone through once.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
ROADS = "road|rd|street|st|lane|ln|close|cl|avenue|ave|drive|way|row|terrace|crescent|court|place"
ADDRESS = re.compile(rf"\b\d{{1,4}}[a-z]?,?\s+(?:[a-z']+\s+){{1,3}}(?:{ROADS})\b", re.IGNORECASE)
LINK = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:gov\.uk|example)(?:/\S*)?"
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where in a text something is shown."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signal:
    """What an answer is read for by its words."""

    name: str
    phrases: tuple[Phrase, ...]
    exceptions: tuple[Phrase, ...] = ()
    # Of some signals the “not” is no opposite: “not so stupid” is still rude.
    can_be_negated: bool = True


type Reading = Mapping[str, Sequence[Span]]
# A phrase of a signal, and whether it is an exception.
type Sought = tuple[Signal, Phrase, bool]


class Reader:
    """Reads answers for signals; the same answer gives the same reading, always."""

    def __init__(self, signals: Sequence[Signal]) -> None:
        # Phrases by the words with which they begin: few of them can begin at any one word.
        self._begin: dict[str, list[Sought]] = {}
        # The few that can begin at any.
        self._begin_anywhere: list[Sought] = []
        stems: set[str] = set(NEGATORS)
        for signal in signals:
            for phrase in (*signal.phrases, *signal.exceptions):
                stems |= phrase.stems
                found = (signal, phrase, phrase in signal.exceptions)
                if phrase.firsts is None:
                    self._begin_anywhere.append(found)
                    continue
                for first in phrase.firsts:
                    self._begin.setdefault(first, []).append(found)
        self._spelling = Spelling(stems)

    def read(self, text: str) -> dict[str, list[Span]]:
        """Give every signal that a text shows, and the words that show it."""
        words = self._spelling.mended(parted(text))
        shown = self._shown(words)
        shown |= {name: list(counted(text)) for name, counted in COUNTED.items()}
        return {name: sorted(set(spans)) for name, spans in shown.items() if spans}

    def _shown(self, words: Sequence[Word]) -> dict[str, list[Span]]:
        places: dict[str, list[list[range]]] = {}
        excepted: dict[str, set[int]] = {}
        for signal, parts, is_exception in self._places(words):
            if is_exception:
                excepted.setdefault(signal.name, set()).update(*parts)
            elif not (signal.can_be_negated and any(_is_negated(words, one) for one in parts)):
                places.setdefault(signal.name, []).append(parts)
        return {
            name: [
                _span(words, parts)
                for parts in found
                if all(excepted.get(name, set()).isdisjoint(one) for one in parts)
            ]
            for name, found in places.items()
        }

    def _places(self, words: Sequence[Word]) -> Iterator[tuple[Signal, list[range], bool]]:
        for start, word in enumerate(words):
            is_first = start == 0 or words[start - 1].clause != word.clause
            for signal, phrase, is_exception in (
                *self._begin.get(word.stem, ()),
                *self._begin_anywhere,
            ):
                if phrase.begins_a_clause and not is_first:
                    continue
                parts = stands_at(phrase, words, start)
                if parts is not None:
                    yield signal, parts, is_exception


def _span(words: Sequence[Word], parts: Sequence[range]) -> Span:
    """Give the piece of text from the first to the last word of all parts."""
    first, last = min(one.start for one in parts), max(one.stop for one in parts) - 1
    return Span(words[first].start, words[last].end)


def _is_negated(words: Sequence[Word], place: range) -> bool:
    """Say whether a “not” before it in the same clause turns it round."""
    clause = words[place.start].clause
    after = words[place.stop : place.stop + REACH]
    if any(word.stem in ENOUGH and word.clause == clause for word in after):
        return False
    for at in range(max(0, place.start - REACH), place.start):
        spared = words[at + 1].stem in SPARED
        if words[at].clause == clause and words[at].stem in NEGATORS and not spared:
            return True
    return False


def _matches(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    def counted(text: str) -> Iterator[Span]:
        for found in pattern.finditer(text):
            yield Span(*found.span())

    return counted


def _private_numbers(text: str) -> Iterator[Span]:
    for found in PHONE.finditer(text):
        if not PUBLIC_NUMBERS.match(found.group()):
            yield Span(*found.span())


def _whole(is_so: Callable[[str], bool]) -> Callable[[str], Iterator[Span]]:
    def counted(text: str) -> Iterator[Span]:
        if is_so(text):
            yield Span(0, len(text))

    return counted


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    loud = sum(letter.isupper() for letter in letters)
    return len(letters) >= LETTERS and loud * 100 > LOUD * len(letters)


# Words that by themselves say nothing, not even whether somebody has read what they answer.
EMPTY = frozenset(
    [
        "ok",
        "okay",
        "k",
        "hi",
        "hello",
        "hey",
        "hiya",
        "hm",
        "hmm",
        "mm",
        "er",
        "erm",
        "um",
        "what",
        "test",
        "testing",
        "yo",
        "huh",
        "eh",
        "oh",
        "ah",
        "so",
        "well",
        "and",
        "lorem",
        "ipsum",
    ]
)


def _says_nothing(text: str) -> bool:
    said = {word.says for word in parted(text)}
    return bool(text) and all(one in EMPTY or not one.isalnum() for one in said)


# What needs no phrases, by name.
COUNTED: Mapping[str, Callable[[str], Iterator[Span]]] = {
    "asks": _matches(re.compile(r"(?:^|(?<=[.!?\n]))[^.!?\n]*\?")),
    "phone-number": _private_numbers,
    "public-number": _matches(re.compile(rf"(?<!\d){PUBLIC_NUMBERS.pattern}(?!\d)")),
    "email-address": _matches(EMAIL),
    "postcode": _matches(POSTCODE),
    "home-address": _matches(ADDRESS),
    "link": _matches(LINK),
    "shouts": _whole(_shouts),
    "few-words": _whole(lambda text: 0 < len(parted(text)) <= FEW_WORDS),
    "says-nothing": _whole(_says_nothing),
    "many-words": _whole(lambda text: len(parted(text)) > MANY_WORDS),
}
