"""Adopted accounts whose older posts are read back."""

from datetime import datetime

from django.db.models import Count, QuerySet

from tabard.keeping.models import (
    Adoption,
    AdoptionState,
    OlderPost,
    OlderPosts,
    Recall,
    RecallState,
)


def to_begin() -> QuerySet[Adoption]:
    """Give the adoptions with their older posts, of which none has been read yet."""
    connected = Adoption.objects.filter(state=AdoptionState.CONNECTED, recall=None)
    return connected.filter(older_posts=OlderPosts.INCLUDED).select_related("account")


def due(now: datetime) -> QuerySet[Recall]:
    """Give what is to be read on now."""
    return Recall.objects.filter(state=RecallState.READING, due_at__lte=now)


def of(adoption: Adoption) -> Recall | None:
    """Give how far an adoption's older posts have come, and how many are kept."""
    counted = Recall.objects.annotate(kept=Count("posts"))
    return counted.filter(adoption=adoption).first()


def posts_of(adoption: Adoption) -> QuerySet[OlderPost]:
    """Give what an adopted account said before, the last first."""
    return OlderPost.objects.filter(recall__adoption=adoption)
