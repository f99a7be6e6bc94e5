"""Splits words that are too long for one post into the parts of a thread."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import regex

from tabard.connectors.links import find_links

type Fits = Callable[[str], bool]

# Where a sentence can end: its sign with what closes after it, and then a space or a new line; or
# a sign after which Chinese and Japanese write on without a space. A new line ends one by itself.
CLOSING = r"""\p{Pe}\p{Pf}"'"""
WIDE = r"\u3002\uFF01\uFF1F\uFF61"
SPACES = regex.compile(
    rf"(?<!\s)\s+ | (?<=[{WIDE}][{CLOSING}]{{0,9}})(?![{CLOSING}\s])", regex.VERBOSE
)
ENDED = regex.compile(rf"[.!?…][{CLOSING}]*\Z")
# In characters: so far before a space its sentence has to end, with all that closes after it.
LOOK_BACK = 40
# A full stop after one of these, or after a single letter, ends no sentence.
SHORTENED = regex.compile(
    r"""(?:^|[\s\p{Ps}\p{Pi}"'])(?:\p{L}|e\.g|i\.e|etc|approx|cf|cllr|dr|jr|sr|mr|mrs|ms|mx|no|nos|
        prof|rev|hon|rd|st|ave|vs|dept|tel|fig|govt|inc|ltd|jan|feb|mar|apr|aug|sept?|oct|nov|dec|
        mon|tues?|wed|thurs?|fri|sat|sun|a\.m|p\.m)\.$""",
    regex.VERBOSE | regex.IGNORECASE,
)
SPACE = regex.compile(r"\s+")
SIGN = regex.compile(r"\X")


def split(words: str, fits: Fits, *, numbered: bool = False) -> tuple[str, ...]:
    """Split words into parts that fit, each as long as can be, and lose nothing but spaces between.

    A part ends where a sentence does. A sentence that is too long by itself is split between
    words, and a word that is too long by itself between what readers take for characters.
    """
    if not numbered:
        return tuple(_pack(words, fits))
    digits = 1
    while len(str(len(parts := list(_pack(words, _with_number(fits, digits)))))) > digits:
        digits += 1
    return tuple(part + _number(place, len(parts)) for place, part in enumerate(parts, start=1))


def _with_number(fits: Fits, digits: int) -> Fits:
    """Leave room for a number of so many digits at the end."""
    nines = "9" * digits
    return lambda part: fits(part + _number(nines, nines))


def _number(place: int | str, of: int | str) -> str:
    return f" ({place}/{of})"


def _pack(words: str, fits: Fits) -> Iterator[str]:
    """Put as many pieces into each part as fit."""
    pieces = list(_pieces(words.strip(), fits))
    while pieces:
        many = _most(pieces, fits)
        yield "".join(pieces[:many]).strip()
        pieces = pieces[many:]


def _most(pieces: Sequence[str], fits: Fits) -> int:
    """Say how many pieces fit together; what is far too long is not counted at all."""
    fitting, failing = 1, 2
    while failing <= len(pieces) and fits("".join(pieces[:failing]).strip()):
        fitting, failing = failing, failing * 2
    failing = min(failing, len(pieces) + 1)
    while failing - fitting > 1:
        middle = (fitting + failing) // 2
        if fits("".join(pieces[:middle]).strip()):
            fitting = middle
        else:
            failing = middle
    return fitting


def _pieces(words: str, fits: Fits) -> Iterator[str]:
    """Give what may not be split, each piece with the space after it: sentences where they fit."""
    for sentence in _sentences(words):
        if fits(sentence.strip()):
            yield sentence
            continue
        for word in _cut(sentence, (found.end() for found in SPACE.finditer(sentence))):
            if fits(word.strip()):
                yield word
            else:
                yield from SIGN.findall(word)


def _sentences(words: str) -> Iterator[str]:
    links = [(link.start, link.end) for link in find_links(words)]
    begins, ends = 0, list[int]()
    for found in SPACES.finditer(words):
        before = words[max(begins, found.start() - LOOK_BACK) : found.start()]
        is_in_a_link = any(start < found.start() < end for start, end in links)
        if not is_in_a_link and _ends_a_sentence(before, found[0]):
            begins = found.end()
            ends.append(begins)
    return _cut(words, ends)


def _ends_a_sentence(before: str, space: str) -> bool:
    """Say whether a sentence ends before a space; nothing stands there after a sign without one."""
    if not space or "\n" in space:
        return True
    return bool(ENDED.search(before)) and not SHORTENED.search(before)


def _cut(words: str, ends: Iterable[int]) -> Iterator[str]:
    """Cut words into pieces that end at these places."""
    for start, end in pairwise([0, *ends, len(words)]):
        if start < end:
            yield words[start:end]
