"""Giving posts another time, and letting somebody's own calendar follow."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.common.rules import insist
from tabard.composing import actions as composing
from tabard.composing.models import Message
from tabard.people.models import Person
from tabard.publishing import rules
from tabard.publishing.models import CalendarFeed, Delivery
from tabard.record.actions import record


@transaction.atomic
def move(message: Message, due_at: datetime, *, by: Person) -> Message:
    """Give a post another time; one that a reviewer approved for its old time is reviewed again."""
    insist(rules.may_move(by, message))
    # Deliveries are locked before their message, here as everywhere.
    of_message = Delivery.objects.filter(version__message=message)
    insist(rules.can_be_moved(of_message.select_for_update(of=["self"])))
    message = composing.give_time(message, due_at, by=by)
    # A tick may have held the message, and made its deliveries while we waited for it.
    insist(rules.can_be_moved(of_message.select_for_update(of=["self"])))
    of_message.update(due_at=due_at)
    return message


@transaction.atomic
def make_feed(*, by: Person) -> str:
    """Give somebody a new secret for their calendar; an old one works no more."""
    secret, digest = CalendarFeed.new_secret()
    made = {"digest": digest, "made_at": timezone.now(), "used_at": None}
    CalendarFeed.objects.update_or_create(person=by, defaults=made)
    record("calendar address made", by=by.pk)
    return secret


@transaction.atomic
def stop_feed(*, by: Person) -> None:
    """Let the address of somebody's calendar work no more."""
    CalendarFeed.objects.filter(person=by).delete()
    record("calendar address stopped", by=by.pk)
