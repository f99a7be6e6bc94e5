"""A last post, where one was agreed on; it goes the way of every other."""

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import actions as composing
from tabard.composing.models import Message
from tabard.council.models import Council
from tabard.keeping.models import Farewell, Succession
from tabard.keeping.rules import succeeding as rules
from tabard.keeping.settings import FAREWELL, FAREWELL_OF_OTHERS
from tabard.people.models import Person


@transaction.atomic
def begin_farewell(succession: Succession, *, by: Person) -> Message:
    """Begin the farewell post of an account, with the council's words for it."""
    insist(rules.may_say_goodbye(by, succession, timezone.now()))
    succession = lock(succession)
    succession.farewell_begun_at = timezone.now()
    succession.save(update_fields=["farewell_begun_at"])
    account, successor = succession.account, succession.successor
    if succession.farewell == Farewell.FROM_OTHERS and successor is not None:
        words = FAREWELL_OF_OTHERS.filled(account=account.handle.removeprefix("@"))
        return composing.write(composing.Draft(words, [successor]), by=by)
    where_to = f"You will find my colleagues at {successor}." if successor else ""
    words = FAREWELL.filled(council=Council.here().name, where_to=where_to).strip()
    return composing.write(composing.Draft(words, [account]), by=by)
