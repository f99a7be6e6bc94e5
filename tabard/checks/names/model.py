"""How likely each word of a text is part of a name: a conditional random field, read from a file.

`scripts/names/train.py` teaches it with python-crfsuite; here it is only added up. What a word
says by itself, and to its neighbours, is added up once and remembered.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Self

from tabard.checks.names.features import (
    EDGE,
    Word,
    calls,
    joints,
    look_at,
    seams,
    style_of,
)
from tabard.checks.names.tokens import Token

MAGIC = "tabard names 1"
# Weights stand in the file as whole numbers of so many parts.
PARTS = 100
# Further from nothing than this makes no difference, and overflows nothing.
MOST = 30.0
NONE = (0.0, 0.0)
# A word that says less of itself was never part of a name, whatever stood around it, in any post
# that this was measured on; half of all words say less, and what stands around them is not asked.
HOPELESS = -2.5
type Pair = tuple[float, float]


class Likely(NamedTuple):
    """How likely a name begins with a word, and how likely one goes on with it."""

    begins: float
    goes_on: float

    @property
    def named(self) -> float:
        """How likely the word is part of a name."""
        return self.begins + self.goes_on


NOBODY = Likely(0.0, 0.0)


class Steps(NamedTuple):
    """By which factor one thing follows another: none, a name's beginning, its going on."""

    none_none: float
    none_begins: float
    none_on: float
    begins_none: float
    begins_begins: float
    begins_on: float
    on_none: float
    on_begins: float
    on_on: float


class Model:
    """Weights of what is seen, for a name's beginning and its going on, against no name."""

    def __init__(self, weights: dict[str, Pair], steps: Sequence[float]) -> None:
        self._weights = weights
        self._steps = Steps(*map(math.exp, steps))
        self._said = lru_cache(maxsize=32_768)(self._says)
        self._joined = lru_cache(maxsize=32_768)(self._joint)

    @classmethod
    def read(cls, told: str) -> Self:
        """Read the file of a model; raise ValueError if it is anything else."""
        magic, *rows = (line.split("\t") for line in told.splitlines())
        if magic != [MAGIC] or not rows or len(rows[0]) != len(Steps._fields):
            raise ValueError("This is no model of names.")
        steps = [int(one) / PARTS for one in rows[0]]
        return cls(
            {seen: (int(one) / PARTS, int(two) / PARTS) for seen, one, two in rows[1:]}, steps
        )

    @property
    def seen(self) -> frozenset[str]:
        """All that it has weights for."""
        return frozenset(self._weights)

    def likely(self, tokens: Sequence[Token]) -> list[Likely]:
        """Say of each word how likely it is part of a name."""
        return _sweep(self._factors(tokens), self._steps) if tokens else []

    def _factors(self, tokens: Sequence[Token]) -> list[Pair]:
        """Give how much likelier than none a beginning and a going on are, of each word alone."""
        style = style_of(tokens)
        words = [EDGE, *(look_at(one.form) for one in tokens), EDGE]
        edge = self._said(EDGE)
        said = [edge, *map(self._said, words), edge]
        factors = []
        for at in range(len(tokens)):
            own = said[at + 2]
            if own[0] < HOPELESS > own[1]:
                factors.append(NONE)
                continue
            before, word, after = words[at : at + 3]
            joint = self._joined(before.kind, word.kind, after.kind, style)
            low, high = (self._weights.get(one, NONE) for one in seams(before, word, after))
            second, last, _, following, further = said[at : at + 5]
            begins = second[6] + last[2] + own[0] + following[4] + further[8]
            goes_on = second[7] + last[3] + own[1] + following[5] + further[9]
            begins += joint[0] + low[0] + high[0]
            goes_on += joint[1] + low[1] + high[1]
            factors.append((_factor(begins), _factor(goes_on)))
        return factors

    def _says(self, word: Word) -> tuple[float, ...]:
        """Add up what a word says of itself, the next, the last and those one further, in pairs."""
        return tuple(one for seen in calls(word) for one in self._sum(seen))

    def _joint(self, before: str, kind: str, after: str, style: str) -> Pair:
        return self._sum(joints(before, kind, after, style))

    def _sum(self, seen: Iterable[str]) -> Pair:
        known = [self._weights[one] for one in seen if one in self._weights]
        return sum(one[0] for one in known), sum(one[1] for one in known)


def _factor(weight: float) -> float:
    return math.exp(weight) if -MOST < weight < MOST else math.exp(math.copysign(MOST, weight))


def _sweep(factors: Sequence[Pair], steps: Steps) -> list[Likely]:
    """Go through the words and back, so that each is judged by all of them."""
    onward = _onward(factors, steps)
    nn, nb, no, bn, bb, bo, on, ob, oo = steps
    after_none = after_begins = after_on = 1.0
    likely = []
    for place in range(len(factors) - 1, -1, -1):
        as_begins, as_on = factors[place]
        if as_begins or as_on:
            none, begins, goes_on = onward[place]
            none, begins, goes_on = none * after_none, begins * after_begins, goes_on * after_on
            whole = none + begins + goes_on
            likely.append(Likely(begins / whole, goes_on / whole))
            as_begins, as_on = as_begins * after_begins, as_on * after_on
        else:
            likely.append(NOBODY)
        to_none = nn * after_none + nb * as_begins + no * as_on
        to_begins = bn * after_none + bb * as_begins + bo * as_on
        to_on = on * after_none + ob * as_begins + oo * as_on
        # Only how they stand to one another counts; kept near one, nothing overflows.
        scale = 1 / (to_none + to_begins + to_on)
        after_none, after_begins, after_on = to_none * scale, to_begins * scale, to_on * scale
    likely.reverse()
    return likely


def _onward(factors: Sequence[Pair], steps: Steps) -> list[tuple[float, float, float]]:
    """Give how likely none, a beginning and a going on are, by all the words up to each."""
    nn, nb, no, bn, bb, bo, on, ob, oo = steps
    found = []
    none, begins, goes_on = 1.0, 0.0, 0.0
    for place, (as_begins, as_on) in enumerate(factors):
        if not place:
            begins, goes_on = as_begins, as_on
        elif as_begins or as_on:
            none, begins, goes_on = (
                none * nn + begins * bn + goes_on * on,
                (none * nb + begins * bb + goes_on * ob) * as_begins,
                (none * no + begins * bo + goes_on * oo) * as_on,
            )
        else:
            none, begins, goes_on = 1.0, 0.0, 0.0
        scale = 1 / (none + begins + goes_on)
        none, begins, goes_on = none * scale, begins * scale, goes_on * scale
        found.append((none, begins, goes_on))
    return found
