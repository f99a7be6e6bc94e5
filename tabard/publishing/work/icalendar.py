"""Posts and days as events of iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from tabard.publishing.queries import CalendarDay, Slot

# How long a post takes in somebody's calendar.
LASTS = timedelta(minutes=15)
LONGEST_SUMMARY = 120


def of(slots: Iterable[Slot], days: Iterable[CalendarDay], *, site: str) -> bytes:
    """Write posts and days that matter as one calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tabard//Posts//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Posts of the council")
    host = urlsplit(site).hostname or "tabard"
    for slot in slots:
        calendar.add_component(_post(slot, site=site, host=host))
    for occasion in {one.pk: one for day in days for one in day.occasions}.values():
        event = Event()
        event.add("uid", f"days-{occasion.pk}@{host}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", occasion.first_day)
        event.add("dtend", occasion.last_day + timedelta(days=1))
        event.add("summary", occasion.name)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _post(slot: Slot, *, site: str, host: str) -> Event:
    event = Event()
    event.add("uid", f"post-{slot.message.pk}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", slot.at)
    event.add("dtend", slot.at + LASTS)
    words = slot.words[:LONGEST_SUMMARY] or "A post"
    event.add("summary", f"{slot.author}: {words} ({slot.state.lower()})")
    event.add("description", ", ".join(slot.accounts))
    event.add("transp", "TRANSPARENT")
    if slot.may_open:
        path = reverse("publishing:post", args=[slot.message.pk])
        event.add("url", f"{site.rstrip('/')}{path}")
    return event
