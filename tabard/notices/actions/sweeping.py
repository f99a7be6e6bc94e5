"""Looking after e-mails: telling of those that failed, trying again, forgetting the old."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.council.models import ChosenSetting
from tabard.council.settings import ALL, UnfitError
from tabard.notices import queries, rules
from tabard.notices.models import ENDS, LIFECYCLE, Email, Notice
from tabard.notices.settings import KEEP_EMAILS, KEEP_NOTICES
from tabard.notices.work import planning
from tabard.people.models import Person
from tabard.people.queries import administrators
from tabard.record.actions import record

# Administrators are told of e-mails that failed so often, and of a text that does not fit.
FAILURES_EVERY = timedelta(hours=1)
UNFIT_EVERY = timedelta(days=7)
AT_A_TIME = 1_000


@transaction.atomic
def sweep() -> None:
    """Tell administrators of what is wrong, and forget what is old enough."""
    held = planning.chosen()
    _tell_of_failures()
    _tell_of_unfit(held)
    _forget(Notice, KEEP_NOTICES.of(held.get(KEEP_NOTICES.key)))
    _forget(Email, KEEP_EMAILS.of(held.get(KEEP_EMAILS.key)))


def _tell_of_failures() -> None:
    if queries.failures_told_since(timezone.now() - FAILURES_EVERY).exists():
        return
    failed = queries.failures_untold().update(is_told=True)
    if failed:
        record("e-mails not sent", concerns=_administrators(), how_many=failed)


def _tell_of_unfit(held: planning.Chosen) -> None:
    """Tell of texts that were chosen and cannot be used any more, so that ours are."""
    for key, chosen in held.items():
        if _is_unfit(chosen) and cache.add(f"unfit-{key}", True, UNFIT_EVERY.total_seconds()):
            record("text does not fit", concerns=_administrators(), setting=ALL[key].label)


def _is_unfit(chosen: ChosenSetting) -> bool:
    if chosen.key not in ALL:
        return False
    try:
        ALL[chosen.key].fit(chosen.value)
    except UnfitError:
        return True
    return False


def _administrators() -> list[int]:
    return list(administrators().values_list("pk", flat=True))


def _forget(kind: type[Notice | Email], days: int) -> None:
    """Delete the old; only the oldest are looked at, so that it costs as little each time."""
    oldest = kind.objects.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]
    until = timezone.now() - timedelta(days=days)
    old = {"at__lt": until} if kind is Notice else {"state__in": ENDS, "made_at__lt": until}
    kind.objects.filter(pk__in=list(oldest), **old).delete()


@transaction.atomic
def retry(email: Email, *, by: Person) -> Email:
    """Have an e-mail tried again that was given up."""
    insist(rules.may_see_emails(by))
    email = lock(email)
    email.state = LIFECYCLE.after(email.state, "retry")
    email.tries, email.is_unsure, email.is_told = 0, False, False
    email.problem, email.try_at, email.ended_at = "", timezone.now(), None
    email.save()
    return email
