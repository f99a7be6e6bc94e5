"""Who is about to leave."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime

from tabard.people.models import Absence, Person, Role
from tabard.people.queries.roles import administrators
from tabard.people.settings import DAYS_CLOSED


def due_to_leave() -> QuerySet[Person]:
    """Give those whose last working day is over, and who have not left yet.

    So have those whose sign-in was closed for now and has stayed so too long, unless they were
    entered as away meanwhile.
    """
    today = localdate()
    begins = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    since = begins - timedelta(days=DAYS_CLOSED.value)
    lasts = Q(until__isnull=True) | Q(until__gte=since.date())
    lately = Absence.objects.filter(lasts, person=OuterRef("pk"), since__lte=today)
    away = Exists(lately.filter(called_off_at__isnull=True))
    too_long = Q(~away, closed_at__lt=since)
    return Person.objects.filter(Q(leaves_on__lt=today) | too_long, left_at__isnull=True)


def counts_as_left_on(person: Person) -> date | None:
    """Give the day on which somebody counts as having left because they are closed for now.

    Nobody does while they are away without a last day.
    """
    if person.closed_at is None or person.left_at is not None:
        return None
    closed = localtime(person.closed_at).date()
    away = Absence.objects.filter(person=person, called_off_at__isnull=True, since__lte=localdate())
    if away.filter(until__isnull=True).exists():
        return None
    back = max((one.until for one in away if one.until), default=closed)
    return max(closed, back) + timedelta(days=DAYS_CLOSED.value + 1)


def is_the_last_administrator(person: Person) -> bool:
    """Say whether somebody is an administrator, and no other one stays."""
    others = administrators().exclude(pk=person.pk).filter(leaves_on__isnull=True)
    return person.is_active and person.has_role(Role.ADMINISTRATOR) and not others.exists()
