"""Posts that went at once, and those of them that are looked at afterwards."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from tabard.accreditation.models import Rung
from tabard.composing.models import Message
from tabard.people.models import Person
from tabard.people.queries import in_line_of
from tabard.publishing.models import Delivery, DeliveryState, Lot, Sample, SampleState
from tabard.publishing.queries.posts import versions

# What arrived longer ago is not drawn any more.
DRAWN_WITHIN = timedelta(days=7)


def to_draw(now: datetime) -> QuerySet[Message]:
    """Give the posts that went at once on “sampled”, have arrived, and had no lot yet."""
    arrived = Delivery.objects.filter(
        state=DeliveryState.CONFIRMED, confirmed_at__gte=now - DRAWN_WITHIN
    )
    lots = Lot.objects.filter(message=OuterRef("pk"))
    return Message.objects.filter(
        ~Exists(lots),
        let_go_on=Rung.SAMPLED,
        author__left_at=None,
        pk__in=arrived.values("version__message"),
    ).order_by("pk")


def samples() -> QuerySet[Sample]:
    """Give the posts that were drawn, with what is shown of them, the first drawn first."""
    return Sample.objects.select_related(
        "message__author__service", "looked_at_by"
    ).prefetch_related(versions("message__"), "message__pictures")


def samples_to_look_at(person: Person) -> QuerySet[Sample]:
    """Give what was drawn of others, not of one line with this reviewer, and waits for them."""
    if not person.reviews_messages:
        return Sample.objects.none()
    waiting = samples().filter(state=SampleState.WAITING, author__left_at=None)
    return waiting.exclude(author=person).exclude(author__in=in_line_of(person))


def samples_of_leavers() -> QuerySet[Sample]:
    """Give what waits to be looked at though its author has left."""
    return Sample.objects.filter(state=SampleState.WAITING, author__left_at__isnull=False)
