"""Posts as councils write them, with and without names of people, made up from a seed."""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.names.corpora import Post, Span

HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")
PHRASES: dict[str, Any] = tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8"))
# How a person is spoken of: each as often as it stands here. The name itself is in ⟦ ⟧.
FULL = ("⟦{given} {given2} {family}⟧", "⟦{initial} {family}⟧", "⟦{given} {family}-{family2}⟧")
WAYS = {
    "full": [*["⟦{given} {family}⟧"] * 8, *FULL],
    "first": ["⟦{given}⟧"],
    "titled": [*["{title} ⟦{family}⟧"] * 3, *["{title} ⟦{given} {family}⟧"] * 2],
    "surname": ["⟦{family}⟧"],
}
TITLES = (
    *("Mr", "Mr", "Mr.", "Mrs", "Mrs", "Mrs.", "Ms", "Ms", "Miss", "Dr", "Dr", "Prof", "Rev"),
    *("Sir", "Dame", "PC", "Sgt", "Auntie", "Uncle"),
)
# How many have one of the names that are most frequent in Britain, which stand last in the list.
MOST_FREQUENT = 0.4
# How many have a name that is in no list, so that it learns by what stands around it, too.
UNHEARD_OF = 0.2
LOW, LOW_OR_CAPITALS = 0.08, 0.11


def origins() -> list[tuple[list[str], list[str]]]:
    """Give given and family names that go together, from the list beside this file."""
    lines = (HERE / "more_names.txt").read_text(encoding="utf-8").splitlines()
    found: list[tuple[list[str], list[str]]] = []
    for given, family in zip(lines[::2], lines[1::2], strict=True):
        found.append((given.split()[1:], family.split()[1:]))
    return found


class Writer:
    """Writes posts, always the same from the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - nothing secret is made with it
        self._origins = origins()

    def posts(self, many: int, templates: Sequence[str]) -> Iterator[Post]:
        """Write as many posts after some templates."""
        for _ in range(many):
            yield self._styled(self._post(self._dice.choice(templates)))

    def _post(self, template: str) -> Post:
        marked = self._filled(template, {})
        spans: list[Span] = []
        words = ""
        for place, part in enumerate(re.split("[⟦⟧]", marked)):
            if place % 2:
                spans.append(Span(len(words), len(words) + len(part)))
            words += part
        return Post(words, tuple(spans))

    def _filled(self, template: str, person: dict[str, str]) -> str:
        return SLOT.sub(lambda slot: self._slot(slot[1], person), template)

    def _slot(self, slot: str, person: dict[str, str]) -> str:
        if slot in WAYS:
            return self._filled(self._dice.choice(WAYS[slot]), self._person())
        if slot in {"number", "blend"}:
            return str(self._dice.randint(2, 99)) if slot == "number" else self._blend("family")
        if slot in PHRASES["slots"]:
            return self._filled(self._dice.choice(PHRASES["slots"][slot]), person)
        return (person or self._person())[slot]

    def _person(self) -> dict[str, str]:
        often = self._dice.random() < MOST_FREQUENT
        given, family = self._origins[-1] if often else self._dice.choice(self._origins)
        unheard_of = self._dice.random() < UNHEARD_OF
        first = self._blend("given") if unheard_of else self._dice.choice(given)
        return {
            "given": first,
            "given2": self._dice.choice(given),
            "family": self._blend("family") if unheard_of else self._dice.choice(family),
            "family2": self._dice.choice(family),
            "initial": f"{first[0]}.",
            "title": self._dice.choice(TITLES),
        }

    def _blend(self, kind: str) -> str:
        """Make a word of the beginning of one name and the end of another of the same origin."""
        names = self._dice.choice(self._origins)[kind == "family"]
        one, two = self._dice.choice(names), self._dice.choice(names)
        return one[: (len(one) + 1) // 2] + two[len(two) // 2 :].lower()

    def _styled(self, post: Post) -> Post:
        """Write one in ten all in small letters, and a few all in capitals."""
        chance = self._dice.random()
        for limit, change in ((LOW, str.lower), (LOW_OR_CAPITALS, str.upper)):
            if chance < limit and len(changed := change(post.words)) == len(post.words):
                return Post(changed, post.names, post.others)
        return post


def training_posts(seed: int, many: int) -> list[Post]:
    """Write posts to learn from, half of them without a name."""
    writer = Writer(seed)
    return [
        *writer.posts(many // 2, PHRASES["clean"]),
        *writer.posts(many - many // 2, PHRASES["named"]),
    ]
