"""Words that checks know, in files beside this one: a line may hold several, # opens a remark."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Give the single words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())


def lines(name: str) -> Iterator[str]:
    """Give the lines of a list, without its remarks."""
    told = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    for line in told.splitlines():
        kept = line.partition("#")[0].strip()
        if kept:
            yield kept
