"""A thread goes part by part, each answering the one before, and is taken down from its end."""

from collections.abc import Sequence

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.composing.models import InParts, Message, Version
from tabard.people.models import Person
from tabard.publishing.models import Delivery, DeliveryState
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState
PARTS = ("One.", "Two.", "Three.")
FIRST = "It was the first part of a thread, so nothing of the thread was sent."


def threaded(account: Account, author: Person, parts: Sequence[str] = PARTS) -> Message:
    """Make an approved message that goes to an account as a thread."""
    message = make.approved_message(
        author, accounts=[account], words=" ".join(parts), in_parts=InParts.PLAIN
    )
    Version.objects.filter(message=message).update(parts=list(parts))
    return message


def parted(*states: DeliveryState) -> tuple[Message, list[Delivery]]:
    """Make a thread whose parts are in these states."""
    author = make.author()
    message = threaded(make.account(author), author, [f"Part {n}." for n in range(len(states))])
    version = message.versions.get()
    made = []
    for part, state in enumerate(states, start=1):
        there = state in {S.SENT, S.CONFIRMED, S.REMOVING, S.REMOVED}
        begun = state not in {S.SCHEDULED, S.DUE, S.HELD, S.CANCELLED, S.EXPIRED}
        made.append(
            Delivery.objects.create(
                version=version,
                part=part,
                state=state,
                due_at=message.approved_at or timezone.now(),
                once_only_key=f"key-{message.pk}-{part}",
                network_id=f"post-{part}" if there else "",
                answers=f"post-{part - 1}" if part > 1 and begun else "",
                begun_at=timezone.now() if begun else None,
                confirmed_at=timezone.now() if there else None,
                removed_at=timezone.now() if state == S.REMOVED else None,
            )
        )
    return message, made


def states(message: Message) -> list[str]:
    found = Delivery.objects.filter(version__message=message).order_by("part")
    return list(found.values_list("state", flat=True))


def test_same_part_twice_and_a_later_part_that_answers_nothing_are_refused_by_the_database():
    _, parts = parted(S.CONFIRMED, S.CONFIRMED)
    again = Delivery(version=parts[0].version, part=1, due_at=timezone.now(), once_only_key="k")

    with pytest.raises(IntegrityError, match="one_delivery_per_version"), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError, match="later_part_begins_with"), transaction.atomic():
        Delivery.objects.filter(part=2).update(answers="")
