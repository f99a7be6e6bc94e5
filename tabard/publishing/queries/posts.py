"""Questions across posts, with what became of them."""

from django.db.models import Prefetch, QuerySet

from tabard.composing.models import Message, MessageState, Version
from tabard.people.models import Person
from tabard.publishing.models import Delivery


def posts_of(person: Person) -> QuerySet[Message]:
    """Give everything that a person wrote with what became of it, newest first."""
    return (
        Message.objects.filter(author=person)
        .select_related("author")
        .prefetch_related(versions(), "pictures")
    )


def all_posts(*, state: str = "") -> QuerySet[Message]:
    """Give every post that was handed in, newest first; or those of which a part is in a state."""
    found = (
        Message.objects.filter(submitted_at__isnull=False)
        .exclude(state=MessageState.WRITING)
        .select_related("author__service")
        .prefetch_related(versions(), "pictures")
    )
    if state == MessageState.WAITING:
        return found.filter(state=state)
    if state:
        in_state = Version.objects.filter(deliveries__state=state).values("message")
        return found.filter(pk__in=in_state)
    return found


def post(message_id: int) -> QuerySet[Message]:
    """Give one message with its deliveries."""
    return (
        Message.objects.filter(pk=message_id)
        .select_related("author__service", "approved_by", "sample__looked_at_by")
        .prefetch_related(versions(), "pictures")
    )


def versions(of: str = "") -> "Prefetch[str, QuerySet[Version], str]":
    """Look up the versions of posts, reached by this way, with what became of them."""
    return Prefetch(
        f"{of}versions",
        Version.objects.select_related("account").prefetch_related(
            Prefetch(
                "deliveries",
                Delivery.objects.select_related("taken_down_by").order_by("part"),
            )
        ),
    )
