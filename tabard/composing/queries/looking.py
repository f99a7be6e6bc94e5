"""Who looks at what waits for a review, just now."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from tabard.composing.models import Looking, Message
from tabard.people.models import Person


def looking_at(messages: Iterable[Message], person: Person) -> dict[int, list[Looking]]:
    """Give for each message who else looks at it, in one query for all."""
    found: defaultdict[int, list[Looking]] = defaultdict(list)
    now = timezone.now()
    others = Looking.objects.filter(message__in=messages, until__gt=now).exclude(by=person)
    for one in others.select_related("by"):
        found[one.message_id].append(one)
    return found
