"""Tells people under their old address that they sign in with another one."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from tabard.council.models import Council
from tabard.people.links import can_email
from tabard.people.models import AddressChange
from tabard.people.settings import ADDRESS_EMAIL, ADDRESS_SUBJECT

# A server that refuses is asked again for so long.
PATIENCE = timedelta(days=1)
AT_A_TIME = 50


def tell_old_addresses() -> int:
    """E-mail everybody who has not been told yet; say how many were."""
    since = timezone.now() - PATIENCE
    untold = AddressChange.objects.filter(told_at=None, at__gt=since).order_by("pk")
    if not can_email():
        return 0
    told = untold.values_list("pk", flat=True)[:AT_A_TIME]
    return sum(_tell(number) for number in list(told))


@transaction.atomic
def _tell(number: int) -> bool:
    """Claim one before it is sent: an e-mail that is lost is better than one that never ends."""
    waiting = AddressChange.objects.select_for_update(skip_locked=True, of=["self"])
    change = waiting.select_related("person").filter(pk=number, told_at=None).first()
    if change is None:
        return False
    named = {"council": Council.here().name, "first_name": change.person.first_name}
    email = EmailMessage(
        ADDRESS_SUBJECT.filled(**named), ADDRESS_EMAIL.filled(**named), to=[change.before]
    )
    email.send()
    change.told_at = timezone.now()
    change.save(update_fields=["told_at"])
    return True
