"""Questions about what a council has set, and about its days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import holidays
from django.db.models import QuerySet

from tabard.council.models import ChosenSetting, Occasion
from tabard.council.settings import ALL, PART_OF_THE_UK, PARTS_OF_THE_UK, Setting, YesNo
from tabard.record.queries import entries_about, facts_of

MOST_CHANGES = 10


@dataclass(frozen=True, slots=True)
class Held:
    """A setting with what holds of it now, and since when if that was chosen."""

    setting: Setting[Any]
    value: Any
    chosen_at: datetime | None

    @property
    def is_default(self) -> bool:
        """Whether nothing else than the default was chosen."""
        return self.chosen_at is None

    @property
    def can_be_tried(self) -> bool:
        """Whether a value can be tried on what was done until now."""
        return self.setting.trial is not None

    @property
    def can_be_put_back(self) -> bool:
        """Whether a former value can be entered again; of yes and no it is plain."""
        return not isinstance(self.setting, YesNo)

    @property
    def all_words(self) -> str:
        """What it is found by: its name, what it is for, and what holds."""
        setting = self.setting
        return f"{setting.label} {setting.help} {setting.key} {self.in_words}".casefold()

    @property
    def in_words(self) -> str:
        """The value as somebody reads it."""
        return self.setting.in_words(self.value)


def held(setting: Setting[Any]) -> Held:
    """Give one setting with what holds of it."""
    chosen = ChosenSetting.objects.filter(key=setting.key).first()
    return _held(setting, chosen)


def values[T](settings: Sequence[Setting[T]]) -> list[T]:
    """Give what holds of some settings, in their order, in one query."""
    chosen = ChosenSetting.objects.in_bulk([one.key for one in settings])
    return [one.of(chosen.get(one.key)) for one in settings]


def _held(setting: Setting[Any], chosen: ChosenSetting | None) -> Held:
    return Held(setting, setting.of(chosen), chosen.chosen_at if chosen else None)


def by_app() -> list[tuple[str, list[Held]]]:
    """Give every setting with what holds of it, by app, in one query."""
    chosen = ChosenSetting.objects.in_bulk()
    rows = [_held(one, chosen.get(key)) for key, one in sorted(ALL.items())]
    groups = groupby(rows, key=lambda row: row.setting.app)
    return [(app.capitalize(), list(group)) for app, group in groups]


@dataclass(frozen=True, slots=True)
class Group:
    """The settings of one app: how many there are, and how many were changed."""

    app: str
    name: str
    settings: list[Held]

    @property
    def changed(self) -> int:
        """How many of them are not as they come with the product."""
        return sum(not one.is_default for one in self.settings)


def groups() -> list[Group]:
    """Give every setting by app, in one query."""
    return [Group(name.lower(), name, settings) for name, settings in by_app()]


def found_in(groups: Iterable[Group], *, words: str, app: str) -> list[Held]:
    """Give the settings of an app, or those that hold all of some words; else what was changed."""
    held = [one for group in groups if not app or group.app == app for one in group.settings]
    if wanted := words.casefold().split():
        return [one for one in held if all(word in one.all_words for word in wanted)]
    return held if app else [one for one in held if not one.is_default]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting: when, from what and to what."""

    at: datetime
    before: str
    after: str


def changes(setting: Setting[Any]) -> list[Change]:
    """Give the last changes of a setting, the newest first."""
    entries = entries_about("key", setting.key).order_by("-pk")[:MOST_CHANGES]
    return [
        Change(entry.at, facts.get("before") or "", facts.get("after") or "")
        for entry, facts in ((entry, facts_of(entry)) for entry in entries)
    ]


def occasions(first: date, last: date) -> QuerySet[Occasion]:
    """Give the events and silences that fall on these days, the first to begin first."""
    return Occasion.objects.filter(first_day__lte=last, last_day__gte=first)


def bank_holidays(first: date, last: date) -> dict[date, str]:
    """Give the bank holidays from one day to another, both included, where the council is."""
    part = PARTS_OF_THE_UK[PART_OF_THE_UK.value]
    known = holidays.country_holidays("GB", subdiv=part, years=range(first.year, last.year + 1))
    return {day: name for day, name in sorted(known.items()) if first <= day <= last}
