"""Tells people under their old address that they sign in with another one.

As with every e-mail: claimed, handed to the mail server while no transaction is open, and marked.
A worker that dies in between leaves a claim, after whose end it is tried once more.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPResponseException

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tabard.council.models import Council
from tabard.people.links import can_email
from tabard.people.models import AddressChange
from tabard.people.settings import ADDRESS_EMAIL, ADDRESS_SUBJECT

log = logging.getLogger(__name__)

# A server that cannot be reached is asked again for so long.
PATIENCE = timedelta(days=1)
# How long one belongs to whoever has claimed it, and then waits for the next try.
LEASE = timedelta(minutes=20)
# Nobody has the same e-mail more often than this.
MOST_TRIES = 2
# From this answer of a mail server on it means never.
FOR_GOOD = 500
AT_A_TIME = 50


def tell_old_addresses() -> int:
    """E-mail everybody who has not been told yet; say how many were."""
    if not can_email():
        return 0
    claimed = _claim()
    if not claimed:
        return 0
    mailer = mailers.default
    try:
        return sum(_tell(change, mailer) for change in claimed)
    finally:
        mailer.close()


@transaction.atomic
def _claim() -> list[AddressChange]:
    """Take hold of those who are to be told now; each counts as tried, whatever comes of it."""
    now = timezone.now()
    waiting = AddressChange.objects.select_for_update(skip_locked=True, of=["self"]).filter(
        told_at=None, at__gt=now - PATIENCE, try_at__lte=now, tries__lt=MOST_TRIES
    )
    claimed = list(waiting.select_related("person").order_by("pk")[:AT_A_TIME])
    AddressChange.objects.filter(pk__in=[one.pk for one in claimed]).update(
        try_at=now + LEASE, tries=F("tries") + 1
    )
    return claimed


def _tell(change: AddressChange, mailer: BaseEmailBackend) -> bool:
    """Hand one e-mail to the mail server; say whether it was taken."""
    named = {"council": Council.here().name, "first_name": change.person.first_name}
    email = EmailMessage(
        ADDRESS_SUBJECT.filled(**named), ADDRESS_EMAIL.filled(**named), to=[change.before]
    )
    try:
        mailer.open()
    except (OSError, SMTPException):
        log.warning("The mail server cannot be reached to tell of address change %s", change.pk)
        _try_again(change)
        return False
    try:
        mailer.send_messages([email])
    except (OSError, SMTPException) as trouble:
        log.warning("Of address change %s nobody may have been told: %s", change.pk, trouble)
        mailer.close()
        if isinstance(trouble, SMTPResponseException) and trouble.smtp_code < FOR_GOOD:
            _try_again(change)
        return False
    AddressChange.objects.filter(pk=change.pk).update(told_at=timezone.now())
    return True


def _try_again(change: AddressChange) -> None:
    """Do not count a try by which surely nothing was sent."""
    AddressChange.objects.filter(pk=change.pk).update(tries=F("tries") - 1)
