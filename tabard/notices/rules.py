"""When people are e-mailed, how long to wait between tries, and who may see what was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from tabard.common.rules import Refused
from tabard.common.waiting import SATURDAY, Waits
from tabard.council.rules import may_keep_settings
from tabard.notices.models import EmailKind, Happened, Notice, Pace, Preferences
from tabard.people.models import Person, Role

WAITS = Waits(first=timedelta(minutes=1), longest=timedelta(hours=1))
# With these waits, about a day.
MOST_TRIES = 29
KINDS = {Pace.SOON: EmailKind.SOON, Pace.DAILY: EmailKind.DAILY, Pace.NEVER: None}


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours and days in which nobody is e-mailed, but for what is urgent.

    The hours are those of the council's own clock; from an hour to the same hour means none.
    """

    starts: time = time(0)
    ends: time = time(0)
    weekends: bool = False
    days_off: frozenset[date] = frozenset()

    def covers(self, at: datetime) -> bool:
        """Say whether it is quiet then."""
        here = timezone.localtime(at)
        return self._is_off(here.date()) or self._is_in_hours(here.time())

    def opens(self, at: datetime) -> datetime:
        """Give the first moment from then on at which it is not quiet."""
        while self.covers(at):
            here = timezone.localtime(at)
            if self._is_off(here.date()):
                at = clock(here.date() + timedelta(days=1), time(0), after=at)
            else:
                tomorrow = self.ends <= here.time()
                at = clock(here.date() + timedelta(days=tomorrow), self.ends, after=at)
        return at

    @property
    def in_words(self) -> str:
        """Say when it is quiet."""
        hours = f"{self.starts:%H:%M} until {self.ends:%H:%M}" if self.starts != self.ends else ""
        days = ["weekends"] * self.weekends + ["days off"] * bool(self.days_off)
        return ", ".join(filter(None, [hours, " and ".join(days)])) or "None"

    def _is_off(self, day: date) -> bool:
        return (self.weekends and day.weekday() >= SATURDAY) or day in self.days_off

    def _is_in_hours(self, now: time) -> bool:
        if self.starts <= self.ends:
            return self.starts <= now < self.ends
        return now >= self.starts or now < self.ends


def clock(day: date, at: time, *, after: datetime) -> datetime:
    """Give when the clock shows this time; the second time, where it is put back in between."""
    shown = datetime.combine(day, at, tzinfo=timezone.get_current_timezone())
    first = shown.astimezone(UTC)
    return first if first > after else shown.replace(fold=1).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When one person is e-mailed of what."""

    preferences: Preferences
    quiet: Quiet
    batch: timedelta
    daily: time

    def kind_for(self, group: str, *, is_urgent: bool) -> EmailKind | None:
        """Give the kind of e-mail that tells of a notice, or nothing if none does."""
        return EmailKind.URGENT if is_urgent else KINDS[self.preferences.pace_of(group)]

    def due_at(self, kind: str, at: datetime) -> datetime:
        """Give when an e-mail is written that begins with a notice of this moment."""
        if kind == EmailKind.URGENT:
            return at
        if kind == EmailKind.SOON:
            return self.quiet.opens(at + self.batch)
        today = timezone.localtime(at).date()
        due = clock(today, self.daily, after=at)
        if due <= at:
            due = clock(today + timedelta(days=1), self.daily, after=at)
        return self.quiet.opens(due)


def emails_of(rhythm: Rhythm, happened: Iterable[Happened]) -> int:
    """Count the e-mails that somebody would have had of these notices."""
    by_kind: dict[EmailKind, list[Happened]] = {kind: [] for kind in EmailKind}
    for one in sorted(happened, key=lambda one: one.at):
        kind = rhythm.kind_for(one.group, is_urgent=one.is_urgent)
        if kind is not None:
            by_kind[kind].append(one)
    urgent = by_kind.pop(EmailKind.URGENT)
    return len(urgent) + sum(_batches(rhythm, kind, told) for kind, told in by_kind.items())


def _batches(rhythm: Rhythm, kind: EmailKind, told: list[Happened]) -> int:
    """Count the e-mails of one kind; what was read before its e-mail was due begins none."""
    emails, until = 0, None
    for one in told:
        if until is not None and one.at <= until:
            continue
        due = rhythm.due_at(kind, one.at)
        if one.read_at is None or one.read_at > due:
            emails, until = emails + 1, due
    return emails


def may_turn(person: Person, notice: Notice) -> Refused | None:
    """Everybody marks their own notices."""
    if notice.person_id == person.pk:
        return None
    return Refused("This notice is for somebody else.")


def may_have_example(person: Person) -> Refused | None:
    """Whoever keeps the words may have an example sent, where e-mails are sent at all."""
    if not settings.EMAIL_IS_ON:
        return Refused("Tabard has no mail server. Ask whoever runs it to name one.")
    return may_keep_settings(person)


def may_see_emails(person: Person) -> Refused | None:
    """Administrators see to whom e-mails went, and never their words."""
    if person.has_role(Role.ADMINISTRATOR):
        return None
    return Refused("Only administrators see which e-mails were sent.")
