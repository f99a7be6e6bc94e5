"""Whoever has left the council speaks for it no more."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accreditation.models import ACCREDITATION_LIFECYCLE, Accreditation, AccreditationState
from tabard.record.actions import record

LEFT = "Left the council."
# How many one sweep closes, so that it ends soon.
AT_A_TIME = 500


@transaction.atomic
def close_for_leavers() -> int:
    """End the accreditation of everybody who has left since; say of how many.

    What becomes of the accounts that they held, a later stage asks.
    """
    ends = ACCREDITATION_LIFECYCLE.moves["end"]
    leavers = list(
        Accreditation.objects.filter(state__in=ends.starts, person__left_at__isnull=False)
        .select_for_update(of=["self"], skip_locked=True)
        .select_related("person")[:AT_A_TIME]
    )
    Accreditation.objects.filter(pk__in=[one.pk for one in leavers]).update(
        state=AccreditationState(ends.leads_to), reason=LEFT, changed_at=timezone.now()
    )
    for accreditation in leavers:
        _note(accreditation)
    return len(leavers)


def _note(accreditation: Accreditation) -> None:
    person = accreditation.person
    accounts.withdraw_tickets(person, why=LEFT)
    # Whoever comes back one day is accredited anew, and is not locked out by what was.
    accounts.unlock_access(person)
    record(
        "accreditation ended",
        concerns=[person.manager_id] if person.manager_id else [],
        accreditation=accreditation.pk,
        person=person.pk,
        why=LEFT,
    )
