"""What people do with settings, and with the days that matter to posts."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.council.models import ChosenSetting, Occasion
from tabard.council.rules import Keeper, may_change, may_keep_days
from tabard.council.settings import Setting
from tabard.record.actions import record


class ChangedMeanwhileError(NotAllowedError):
    """Somebody else has changed the setting since it was shown."""


@transaction.atomic
def change[T](setting: Setting[T], value: T, *, seen: T, by: Keeper) -> T:
    """Let another value hold from now on, for somebody who saw what held until now."""
    insist(may_change(by, setting))
    value, before = setting.choose(value), setting.of(_locked(setting))
    if before != seen:
        raise ChangedMeanwhileError(
            "Somebody else changed this since you opened the page. Below is what you entered; "
            f"what holds now is: {setting.in_words(before)}"
        )
    if value == before:
        return before
    ChosenSetting.objects.update_or_create(
        key=setting.key, defaults={"value": value, "chosen_at": timezone.now()}
    )
    _record("setting changed", setting, before, value, by=by)
    return value


@transaction.atomic
def go_back[T](setting: Setting[T], *, by: Keeper | None) -> T:
    """Let the default hold again; without anybody it is done on the server, by whoever runs it."""
    if by is not None:
        insist(may_change(by, setting))
    chosen = _locked(setting)
    if chosen is not None:
        before = setting.of(chosen)
        chosen.delete()
        _record("setting put back", setting, before, setting.default, by=by)
    return setting.default


def _locked(setting: Setting[Any]) -> ChosenSetting | None:
    return ChosenSetting.objects.select_for_update().filter(key=setting.key).first()


def _record[T](kind: str, setting: Setting[T], before: T, after: T, *, by: Keeper | None) -> None:
    guard = setting.guard
    record(
        f"guarded {kind}" if guard else kind,
        concerns=guard.tells() if guard else (),
        by=by.pk if by else None,
        setting=setting.label,
        key=setting.key,
        before=setting.in_words(before),
        after=setting.in_words(after),
    )


@transaction.atomic
def add_occasion(occasion: Occasion, *, by: Keeper) -> Occasion:
    """Enter days that matter to posts."""
    insist(may_keep_days(by))
    occasion.save(force_insert=True)
    _record_days("days entered", occasion, by=by)
    return occasion


@transaction.atomic
def change_occasion(occasion: Occasion, *, by: Keeper) -> Occasion:
    """Let days that were entered be what they are by now."""
    insist(may_keep_days(by))
    lock(occasion)
    occasion.save(force_update=True)
    _record_days("days changed", occasion, by=by)
    return occasion


@transaction.atomic
def remove_occasion(occasion: Occasion, *, by: Keeper) -> None:
    """Let days that were entered matter no more."""
    insist(may_keep_days(by))
    occasion = lock(occasion)
    _record_days("days taken out", occasion, by=by)
    occasion.delete()


def _record_days(kind: str, occasion: Occasion, *, by: Keeper) -> None:
    record(
        kind,
        occasion=occasion.pk,
        by=by.pk,
        name=occasion.name,
        what=occasion.kind,
        first_day=str(occasion.first_day),
        last_day=str(occasion.last_day),
        stops_posts=occasion.stops_posts,
    )
