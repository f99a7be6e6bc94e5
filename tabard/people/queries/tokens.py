"""By which token another system asks."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from tabard.people.models import ApiToken, digest_of

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
