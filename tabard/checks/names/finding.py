"""Names of people in a plain text: by the model, or without it by lists and titles alone."""

import logging
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tabard.checks.lists import words as words_of
from tabard.checks.names.features import PLACE_ENDINGS, TITLES
from tabard.checks.names.lexicon import traits
from tabard.checks.names.model import Model
from tabard.checks.names.tokens import Token

log = logging.getLogger(__name__)

FILE = "model.txt"
# What is less likely than this is not worth anybody's time.
LEAST_SURE = 0.12
# How sure one is of what lists and titles say: after a title, of two names, of a given name alone.
TITLED, FULL, GIVEN = 0.8, 0.6, 0.3
# Nobody but a person is called this.
POLITE = frozenset(
    {"Mr", "Mrs", "Ms", "Miss", "Mx", "MR", "MRS", "MS", "MISS", "Mr.", "Mrs.", "Ms."}
)
# As a given name, and as a word of the language; see Traits.
FREQUENT, COMMON = 3, 4
LONGEST_LISTED = 3
# Before a name it makes it something else's; before something that ends like a place, a place.
NO_PERSON_AFTER = words_of("not_people_before")
PLACE_AFTER = words_of("place_before")
# Titles that schools and halls are named with as often as people.
NOBLE = frozenset(
    {"sir", "dame", "lord", "lady", "prince", "princess", "king", "queen", "duke", "duchess"}
)
NO_SURNAMES = words_of("no_surnames")
# A place at home that may be somebody, too, is somebody only if one is this sure.
SURER_THAN_A_PLACE = 0.5
AT_HOME = 3
# Of how many words the name of a place may be that is known as a whole.
PLACE_WORDS = (2, 3)


class Name(NamedTuple):
    """A name that may be somebody's: its words, from first to last, and how sure one is."""

    first: int
    last: int
    sure: float


@cache
def model() -> Model | None:
    """Read the model once; say so, and do without, if it cannot be read."""
    try:
        return Model.read((files(__package__) / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        log.exception(
            "The model of names cannot be read. Names are looked for in lists and after titles"
            " only, and many will be missed."
        )
        return None


def names(words: Sequence[Token], known: Model | None) -> list[Name]:
    """Give the names among some words, leaving out those of places and of saints."""
    found = _by_model(words, known) if known else _by_lists(words)
    return [one for one in found if not _is_place(one, words)]


def _by_model(words: Sequence[Token], known: Model) -> Iterator[Name]:
    first, sure = -1, 0.0
    for at, (word, likely) in enumerate(zip(words, known.likely(words), strict=True)):
        named = likely.named
        if at and words[at - 1].form in POLITE and _is_capital(word):
            named = max(named, TITLED)
        goes_on = named >= LEAST_SURE and word.is_word
        if first >= 0 and not (goes_on and likely.goes_on >= likely.begins):
            yield Name(first, at - 1, sure)
            first = -1
        if goes_on:
            first, sure = (first, max(sure, named)) if first >= 0 else (at, named)
    if first >= 0:
        yield Name(first, len(words) - 1, sure)


def _by_lists(words: Sequence[Token]) -> Iterator[Name]:
    at = 0
    while at < len(words):
        sure = _listed(words, at)
        last = at
        while sure and last + 1 < len(words) and last - at < LONGEST_LISTED - 1:
            if not (_is_capital(words[last + 1]) and traits(words[last + 1].form.lower()).family):
                break
            last += 1
        if sure:
            yield Name(at, last, sure)
        at = last + 1


def _listed(words: Sequence[Token], at: int) -> float:
    """Say how sure it is by lists and titles that a name begins here; 0 for not at all."""
    word = words[at]
    if not _is_capital(word) or word.form.lower() in TITLES:
        return 0.0
    return TITLED if at and _low(words, at - 1) in TITLES else _listed_alone(words, at)


def _listed_alone(words: Sequence[Token], at: int) -> float:
    word = words[at]
    known = traits(word.form.lower())
    if known.given < FREQUENT or 0 < known.level < COMMON:
        return 0.0
    if at + 1 < len(words) and _is_capital(words[at + 1]):
        return FULL if traits(_low(words, at + 1)).family else 0.0
    return 0.0 if known.place else GIVEN


def _is_capital(word: Token) -> bool:
    return word.form[0].isupper()


def _is_place(name: Name, words: Sequence[Token]) -> bool:
    """Say whether it is the name of a road, place, school or business, or part of one."""
    before = _low(words, name.first - 1) if name.first else ""
    if before in NO_PERSON_AFTER or _low(words, name.first) in NO_PERSON_AFTER:
        return True
    if before in TITLES and before not in NOBLE:
        return False
    return (
        _ends_as_place(name, words, before)
        or _goes_on_as_place(name, words)
        or _is_known_place(name, words)
    )


def _ends_as_place(name: Name, words: Sequence[Token], before: str) -> bool:
    last, longer = _low(words, name.last), name.last - name.first
    if not longer or last not in PLACE_ENDINGS:
        return False
    return longer > 1 or last in NO_SURNAMES or before in PLACE_AFTER or before in NOBLE


def _goes_on_as_place(name: Name, words: Sequence[Token]) -> bool:
    capitals = [word for word in words[name.last + 1 : name.last + 4] if word.form.lower() != "'s"]
    if not capitals or not _is_capital(capitals[0]):
        return False
    # The Dorothy Pattison Hall, of which only the first word looks like somebody.
    return any(
        _is_capital(word) and word.form.lower() in PLACE_ENDINGS
        for word in capitals[: 2 if name.first == name.last else 1]
    )


def _is_known_place(name: Name, words: Sequence[Token]) -> bool:
    if name.first == name.last:
        known = traits(_low(words, name.first))
        return known.place == AT_HOME and name.sure < SURER_THAN_A_PLACE
    return any(
        traits(" ".join(_low(words, at) for at in range(first, first + many))).place > 1
        for many in PLACE_WORDS
        for first in range(max(0, name.last + 1 - many), min(name.first, len(words) - many) + 1)
    )


def _low(words: Sequence[Token], at: int) -> str:
    return words[at].form.lower()
