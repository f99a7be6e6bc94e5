"""Questions across messages."""

from django.db.models import QuerySet

from tabard.composing.models import Message, MessageState
from tabard.people.models import Person, Role


def waiting_for_review(person: Person) -> QuerySet[Message]:
    """Give the messages that this person can review, the first due first."""
    if not person.reviews_messages:
        return Message.objects.none()
    return (
        Message.objects.filter(state=MessageState.WAITING)
        .exclude(author=person)
        .select_related("author__service", "picture")
        .prefetch_related("versions__account")
        .order_by("due_at", "submitted_at")
    )


def written_by(person: Person) -> QuerySet[Message]:
    """Give what a person is still writing or has waiting."""
    return Message.objects.filter(
        author=person, state__in=[MessageState.WRITING, MessageState.WAITING]
    ).prefetch_related("versions__account")


def reviewers() -> QuerySet[Person]:
    """Give those who review messages."""
    return Person.objects.filter(
        roles__overlap=[Role.REVIEWER, Role.PROGRAMME_TEAM], is_active=True
    )
