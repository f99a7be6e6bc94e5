"""Regular expressions that a council writes: run in linear time, whatever stands in them."""

from collections.abc import Iterable, Iterator

import re2

MOST_MEMORY = 8 * 1024 * 1024


class UnfitPatternError(ValueError):
    """An expression cannot be run; the message says why."""


def compiled(pattern: str) -> "re2._Regexp":
    """Prepare one expression, which does not mind capitals, or say why it cannot be run."""
    how = re2.Options()
    how.case_sensitive = False
    how.log_errors = False
    how.max_mem = MOST_MEMORY
    try:
        return re2.compile(pattern, how)
    except re2.error as why:
        said = why.args[0]
        told = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise UnfitPatternError(f"This expression cannot be run: {told}.") from None


class Patterns:
    """Some expressions, asked together."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._all = [compiled(one) for one in patterns]

    def places(self, plain: str) -> Iterator[tuple[int, int]]:
        """Give where they are found; what is empty is nowhere."""
        for one in self._all:
            for found in one.finditer(plain):
                if found.start() < found.end():
                    yield found.span()

    def fits(self, whole: str) -> bool:
        """Say whether one of them is about the whole of it."""
        return any(one.fullmatch(whole) for one in self._all)
