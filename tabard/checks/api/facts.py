"""What the council knows of itself, handed in, so that its own things are not flagged."""

from dataclasses import dataclass
from datetime import datetime

from tabard.checks.api.told import Level


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something a council wants to be noticed: words, or with `pattern` a regular expression.

    The expression is run by an engine that takes linear time, whatever stands in it.
    """

    words: str
    why: str
    what_to_do: str
    level: Level = Level.ADVICE
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Election:
    """A pre-election period, from when until when, in which areas (none: everywhere), and who."""

    name: str
    starts: datetime
    ends: datetime
    areas: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """The council's own things: what is public of it, what is not, and what it wants noticed."""

    # Public, and therefore nobody's personal data.
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()
    public_figures: tuple[str, ...] = ()
    public_references: tuple[str, ...] = ()
    # Words that no check is to mind.
    allowed: tuple[str, ...] = ()
    # Not to be named in public.
    exempt_projects: tuple[str, ...] = ()
    internal_hosts: tuple[str, ...] = ()
    case_references: tuple[str, ...] = ()
    # Noticed because the council says so.
    phrases: tuple[Phrase, ...] = ()
    swearwords: tuple[tuple[str, Level], ...] = ()
    councillors: tuple[str, ...] = ()
    businesses: tuple[str, ...] = ()
    elections: tuple[Election, ...] = ()
    # What it goes by, when it speaks.
    own_names: tuple[str, ...] = ("the council", "we")
