"""What the rules of the ladder count, and what they would have of somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from tabard.accreditation.models.permissions import Rung


@dataclass(frozen=True, slots=True)
class LadderRules:
    """The numbers that a council has set."""

    # How far back evidence counts, and never to before the rung was given.
    weeks: int
    # How many posts reviewed without change lead up, to “sampled” and to “free”.
    to_sampled: int
    to_free: int
    # How many posts sent back are all right on the way up.
    most_sent_back: int
    # How many posts with trouble lead down.
    least_trouble: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What was seen of somebody in the time that counts."""

    unchanged: int = 0
    changed: int = 0
    sent_back: int = 0
    findings: int = 0
    concerns: int = 0
    answered: int = 0
    # Concerns of any time that nobody has closed.
    open_concerns: int = 0
    has_certificates: bool = True
    is_behind_the_code: bool = False

    @property
    def trouble(self) -> int:
        """Posts that were sent back, or about which something was found or a concern opened."""
        return self.sent_back + self.findings + self.concerns


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a move up needs: what it is, how it is now, and whether that is enough."""

    what: str
    now: str
    is_met: bool


def needs(rung: Rung, tally: Tally, rules: LadderRules) -> list[Need]:
    """Give what a move up from this rung needs; nothing where there is none above."""
    if rung.above is None:
        return []
    least = rules.to_sampled if rung == Rung.CHECKED else rules.to_free
    return [
        Need(
            f"At least {_posts(least)} reviewed without change",
            f"{tally.unchanged} so far",
            tally.unchanged >= least,
        ),
        Need(
            f"At most {_posts(rules.most_sent_back)} sent back",
            f"{tally.sent_back} so far",
            tally.sent_back <= rules.most_sent_back,
        ),
        Need(
            "A valid certificate of training",
            "There is one" if tally.has_certificates else "There is none",
            tally.has_certificates,
        ),
        Need(
            "The code of practice agreed to in time",
            "Its time is over" if tally.is_behind_the_code else "Nothing is overdue",
            not tally.is_behind_the_code,
        ),
        Need(
            "No concern open",
            f"{tally.open_concerns} open" if tally.open_concerns else "None is open",
            not tally.open_concerns,
        ),
    ]


def wanted(rung: Rung, tally: Tally, rules: LadderRules) -> tuple[Rung, str] | None:
    """Give the rung that the rules would have somebody on, if another, and why in sentences."""
    if rung.below is not None and tally.trouble >= rules.least_trouble:
        return rung.below, " ".join(_trouble(tally, rules))
    asked = needs(rung, tally, rules)
    if rung.above is None or not all(need.is_met for need in asked):
        return None
    seen = "; ".join(f"{need.what.lower()}: {need.now.lower()}" for need in asked)
    return rung.above, f"In the last {rules.weeks} weeks everything was met: {seen}."


def _trouble(tally: Tally, rules: LadderRules) -> Iterator[str]:
    yield (
        f"In the last {rules.weeks} weeks there was trouble with {_posts(tally.trouble)}, "
        f"and a move down is proposed from {rules.least_trouble}."
    )
    yield (
        f"Sent back: {tally.sent_back}. Something found afterwards: {tally.findings}. "
        f"Concerns opened: {tally.concerns}."
    )


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count} posts"
