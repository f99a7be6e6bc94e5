"""Deletes what is no longer needed."""

from django.utils import timezone

from tabard.training.models import Arrangement


def forget_arrangements() -> int:
    """Delete what was arranged until a day that is over; say how many that were."""
    return Arrangement.objects.filter(until__lte=timezone.now()).delete()[0]
