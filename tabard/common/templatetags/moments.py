"""Days and times as people read them: {{ at|moment }} 5 December 2026 at 10:30am, {{ at|day }}."""

from datetime import date, datetime

from django import template
from django.utils import timezone

register = template.Library()

NOON = 12


@register.filter
def day(at: date | None) -> str:
    """Write a day, such as 5 December 2026, in the council's own time zone."""
    if at is None:
        return ""
    here = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    return f"{here:%-d %B %Y}"


@register.filter
def moment(at: datetime | None) -> str:
    """Write a day and a time of day, such as 5 December 2026 at 10:30am."""
    if at is None:
        return ""
    return f"{day(at)} at {clock(at)}"


@register.filter
def clock(at: datetime) -> str:
    """Write a time of day, such as 10:30am, in the council's own time zone."""
    here = timezone.localtime(at)
    return f"{here.hour % NOON or NOON}:{here:%M}{'am' if here.hour < NOON else 'pm'}"
