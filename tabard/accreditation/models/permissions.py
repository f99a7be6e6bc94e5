"""What may happen to somebody's posts at one moment, and every reason for a no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.urls import reverse


class Rung(models.TextChoices):
    """Where a person stands on the trust ladder, from the bottom up."""

    CHECKED = "checked", "Checked"
    SAMPLED = "sampled", "Sampled"
    FREE = "free", "Free"

    @property
    def means(self) -> str:
        """What standing there means, to the person who does."""
        return MEANS[self]

    @property
    def above(self) -> "Rung | None":
        """The next one up."""
        place = LADDER.index(self) + 1
        return LADDER[place] if place < len(LADDER) else None

    @property
    def below(self) -> "Rung | None":
        """The next one down."""
        place = LADDER.index(self)
        return LADDER[place - 1] if place else None


LADDER = list(Rung)
# The rungs from which posts go without somebody looking at them first.
GO_UNCHECKED = [str(Rung.SAMPLED), str(Rung.FREE)]
MEANS: Mapping[str, str] = {
    Rung.CHECKED: "A reviewer checks every post before it goes.",
    Rung.SAMPLED: "Posts go at once. Some are looked at afterwards.",
    Rung.FREE: "Posts go at once. They are looked at when somebody raises a concern.",
}


class Goes(models.TextChoices):
    """What happens to a post when its author sends it."""

    AT_ONCE = "at_once", "Goes at once"
    SAMPLED = "sampled", "Goes at once, and may be looked at afterwards"
    CHECKED = "checked", "Is checked first"
    NOWHERE = "nowhere", "Cannot go"


@dataclass(frozen=True, slots=True)
class WayOut:
    """What somebody can do about a no: the words of a link, and the page where it leads."""

    words: str
    page: str
    about: str = ""

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.page, args=[self.about] if self.about else [])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why posts cannot go, or are checked first: one sentence, and the way out.

    With `again_since`, what a reviewer approved before that moment has to be looked at once more.
    """

    why: str
    way_out: WayOut
    stops: bool = False
    again_since: datetime | None = None
    # Whether it is nothing but the first rung of the ladder.
    is_of_rung: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """What may happen to a person's posts now, and every reason against their going at once."""

    goes: Goes
    rung: Rung | None
    reasons: tuple[Reason, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing can go."""
        return self.goes == Goes.NOWHERE

    @property
    def goes_unchecked(self) -> bool:
        """Whether a post goes without somebody looking at it first."""
        return self.goes in {Goes.AT_ONCE, Goes.SAMPLED}

    @property
    def is_checked_for_its_rung(self) -> bool:
        """Whether posts are checked first for the first rung, and for no other reason."""
        return self.goes == Goes.CHECKED and all(one.is_of_rung for one in self.reasons)

    @property
    def why(self) -> str:
        """What stops posts, as one text; where nothing does, why they are checked first."""
        return " ".join(one.why for one in self.reasons if one.stops == self.stops)
