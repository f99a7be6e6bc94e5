"""What goes out from whom, day by day, with the days that matter."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from tabard.composing.models import Message, MessageState
from tabard.council.models import Occasion
from tabard.council.queries import bank_holidays, occasions
from tabard.people.models import Person
from tabard.publishing.models import NOT_THERE, DeliveryState
from tabard.publishing.queries.posts import versions

# From Monday to Sunday.
WEEK = 7
# So many working days without a post are a gap.
A_GAP = 3
SATURDAY = 5
# So many posts have room in a day of a month.
ROOM = 3
WAITS = {DeliveryState.SCHEDULED, DeliveryState.HELD}
# Where a post can be read by everybody, so that colleagues may read it here, too.
PUBLIC = {DeliveryState.SENT, DeliveryState.CONFIRMED}


@dataclass(frozen=True, slots=True)
class Slot:
    """One post at its time: by whom, from which accounts; its words for those who may read it."""

    message: Message
    at: datetime
    author: str
    accounts: tuple[str, ...]
    words: str
    state: str
    is_mine: bool
    may_open: bool
    can_be_moved: bool

    @property
    def day(self) -> date:
        """The day on which it goes, where the council is."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: its posts in order, and what matters to them."""

    day: date
    slots: tuple[Slot, ...]
    bank_holiday: str
    occasions: tuple[Occasion, ...]
    is_outside: bool
    is_today: bool
    room: int | None

    @property
    def shown(self) -> tuple[Slot, ...]:
        """As many of its posts as there is room for."""
        return self.slots[: self.room]

    @property
    def more(self) -> int:
        """How many there is no room for."""
        return len(self.slots) - len(self.shown)

    @property
    def is_silent(self) -> bool:
        """Whether posts hold back on this day."""
        return any(one.is_silence for one in self.occasions)


def slots(first: date, last: date, *, to: Person, whose: str, service: int | None) -> list[Slot]:
    """Give the posts of these days as somebody may see them, the first first, in two queries."""
    found = _at_their_time(first, last)
    if whose == "mine":
        found = found.filter(author=to)
    else:
        found = found.exclude(state=MessageState.WRITING)
        if service is not None:
            found = found.filter(author__service=service)
    given = [_slot(message, to) for message in found]
    return [one for one in given if one is not None]


def _at_their_time(first: date, last: date) -> QuerySet[Message]:
    begins = timezone.make_aware(datetime.combine(first, time.min))
    ends = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    return (
        Message.objects.exclude(state=MessageState.WITHDRAWN)
        .annotate(at=Coalesce("due_at", "approved_at", "submitted_at"))
        .filter(at__gte=begins, at__lt=ends)
        .select_related("author__service")
        .prefetch_related(versions())
        .order_by("at", "pk")
    )


def _slot(message: Message, to: Person) -> Slot | None:
    """Give a post as somebody may see it; nothing of it once it got nowhere."""
    went = [one for version in message.versions.all() for one in version.deliveries.all()]
    states = {one.state for one in went}
    if states and states <= NOT_THERE:
        return None
    is_mine = message.author_id == to.pk
    may_open = is_mine or to.reviews_messages or to.oversees
    return Slot(
        message=message,
        at=message.at,  # type: ignore[attr-defined]  # annotated above
        author=str(message.author),
        accounts=tuple(str(version.account) for version in message.versions.all()),
        words=message.words if may_open else _public_words(message),
        state=_state(message, states),
        is_mine=is_mine,
        may_open=may_open,
        can_be_moved=is_mine and all(one.state in WAITS and not one.begun_at for one in went),
    )


def _public_words(message: Message) -> str:
    """Give what can be read, all of it, on one network at least; nothing as long as it cannot."""
    for version in message.versions.all():
        went = {one.state for one in version.deliveries.all()}
        if went and went <= PUBLIC:
            return version.own_words or message.words
    return ""


def _state(message: Message, states: set[str]) -> str:
    """Say in a word how far a post is."""
    if message.state == MessageState.WRITING:
        return "Draft"
    if message.state == MessageState.WAITING:
        return "In review"
    if states & PUBLIC:
        return "Sent"
    return "Held" if DeliveryState.HELD in states else "Scheduled"


def days(first: date, last: date, given: Iterable[Slot], *, month: int | None) -> list[CalendarDay]:
    """Give every day from one to another with its posts; those of other months are outside."""
    by_day: dict[date, list[Slot]] = defaultdict(list)
    for one in given:
        by_day[one.day].append(one)
    holidays = bank_holidays(first, last)
    matter = list(occasions(first, last))
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    today = timezone.localdate()
    return [
        CalendarDay(
            day,
            tuple(by_day[day]),
            holidays.get(day, ""),
            tuple(one for one in matter if one.first_day <= day <= one.last_day),
            is_outside=month is not None and day.month != month,
            is_today=day == today,
            room=None if month is None else ROOM,
        )
        for day in every
    ]


def gaps(of: Sequence[CalendarDay]) -> list[tuple[date, date]]:
    """Give the stretches to come of three working days or more on which nothing goes out."""
    today = timezone.localdate()
    working = [
        day
        for day in of
        if day.day >= today and day.day.weekday() < SATURDAY and not day.bank_holiday
    ]
    stretches = [
        [one.day for one in group]
        for is_empty, group in groupby(working, key=lambda day: not day.slots)
        if is_empty
    ]
    return [(days[0], days[-1]) for days in stretches if len(days) >= A_GAP]
