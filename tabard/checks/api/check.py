"""What every check can do, how it is found, and all of them run one after another."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import entry_points
from typing import ClassVar, Protocol, Self

from tabard.checks.api.facts import Facts
from tabard.checks.api.text import Text
from tabard.checks.api.told import About, Finding, Part, Written

GUESSED = "person_name"
log = logging.getLogger(__name__)


class Check(Protocol):
    """One thing to look for, made once for what a council knows of itself, and asked often.

    It does not change between two texts, and opens no file or connection while it looks.
    """

    name: ClassVar[str]
    about: ClassVar[About]

    def __init__(self, facts: Facts) -> None: ...

    def look(self, written: Written) -> Iterable[Finding]:
        """Give what is noticed, in any order."""
        ...


@cache
def all_checks() -> Mapping[str, type[Check]]:
    """Give every installed check by name, in the order of their names: ours and others'."""
    found = sorted(entry_points(group="tabard.checks"), key=lambda one: one.name)
    return {one.name: one.load() for one in found}


@dataclass(frozen=True, slots=True)
class Looked:
    """What all the checks noticed, in the order of the text, and which could not look."""

    findings: tuple[Finding, ...]
    could_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checks:
    """Some checks, made for one council; safe to keep and to ask from several threads."""

    checks: Mapping[str, Check] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Facts, *, without: Iterable[str] = ()) -> Self:
        """Make every installed check but those that are switched off."""
        left_out = frozenset(without)
        return cls({key: kind(facts) for key, kind in all_checks().items() if key not in left_out})

    def look(self, written: Written) -> Looked:
        """Ask every check; one that breaks takes none of the others with it, and is named."""
        found: list[tuple[About, Finding]] = []
        # The title of somebody's page is public already, and full of names.
        others = [one for one in written.parts()[1:] if one[0] is not Part.LINKED_PAGE]
        could_not: list[str] = []
        for key, check in self.checks.items():
            try:
                noticed = [
                    (check.about, replace(one, check=key))
                    for one in _looked(check, written, others)
                ]
            except Exception:
                log.exception("The check “%s” could not look at a text.", key)
                could_not.append(key)
            else:
                found += noticed
        return Looked(merged(found), tuple(could_not))


def _looked(
    check: Check, written: Written, others: Iterable[tuple[Part, int, Text]]
) -> Iterator[Finding]:
    """Ask one check; of personal data it makes no difference in which part people will read it."""
    yield from check.look(written)
    for part, which, text in others if check.about is About.PERSONAL else ():
        for one in check.look(replace(written, words=text)):
            yield replace(one, part=part, which=which)


def merged(found: Sequence[tuple[About, Finding]]) -> tuple[Finding, ...]:
    """Leave the surest of findings that are about the same words, in the order of the text.

    Personal data is one thing or another: whichever check is surest says what. Of other findings
    only those of one check and kind are about the same thing.
    """
    if len(found) < 2:  # noqa: PLR2004 - two are needed to overlap
        return tuple(one for _, one in found)
    kept: dict[tuple[Part, int, str], list[Finding]] = {}
    for about, one in sorted(found, key=_surest_first):
        which = about if about is About.PERSONAL else f"{one.check} {one.kind}"
        rivals = kept.setdefault((one.part, one.which, which), [])
        if not any(_overlap(one, rival) for rival in rivals):
            rivals.append(one)
    return tuple(sorted((one for rivals in kept.values() for one in rivals), key=_place))


def _surest_first(item: tuple[About, Finding]) -> tuple[bool, int, float, int, int, str]:
    """Put what has a form of its own, such as a number plate, before names, which are guessed."""
    one = item[1]
    place = one.start - one.end, one.start
    return one.kind == GUESSED, -one.level.weight, -one.sure, *place, one.check


def _overlap(one: Finding, other: Finding) -> bool:
    if one.start == one.end or other.start == other.end:
        return (one.start, one.end) == (other.start, other.end)
    return one.start < other.end and other.start < one.end


def _place(one: Finding) -> tuple[int, int, int, int, str, str]:
    part = list(Part).index(one.part)
    return part, one.which, one.start, one.end, one.check, one.kind
