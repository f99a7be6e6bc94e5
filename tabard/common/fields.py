"""Form fields for days and times, asked for in parts as the Design System does."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
YEAR_DIGITS = 4
NOON = 12
# 10:30, 10.30, 1030, 9, 9am, 9:30 pm
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)


class PartsWidget(forms.MultiWidget):
    """A few small text inputs that together are one answer."""

    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Give what stands in each input for a day that is already known."""
        if value is None:
            return ["" for _ in self.parts]
        return [str(value.day), str(value.month), str(value.year)]

    def texts(self, value: Any) -> dict[str, str]:
        """Give what each input shows, for a known day or for what somebody typed."""
        typed = value if isinstance(value, list) else self.decompress(value)
        return {part: text or "" for part, text in zip(self.parts, typed, strict=True)}


class DateTimePartsWidget(PartsWidget):
    """A day and a time of day."""

    parts = ("day", "month", "year", "time")

    def decompress(self, value: Any) -> list[str]:
        """Give what stands in each input for a moment that is already known."""
        if value is None:
            return super().decompress(value)
        here = timezone.localtime(value) if timezone.is_aware(value) else value
        return [*super().decompress(here), f"{here:%H:%M}"]


class HoursWidget(PartsWidget):
    """A time of day and another one."""

    parts = ("from", "until")

    def decompress(self, value: Any) -> list[str]:
        """Give what stands in each input for hours that are already known."""
        return [f"{at:%H:%M}" for at in value] if value else ["" for _ in self.parts]


class GovukHoursField(forms.Field):
    """From one time of day until another; `called` names them in errors: "The hours must …"."""

    widget = HoursWidget

    def __init__(self, *, called: str = "the hours", **how: Any) -> None:
        self.called = called
        super().__init__(**how)

    def to_python(self, value: Any) -> Any:
        """Turn what was typed into two times, or say which of them is none."""
        if not isinstance(value, list):
            return value
        texts = dict(zip(self.widget.parts, [(text or "").strip() for text in value], strict=True))
        if not any(texts.values()):
            return None
        times = {part: _time(text) for part, text in texts.items()}
        wrong = [part for part, at in times.items() if at is None]
        if wrong:
            called = self.called[:1].upper() + self.called[1:]
            words = f"{called} must have times like 18:30"
            raise ValidationError(words, code="invalid", params={"parts": wrong})
        return tuple(times.values())


class GovukDateField(forms.Field):
    """A day, typed as day, month and year; `called` names it in errors: "Enter the end date"."""

    widget: type[PartsWidget] = PartsWidget

    def __init__(self, *, called: str = "the date", **how: Any) -> None:
        self.called = called
        messages = {"required": f"Enter {called}", **(how.pop("error_messages", None) or {})}
        super().__init__(error_messages=messages, **how)

    def to_python(self, value: Any) -> Any:
        """Turn the typed parts into a day, or say in plain words what is wrong with which part."""
        if not isinstance(value, list):
            return value
        texts = {
            part: (text or "").strip() for part, text in zip(self.widget.parts, value, strict=True)
        }
        missing = [part for part, text in texts.items() if not text]
        if len(missing) == len(texts):
            return None
        if missing:
            raise self._problem(f"must include a {' and '.join(missing)}", missing)
        return self._read(texts)

    def _read(self, texts: dict[str, str]) -> date:
        month = _month(texts["month"])
        if len(texts["year"]) != YEAR_DIGITS:
            raise self._problem("must have a year of 4 numbers, like 2027", ["year"])
        try:
            return date(int(texts["year"]), month, int(texts["day"]))
        except ValueError as unreal:
            raise self._problem("must be a real date", ["day", "month", "year"]) from unreal

    def _problem(self, words: str, parts: Iterable[str]) -> ValidationError:
        called = self.called[:1].upper() + self.called[1:]
        return ValidationError(f"{called} {words}", code="invalid", params={"parts": list(parts)})


class GovukDateTimeField(GovukDateField):
    """A moment: a day and a time of day, in the council's own time zone."""

    widget: type[PartsWidget] = DateTimePartsWidget

    def _read(self, texts: dict[str, str]) -> datetime:
        day = super()._read(texts)
        at = _time(texts["time"])
        if at is None:
            raise self._problem("must have a time like 10:30", ["time"])
        here = timezone.get_current_timezone()
        moment = datetime.combine(day, at, tzinfo=here)
        if moment.astimezone(UTC).astimezone(here).time() != at:
            raise self._problem(f"cannot be at {at:%H:%M}: the clocks go forward then", ["time"])
        return moment


def _month(text: str) -> int:
    """Read a month as a number or a name; 0, which no month has, if it is neither."""
    if text.isdecimal():
        return int(text)
    name = text[:3].lower()
    return MONTHS.index(name) + 1 if name in MONTHS else 0


def _time(text: str) -> time | None:
    """Read a time of day as people write it."""
    found = TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if found["half"].lower() == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None
