"""Who is about to leave."""

from django.db.models import QuerySet
from django.utils.timezone import localdate

from tabard.people.models import Person


def due_to_leave() -> QuerySet[Person]:
    """Give those whose last working day is over, and who have not left yet."""
    return Person.objects.filter(leaves_on__lt=localdate(), left_at__isnull=True)
