"""Having the pages read that messages link to."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from tabard.composing import tasks
from tabard.composing.models import READING_TAKES, LinkedPage, Message, is_example
from tabard.composing.settings import READ_AGAIN_AFTER, READ_PAGES
from tabard.composing.work import addresses_in

# Pages are read in so many jobs at once, so that slow servers never hold up a delivery.
LANES = 2


def ask_for_pages(message: Message) -> None:
    """Have the pages read that a message links to, unless that was done of late."""
    addresses = [one for one in addresses_in(message) if not is_example(one)]
    if not addresses or not READ_PAGES.value:
        return
    now = timezone.now()
    LinkedPage.objects.bulk_create(
        [LinkedPage(address=one, asked_at=now) for one in _not_read_of_late(addresses, now)],
        ignore_conflicts=True,
    )
    asked = LinkedPage.objects.filter(address__in=addresses, read_at=None)
    # Those of just now, and those that somebody began to read who came to no end.
    to_read = asked.filter(Q(asked_at=now) | Q(asked_at__lt=now - READING_TAKES))
    for page in to_read.select_for_update(skip_locked=True):
        page.asked_at = now
        page.save(update_fields=["asked_at"])
        tasks.read.configure(lock=f"pages-{page.pk % LANES}").defer(page_id=page.pk)


def _not_read_of_late(addresses: list[str], now: datetime) -> list[str]:
    after = now - timedelta(hours=READ_AGAIN_AFTER.value)
    lately = LinkedPage.objects.filter(address__in=addresses, read_at__gt=after)
    known = set(lately.values_list("address", flat=True))
    return [one for one in addresses if one not in known]
