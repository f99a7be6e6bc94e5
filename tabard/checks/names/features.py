"""What the model of names looks at: each word by itself, its neighbours, and the joints between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from tabard.checks.lists import words
from tabard.checks.names.lexicon import Traits, traits
from tabard.checks.names.tokens import Token

TITLES = words("titles")
# What follows the name of a road, place, school or team, and makes it one.
PLACE_ENDINGS = words("place_endings")
# A sentence, or what somebody says, begins after one of these.
BEGINNERS = frozenset({*'.!?:"|-', "<dots>", "edge"})
# Which of its calls a word two before another says of that other, and so on to two after it.
PLACES = (3, 1, 0, 2, 4)
LONGEST_AFFIX = 4
LONG = 9
MOSTLY = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What is seen of a word by itself, by its neighbours, and by those two words away.

    `low` is the word in small letters if it is of the language; `kind` begins with how its letters
    go, and sorts it coarsely.
    """

    low: str
    kind: str
    own: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]

    @classmethod
    def sign(cls, form: str) -> Self:
        """See something that is no word: it is what it is."""
        seen = (f"w={form}",)
        return cls(form, form, seen, seen, seen)


EDGE = Word("", "edge", ("edge",), ("edge",), ("edge",))


@lru_cache(maxsize=16_384)
def look_at(form: str) -> Word:
    """See a word, as it is written."""
    if not form[0].isalpha() and form[0] != "'":
        return Word.sign(form)
    low = form.lower()
    shape, known = _shape(form), traits(low)
    kind = _kind(low, shape, known)
    named = _named(low, known)
    shared = (*named, f"sh={shape}", f"k={kind}", *_base(known), *_roles(low))
    own = (*shared, *_cased(shape, known), *_affixes(low), f"len{min(len(low), LONG)}")
    near = (*shared, f"suf{low[-3:]}") if len(low) > 3 else shared  # noqa: PLR2004 - a tail of three
    far = (*named, f"sh={shape}", *(one for one in shared if one[0] in "cTE"))
    return Word(low if named else "", kind, own, near, far)


def calls(word: Word) -> Iterator[tuple[str, ...]]:
    """Give what a word says of itself, of the next, the last, and those one further either side."""
    yield word.own
    yield tuple(f"-{seen}" for seen in word.near)
    yield tuple(f"+{seen}" for seen in word.near)
    yield tuple(f"--{seen}" for seen in word.far)
    yield tuple(f"++{seen}" for seen in word.far)


def _shape(form: str) -> str:
    """Give Xx for Jane, XxXx for McDonald, X for UK, x for the, with what stands between."""
    seen = ""
    for sign in form:
        if sign.isupper():
            part = "X"
        elif sign.islower():
            part = "x"
        else:
            part = "0" if sign.isdigit() else sign if sign in "-'." else "*"
        if seen[-1:] != part:
            seen += part
    return seen


def _named(low: str, known: Traits) -> tuple[str, ...]:
    """Name a word itself only if it is of the language: the model keeps no names of people."""
    return (f"w={low}",) if known.level or low in TITLES or low[0] == "'" else ()


def _base(known: Traits) -> Iterator[str]:
    given, family, level = known.given, known.family, known.level
    yield f"g{given}"
    yield f"f{family}"
    yield f"l{level}"
    yield f"gl{given // 2}{level}"
    yield f"gf{given // 3}{family // 3}{min(known.place, 1)}{level // 2}"
    if known.proper:
        yield f"u{known.proper}"
    if known.place:
        yield f"p{known.place}"
    if known.cluster:
        yield f"c{known.cluster}"
        yield f"cc{known.coarse}"


def _roles(low: str) -> Iterator[str]:
    if low in TITLES:
        yield "T"
    if low in PLACE_ENDINGS:
        yield "E"


def _cased(shape: str, known: Traits) -> Iterator[str]:
    case = "^" if shape[0] == "X" else "_"
    yield f"{case}g{known.given // 2}l{known.level // 2}"
    yield f"{case}f{known.family // 2}l{known.level // 2}"
    if known.cluster:
        yield f"{case}cc{known.coarse}"


def _affixes(low: str) -> Iterator[str]:
    for long in range(1, min(LONGEST_AFFIX, len(low) - 1) + 1):
        yield f"pre{low[:long]}"
        yield f"suf{low[-long:]}"


def _kind(low: str, shape: str, known: Traits) -> str:
    """Sort a word, coarsely, for the joints between words."""
    role = "T" if low in TITLES else "E" if low in PLACE_ENDINGS else ""
    common = 0 if not known.level else 2 if known.level <= 4 else 1  # noqa: PLR2004 - of seven
    return (
        f"{shape[:2]}{_third(known.given)}{_third(known.family)}{common}{min(known.place, 1)}{role}"
    )


def _third(how_frequent: int) -> int:
    return sum(how_frequent >= step for step in (3, 5, 7))


def style_of(tokens: Sequence[Token]) -> str:
    """Say how a text uses capitals: for all letters, for most words, for some, for none."""
    longer = [one.form for one in tokens if one.is_word and len(one.form) > 1]
    if not any(form[0].isupper() for form in longer):
        return "l"
    if sum(form.isupper() for form in longer) > MOSTLY * len(longer):
        return "U"
    return "C" if sum(form[0].isupper() for form in longer) > MOSTLY * len(longer) else "m"


def joints(before: str, kind: str, after: str, style: str) -> Iterator[str]:
    """Give what is seen only of kinds of words side by side, and of the text as a whole."""
    start = kind[:2]
    yield f"s{style}{start}"
    yield f"s{style}{kind}"
    if before in BEGINNERS:
        yield f"first{start}"
        yield f"first{kind}"
    yield f"P{before}|{kind}"
    yield f"N{kind}|{after}"
    yield f"PN{before[:2]}{start}{after[:2]}"


def seams(before: Word, word: Word, after: Word) -> tuple[str, str]:
    """Give which words stand before and after, and how this one begins."""
    return f"-w{before.low}|{word.kind[:2]}", f"+w{after.low}|{word.kind[:2]}"


def features(tokens: Sequence[Token]) -> list[list[str]]:
    """Give all that is seen of every word of a text, as training needs it."""
    style = style_of(tokens)
    words = [EDGE, EDGE, *(look_at(one.form) for one in tokens), EDGE, EDGE]
    told = []
    for at in range(2, len(tokens) + 2):
        around = words[at - 2 : at + 3]
        seen = [
            one for word, place in zip(around, PLACES, strict=True) for one in [*calls(word)][place]
        ]
        _, before, word, after, _ = around
        seen += joints(before.kind, word.kind, after.kind, style)
        told.append([*seen, *seams(before, word, after)])
    return told
