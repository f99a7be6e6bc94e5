"""Names are kept for those who asked for them, and given free again."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.accounts.models import KeptName
from tabard.common.lookalikes import skeleton
from tabard.common.rules import NotAllowedError
from tabard.naming.networks import label_of
from tabard.people.models import Person

QUICKER = (
    "A colleague has just asked for a name like one of these, and was quicker. Choose another one."
)


@transaction.atomic
def keep_names(person: Person, handles: Mapping[str, str], *, source: str) -> None:
    """Keep a handle on each network for somebody, in place of what was kept for the same thing."""
    free_names(source)
    _free_names_of_leavers()
    try:
        with transaction.atomic():
            KeptName.objects.bulk_create(_kept(person, handles, source))
    except IntegrityError as error:
        if "no_two_people_keep_names_that_look_alike" not in str(error):
            raise
        raise NotAllowedError(QUICKER) from error


@transaction.atomic
def keep_free_names(person: Person, handles: Mapping[str, str], *, source: str) -> None:
    """Keep those of some handles that nobody has asked for meanwhile."""
    free_names(source)
    _free_names_of_leavers()
    KeptName.objects.bulk_create(_kept(person, handles, source), ignore_conflicts=True)


def free_names(*sources: str) -> None:
    """Give the names free again that were kept for these."""
    KeptName.objects.filter(source__in=sources).delete()


def _free_names_of_leavers() -> None:
    KeptName.objects.filter(person__left_at__isnull=False).delete()


def _kept(person: Person, handles: Mapping[str, str], source: str) -> list[KeptName]:
    now = timezone.now()
    return [
        KeptName(
            person=person,
            network=network,
            handle=handle,
            seen=skeleton(label_of(handle, network)),
            source=source,
            since=now,
        )
        for network, handle in handles.items()
        if handle
    ]
