"""How often somebody who is not signed in may knock at doors that are for machines."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest


def may_knock(request: HttpRequest, door: str) -> bool:
    """Count one knock from an address; say whether it is not one too many."""
    kept = ratelimit.consume(
        request, app="tabard", action=door, config=settings.DOOR_RATE_LIMITS, limit_get=True
    )
    return kept is not None
