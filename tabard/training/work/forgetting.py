"""Deletes what is no longer needed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.training.models import Answer, Arrangement, Sitting
from tabard.training.settings import DAYS_ANSWERS_ARE_KEPT


@transaction.atomic
def forget_arrangements() -> int:
    """Delete what was arranged until a day that is over; say how many that were.

    A certificate that was valid until then by more time has run out on that day.
    """
    now = timezone.now()
    Sitting.objects.filter(own_until__isnull=False, valid_until__lte=now).update(own_until=None)
    return Arrangement.objects.filter(until__lte=now).delete()[0]


def forget_answers() -> int:
    """Delete what was answered in assessments that ended long enough ago; say how many that were.

    Those of an assessment under way stay, however long it takes.
    """
    before = timezone.now() - timedelta(days=DAYS_ANSWERS_ARE_KEPT.value)
    return Answer.objects.filter(sitting__finished_at__lte=before).delete()[0]
