"""Questions about the days on which the council lets no post go."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from tabard.council.models import Occasion


def silences(now: datetime) -> list[Occasion]:
    """Give the days to come on which no post goes, and those of which the last is just over."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    return list(Occasion.objects.filter(stops_posts=True, last_day__gte=yesterday))


def falls_into(silent: Iterable[Occasion]) -> Q:
    """Pick the deliveries that are to go on such days."""
    found = Q(pk__in=[])
    for one in silent:
        after = one.last_day + timedelta(days=1)
        found |= Q(due_at__gte=_begin_of(one.first_day), due_at__lt=_begin_of(after))
    return found


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
