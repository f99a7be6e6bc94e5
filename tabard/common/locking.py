"""Taking hold of a row before changing it."""

from django.db.models import Model


def lock[M: Model](thing: M) -> M:
    """Give the row as it is now, held until the transaction ends."""
    # By __class__, which a request's lazy user answers truly, as type() does not.
    return thing.__class__._default_manager.select_for_update().get(pk=thing.pk)  # noqa: SLF001 - Django's documented name
