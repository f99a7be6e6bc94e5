"""Council posts to measure the check of names on; it was taught by other posts and names."""

import random
import re
import tomllib
from pathlib import Path
from typing import Any

from scripts.names.corpora import Post, Span

TOLD: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
ORIGINS: list[str] = list(TOLD["people"])
SLOT = re.compile(r"\{(\w+)\}")
NAMES = frozenset({"full", "given", "family"})


def clean_posts(seed: int, many: int) -> list[Post]:
    """Write posts in which nobody is named."""
    return _posts(seed, many, TOLD["clean"], {})


def named_posts(seed: int, many: int, origin: str) -> list[Post]:
    """Write posts that name people whose names come from somewhere."""
    return _posts(seed, many, TOLD["named"], TOLD["people"][origin])


def _posts(seed: int, many: int, templates: list[str], people: dict[str, list[str]]) -> list[Post]:
    dice = random.Random(seed)  # noqa: S311 - nothing secret is made with it
    return [_post(dice.choice(templates), dice, people) for _ in range(many)]


def _post(template: str, dice: random.Random, people: dict[str, list[str]]) -> Post:
    written = ""
    spans = []
    for place, part in enumerate(SLOT.split(template)):
        words = part if place % 2 == 0 else _filling(part, dice, people)
        if place % 2 and part in NAMES:
            spans.append(Span(len(written), len(written) + len(words)))
        written += words
    return Post(written, tuple(spans))


def _filling(slot: str, dice: random.Random, people: dict[str, list[str]]) -> str:
    if slot == "full":
        return f"{dice.choice(people['given'])} {dice.choice(people['family'])}"
    if slot == "number":
        return str(dice.randint(2, 29))
    return dice.choice(people[slot] if slot in people else TOLD["slots"][slot])
