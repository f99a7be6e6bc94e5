"""What a check is given and what it answers, in small pieces that never change."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tabard.checks.api.text import Text


class Level(StrEnum):
    """What a finding asks for: to be read, to be answered with a reason, or to be put right."""

    ADVICE = "advice"
    WARNING = "warning"
    STOP = "stop"

    @property
    def weight(self) -> int:
        """Put the levels in order, the mildest first."""
        return list(Level).index(self)


class About(StrEnum):
    """What a check is about; of personal data that overlaps, only the surest is shown."""

    PERSONAL = "personal data"
    PROPRIETY = "appropriateness and law"
    ELECTION = "pre-election period"
    PLAIN = "accessibility and plain English"
    LINKS = "links"


class Part(StrEnum):
    """Which of what goes out a finding is in."""

    WORDS = "words"
    ALT_TEXT = "alt text"
    LINKED_PAGE = "linked page"
    RESHARED = "reshared post"


# What the person who writes has written; the rest is said by others.
OWN_PARTS = (Part.WORDS, Part.ALT_TEXT)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check noticed, from `start` to `end` in code points of what was written.

    `why` it matters is one sentence, `what_to_do` another; `sure` is from 0 to 1. The name of the
    `check` is filled in by whoever runs it. Of the alt texts and linked pages, `which` counts
    from 0.
    """

    kind: str
    start: int
    end: int
    why: str
    what_to_do: str
    sure: float
    level: Level
    check: str = ""
    part: Part = Part.WORDS
    which: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """What a check can know of a picture: its alt text, and the name its file had."""

    alt: Text
    file_name: str = ""
    decorative: bool = False


class Reached(StrEnum):
    """What is known of where a link leads; that it could not be read says nothing of it."""

    PAGE = "page"
    NOTHING = "nothing"
    PRIVATE = "private"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Followed:
    """A link that was followed: its address, those that it was sent on to, and what was there."""

    address: str
    reached: Reached = Reached.UNKNOWN
    led_to: tuple[str, ...] = ()


NOT_FOLLOWED = Followed("")


@dataclass(frozen=True, slots=True)
class Written:
    """What is to go out, on which network, when, and about which electoral areas; none: all.

    Where a link leads is known by the title of its page, and by what was found on the way there;
    a post that is shared on by its words.
    """

    words: Text
    network: str = ""
    at: datetime | None = None
    areas: frozenset[str] = frozenset()
    pictures: tuple[Picture, ...] = ()
    linked_pages: tuple[Text, ...] = ()
    reshared: Text | None = None
    followed: tuple[Followed, ...] = ()

    def behind(self, address: str) -> Followed:
        """Give what is known of a link, which may be nothing."""
        return next((one for one in self.followed if one.address == address), NOT_FOLLOWED)

    def parts(self) -> tuple[tuple[Part, int, Text], ...]:
        """Give every text that people will read, the words first."""
        found = [(Part.WORDS, 0, self.words)]
        found += [(Part.ALT_TEXT, at, one.alt) for at, one in enumerate(self.pictures)]
        found += [(Part.LINKED_PAGE, at, one) for at, one in enumerate(self.linked_pages)]
        if self.reshared is not None:
            found.append((Part.RESHARED, 0, self.reshared))
        return tuple(found)

    def each(
        self, look: Callable[[Text], Iterable[Finding]], parts: Collection[Part] = OWN_PARTS
    ) -> Iterator[Finding]:
        """Look at each of some parts, and say of every finding in which it is."""
        for part, which, text in self.parts():
            if part not in parts:
                continue
            for one in look(text):
                yield one if part is Part.WORDS else replace(one, part=part, which=which)
