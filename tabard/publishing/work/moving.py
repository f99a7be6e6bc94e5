"""The moves of a delivery, and their entries."""

from datetime import datetime

from tabard.publishing.models import LIFECYCLE, Delivery
from tabard.publishing.work import charging
from tabard.record.actions import record


def move(
    delivery: Delivery, move: str, *, why: str = "", try_at: datetime | None = None
) -> Delivery:
    """Make a move of the life cycle, with why and until when."""
    delivery.state = LIFECYCLE.after(delivery.state, move)
    delivery.problem, delivery.try_at = why, try_at
    delivery.save()
    charging.give_back_unless_sent(delivery)
    return delivery


def note_record(
    kind: str, delivery: Delivery, *, tell: bool = False, **facts: str | int | list[str]
) -> None:
    """Write the entry of what was done to a delivery."""
    message = delivery.version.message
    others = [message.approved_by_id, delivery.taken_down_by_id] if tell else []
    if delivery.of > 1:
        facts |= {"part": delivery.part, "parts": delivery.of}
    record(
        kind,
        concerns=[person for person in [message.author_id, *others] if person],
        delivery=delivery.pk,
        message=message.pk,
        account=delivery.version.account_id,
        **facts,
    )
