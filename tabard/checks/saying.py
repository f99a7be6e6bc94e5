"""What a check says each time that it notices the same thing."""

from dataclasses import dataclass, replace

from tabard.checks.api import Finding, Level, Text


@dataclass(frozen=True, slots=True)
class Says:
    """What it is, why it matters in one sentence, and what to do; `sure` is how often it is so."""

    kind: str
    why: str
    what_to_do: str
    sure: float
    level: Level = Level.ADVICE

    def at(self, text: Text, place: tuple[int, int]) -> Finding:
        """Say it of a place in the plain text."""
        return self.of(*text.span(*place))

    def of(self, start: int, end: int) -> Finding:
        """Say it of a place in what was written."""
        return Finding(self.kind, start, end, self.why, self.what_to_do, self.sure, self.level)

    def but(self, what_to_do: str) -> "Says":
        """Give the same with something else to do."""
        return replace(self, what_to_do=what_to_do)
