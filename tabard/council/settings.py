"""What a council can change of the product: numbers, words, lists and texts, each declared once."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, Self

from tabard.council.models import ChosenSetting

# A key is the app's name, a dot, and what it sets there.
KEY = re.compile(r"[a-z]+\.[a-z0-9_]+")
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
MOST_LINES = 1_000

ALL: dict[str, "Setting[Any]"] = {}


class UnfitError(ValueError):
    """What was given does not fit the setting; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Why a setting is for administrators alone, and who is told whenever it is changed.

    `refuses` is asked of what somebody chooses, and not of what holds already.
    """

    because: str
    tells: Callable[[], Iterable[int]]
    refuses: Callable[[Any], str | None] | None = None


class Setting[T](ABC):
    """One thing that a council can change: its default until then, and what would fit."""

    # Kept by whoever declares it, beside the value itself.
    guard: Guard | None = None
    # Gives, as HTML, what a value would have changed until now; only once somebody asks for it.
    trial: Callable[[T], str] | None = None

    def __init__(
        self,
        key: str,
        label: str,
        *,
        default: T,
        help: str = "",  # noqa: A002 - the word that the page uses
        check: Callable[[T], str | None] | None = None,
        example: Callable[[T], str] | None = None,
    ) -> None:
        if not KEY.fullmatch(key) or key in ALL:
            raise ValueError(f"Give the setting {key} a key of its own, such as app.what_it_sets.")
        self.key, self.label, self.default, self.help = key, label, default, help
        self._check, self._example = check, example
        self.fit(default)
        ALL[key] = self

    def __repr__(self) -> str:
        return f"<setting {self.key}>"

    @property
    def app(self) -> str:
        """The app that it belongs to."""
        return self.key.partition(".")[0]

    @property
    def value(self) -> T:
        """What holds now, asked of the database."""
        return self.of(ChosenSetting.objects.filter(key=self.key).first())

    def of(self, chosen: ChosenSetting | None) -> T:
        """Give what was chosen; the default if nothing was, or nothing that fits any more."""
        if chosen is None:
            return self.default
        try:
            return self.fit(chosen.value)
        except UnfitError:
            return self.default

    def fit(self, value: Any) -> T:
        """Give the value if it fits, or raise UnfitError with what to do."""
        fitting = self._fit(value)
        why = self._check(fitting) if self._check else None
        if why:
            raise UnfitError(why)
        return fitting

    def example(self, value: T) -> str:
        """Show what comes of a value, in words; nothing where there is nothing to show."""
        return self._example(value) if self._example else ""

    def in_words(self, value: T) -> str:
        """Give a value as somebody reads it."""
        return str(value)

    def guarded(self, guard: Guard) -> Self:
        """Let administrators alone change it."""
        self.guard = guard
        return self

    def tried_by(self, trial: Callable[[T], str]) -> Self:
        """Let people try a value on what was done until now, before it holds."""
        self.trial = trial
        return self

    def choose(self, value: Any) -> T:
        """Give the value if it fits and may be chosen, or raise UnfitError with what to do."""
        fitting = self.fit(value)
        refuses = self.guard.refuses if self.guard else None
        why = refuses(fitting) if refuses else None
        if why:
            raise UnfitError(why)
        return fitting

    @abstractmethod
    def _fit(self, value: Any) -> T:
        """Give the value if it is of the right kind and size, or raise UnfitError."""


class Number(Setting[int]):
    """A whole number within limits."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        default: int,
        least: int = 0,
        most: int = 1_000_000,
        help: str = "",  # noqa: A002 - the word that the page uses
    ) -> None:
        self.least, self.most = least, most
        super().__init__(key, label, default=default, help=help)

    def _fit(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise UnfitError("Enter a whole number, such as 7.")
        if not self.least <= value <= self.most:
            raise UnfitError(f"Enter a number from {self.least:,} to {self.most:,}.")
        return value


class YesNo(Setting[bool]):
    """Whether something is so."""

    def in_words(self, value: bool) -> str:  # noqa: FBT001 - the value itself
        """Say yes or no."""
        return "Yes" if value else "No"

    def _fit(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise UnfitError("Choose yes or no.")
        return value


class Words(Setting[str]):
    """A few words on one line."""

    def _fit(self, value: Any) -> str:
        return _line(value)


class Text(Setting[str]):
    """A text of any number of lines."""

    def _fit(self, value: Any) -> str:
        return _text(value)


class Lines(Setting[list[str]]):
    """A list, one thing on each line."""

    def in_words(self, value: list[str]) -> str:
        """Give the lines under each other."""
        return "\n".join(value)

    def _fit(self, value: Any) -> list[str]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise UnfitError("Enter a list, one on each line.")
        if len(value) > MOST_LINES:
            raise UnfitError(f"Enter {MOST_LINES:,} lines at the most; these are {len(value):,}.")
        lines = [_line(line) for line in value]
        return list(dict.fromkeys(line for line in lines if line))


class Template(Setting[str]):
    """A text with places, such as {first_name}, that are filled when it is used."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        default: str,
        names: Mapping[str, str],
        one_line: bool = False,
        help: str = "",  # noqa: A002 - the word that the page uses
    ) -> None:
        self.names, self.one_line = dict(names), one_line
        super().__init__(key, label, default=default, help=help)

    def filled(self, **named: object) -> str:
        """Give the text that holds now, with its places filled; asked of the database."""
        return self.fill(self.value, named)

    def fill(self, text: str, named: Mapping[str, object]) -> str:
        """Fill the places of one text. A value is put in as it is, and not read for places."""
        parts = (
            literal + (str(named.get(name, "")) if name is not None else "")
            for literal, name, _, _ in Formatter().parse(text)
        )
        return "".join(parts)

    def example(self, value: str) -> str:
        """Show the text with every place filled by its example."""
        return self.fill(value, self.names)

    def _fit(self, value: Any) -> str:
        text = _line(value) if self.one_line else _text(value)
        places = places_in(text)
        unknown = [place for place in places if place not in self.names]
        if unknown:
            may = ", ".join(f"{{{name}}}" for name in self.names) or "none"
            raise UnfitError(f"{{{unknown[0]}}} is not known here. You can use: {may}.")
        return text


def places_in(text: str) -> list[str]:
    """Give the places of a template, in order; raise UnfitError where a bracket is out of place."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as wrong:
        raise UnfitError(
            "A curly bracket is out of place. Write places as {name}, and a bracket itself twice."
        ) from wrong
    if any(name == "" or spec or conversion for _, name, spec, conversion in parsed):
        raise UnfitError("Write a place as its name alone, such as {name}.")
    return [name for _, name, _, _ in parsed if name is not None]


def _line(value: Any) -> str:
    text = _text(value)
    if "\n" in text:
        raise UnfitError("Enter one line.")
    if len(text) > LONGEST_LINE:
        raise UnfitError(f"Enter {LONGEST_LINE:,} characters at the most on a line.")
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise UnfitError("Enter words.")
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(not (sign.isprintable() or sign in "\n\t") for sign in text):
        raise UnfitError("Leave out signs that cannot be shown.")
    if len(text) > LONGEST_TEXT:
        raise UnfitError(f"Enter {LONGEST_TEXT:,} characters at the most; these are {len(text):,}.")
    return text


# By what `holidays` calls them.
PARTS_OF_THE_UK = {"England": "ENG", "Northern Ireland": "NIR", "Scotland": "SCT", "Wales": "WLS"}


def _is_a_part(value: str) -> str | None:
    known = ", ".join(PARTS_OF_THE_UK)
    return None if value in PARTS_OF_THE_UK else f"Enter one of: {known}."


PART_OF_THE_UK = Words(
    "council.part_of_the_uk",
    "The part of the United Kingdom whose bank holidays count",
    default="England",
    check=_is_a_part,
    help="One of: England, Northern Ireland, Scotland, Wales.",
)
