"""Questions about the parts of a thread."""

from django.db.models import QuerySet

from tabard.publishing.models import NOT_BEGUN, Delivery, DeliveryState


def thread_of(delivery: Delivery) -> QuerySet[Delivery]:
    """Give all parts of the thread to which a delivery belongs, itself among them."""
    return Delivery.objects.filter(version=delivery.version_id)


def part_before(delivery: Delivery) -> Delivery | None:
    """Give the part that this one answers; the first answers none."""
    return None if delivery.part == 1 else thread_of(delivery).get(part=delivery.part - 1)


def part_after(delivery: Delivery) -> Delivery | None:
    """Give the part that answers this one, if there is one."""
    if delivery.part == delivery.of:
        return None
    return thread_of(delivery).filter(part=delivery.part + 1).first()


def next_to_go(delivery: Delivery) -> QuerySet[Delivery]:
    """Give the part that goes after this one, unless it has begun or will not go."""
    return thread_of(delivery).filter(part=delivery.part + 1, state__in=NOT_BEGUN)


def speaks_for_its_thread(delivery: Delivery) -> bool:
    """Say whether it is the last part that is to go, so that people are told once."""
    later = thread_of(delivery).filter(part__gt=delivery.part, state=DeliveryState.REMOVING)
    return not later.exists()
