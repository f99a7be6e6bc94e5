"""By which token another system asks."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tabard.people.models import ApiToken, Role, digest_of

# For how long the time of the last use may be behind.
NOTED_EVERY = timedelta(minutes=1)


def token_of(secret: str) -> ApiToken | None:
    """Give the token that is signed in with, if it is still good; and note that it was used."""
    now = timezone.now()
    token = ApiToken.objects.filter(digest=digest_of(secret)).first()
    if token is None or not token.is_good(now):
        return None
    old = Q(used_at__isnull=True) | Q(used_at__lt=now - NOTED_EVERY)
    ApiToken.objects.filter(old, pk=token.pk).update(used_at=now)
    return token


def without_maker() -> QuerySet[ApiToken]:
    """Give the tokens that are good, and whose maker is no administrator any more; untold yet."""
    good = ApiToken.objects.filter(ended_at=None, until__gt=timezone.now(), maker_lost_at=None)
    still = {"made_by__is_active": True, "made_by__roles__contains": [Role.ADMINISTRATOR]}
    return good.exclude(**still)
