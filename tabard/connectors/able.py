"""What each network can do, told from its connector alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tabard.connectors import api
from tabard.connectors.cannot import why_not

# Each ability in words that follow “can the network …”, in the order in which people want to know.
ABILITIES: Mapping[str, type] = {
    "be connected on its own page, without a secret being typed in": api.AsksLeave,
    "offer several accounts at once, of which one is chosen": api.OffersAccounts,
    "let software in without an application of the council's": api.Registers,
    "know the council's software by an address of the council's own": api.KnownByAddress,
    "find where an account lives by its handle": api.FindsServer,
    "take a post down": api.Removes,
    "change a post where it stands": api.Edits,
    "show what people answered": api.Threads,
    "tell of mentions": api.Hears,
    "tell of mentions as soon as they are written": api.Listens,
    "tell of what is said to it in private, and answer there": api.TalksPrivately,
    "hide what others said below a post": api.Hides,
    "follow organisations and places, and say whom it follows": api.Follows,
    "show what the followed accounts say": api.ReadsHome,
    "tell of warnings that others put on the account or a post": api.Labelled,
    "say in public that another account is who it says it is": api.Verifies,
    "count what became of a post": api.Measures,
    "show the account's profile and followers": api.Describes,
    "list what the account said before": api.Recalls,
    "say how many more posts it takes for now": api.Allots,
    "be told to end Tabard's access": api.Revokes,
}
NEEDS: Mapping[str, type] = {
    "a developer application of the council's": api.NeedsApplication,
    "money for each post": api.Priced,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question, and the answer of each network in their order."""

    words: str
    answers: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What networks can do, what they need, and the most that they take."""

    names: tuple[str, ...]
    can: tuple[Row, ...]
    needs: tuple[Row, ...]
    most: tuple[tuple[str, tuple[str, ...]], ...]
    why_not: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """What some cannot do: the networks with the reason, where it is known."""


def table(connectors: Iterable[type[api.Connector]]) -> Table:
    """Ask each connector what it can do."""
    found = sorted(connectors, key=lambda one: one.name)
    limits = [one.limits for one in found]
    return Table(
        names=tuple(one.name for one in found),
        can=(
            *_rows(ABILITIES, found),
            Row(
                "show title and picture of a page that is linked to",
                tuple(one.cards for one in limits),
            ),
        ),
        needs=_rows(NEEDS, found),
        most=(
            ("Words", tuple(f"{one.length:,} {one.unit}" for one in limits)),
            ("Pictures", tuple(str(one.pictures) for one in limits)),
            ("Posts in a thread", tuple(_parts(one) for one in limits)),
            ("Text that describes a picture", tuple(f"{one.alt_text:,}" for one in limits)),
        ),
        why_not=tuple(
            (words, told) for words, ability in ABILITIES.items() if (told := _why(ability, found))
        ),
    )


def _why(ability: type, found: list[type[api.Connector]]) -> tuple[tuple[str, str], ...]:
    """Give the networks that cannot, each reason once."""
    cannot = [one.name for one in found if not issubclass(one, ability)]
    reasons = dict.fromkeys(why for name in cannot if (why := why_not(ability, name)))
    return tuple(
        (", ".join(name for name in cannot if why_not(ability, name) == why), why)
        for why in reasons
    )


def _parts(limits: api.Limits) -> str:
    return f"{limits.parts:,}" if limits.parts > 1 else "no threads"


def _rows(asked: Mapping[str, type], found: list[type[api.Connector]]) -> tuple[Row, ...]:
    return tuple(
        Row(words, tuple(issubclass(one, ability) for one in found))
        for words, ability in asked.items()
    )
