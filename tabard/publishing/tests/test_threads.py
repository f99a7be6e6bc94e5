"""A thread goes part by part, each answering the one before, and is taken down from its end."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.composing.models import InParts, Message, Version
from tabard.people.models import Person
from tabard.publishing import actions
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.work import rows
from tabard.publishing.work.claiming import claim
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
    Message.objects.filter(pk=message.pk).update(is_taken_up=True)
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


def age(message: Message, by: timedelta) -> None:
    """Have the time pass for what has not begun to go."""
    for delivery in Delivery.objects.filter(version__message=message, state=S.SCHEDULED):
        delivery.due_at -= by
        delivery.save(update_fields=["due_at"])


def test_part_has_its_hour_from_when_the_one_before_it_was_there():
    message, (first, _, _) = parted(S.SENT, S.SCHEDULED, S.SCHEDULED)
    age(message, timedelta(hours=2))

    rows.note_confirmed(first, ())
    actions.tick()

    assert states(message) == [S.CONFIRMED, S.DUE, S.SCHEDULED]
    second = Delivery.objects.get(part=2)
    assert timezone.now() - second.due_at < timedelta(minutes=1)
    assert claim(second).state == S.SENDING


def test_part_that_could_not_leave_in_its_hour_ends_its_thread_there():
    message, (first, _, _) = parted(S.SENT, S.SCHEDULED, S.SCHEDULED)
    rows.note_confirmed(first, ())
    age(message, timedelta(hours=2))

    actions.tick()
    actions.tick()

    assert states(message) == [S.CONFIRMED, S.EXPIRED, S.CANCELLED]


def test_part_that_was_held_keeps_the_time_from_the_one_before_it():
    message, (_, second) = parted(S.CONFIRMED, S.SCHEDULED)
    account = second.version.account
    now = timezone.now()
    Message.objects.filter(pk=message.pk).update(due_at=now - timedelta(hours=3))
    Delivery.objects.filter(pk=second.pk).update(due_at=now)
    Account.objects.filter(pk=account.pk).update(state="lost")
    actions.tick()
    assert states(message) == [S.CONFIRMED, S.HELD]

    Account.objects.filter(pk=account.pk).update(state="connected")
    actions.tick()

    assert states(message) == [S.CONFIRMED, S.DUE]
    assert Delivery.objects.get(part=2).due_at == now


def test_what_is_approved_anew_in_the_middle_of_a_thread_goes_on_then():
    message, _ = parted(S.CONFIRMED, S.HELD)
    approved_at = timezone.now()
    Message.objects.filter(pk=message.pk).update(
        due_at=approved_at - timedelta(hours=3), approved_at=approved_at, is_taken_up=False
    )

    actions.tick()

    assert states(message) == [S.CONFIRMED, S.DUE]
    assert Delivery.objects.get(part=2).due_at == approved_at
