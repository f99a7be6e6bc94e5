"""Days on which no post goes: what is planned for them is held at once, and its author told."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.composing import actions as composing
from tabard.composing.models import Message
from tabard.council.forms import OccasionForm
from tabard.council.models import Occasion
from tabard.publishing import actions
from tabard.publishing.models import Delivery, DeliveryState
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def silence(*, first: int = 3, last: int = 4, **differs: Any) -> Occasion:
    told = {"kind": "mourning", "name": "A day of mourning", "stops_posts": True, **differs}
    return make.occasion(first_day=in_days(first), last_day=in_days(last), **told)


def planned(days: int, at: time = time(9)) -> Delivery:
    due_at = timezone.make_aware(datetime.combine(in_days(days), at))
    return make.delivery(make.approved_message(due_at=due_at))


def state(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def test_what_is_planned_for_the_days_is_held_and_its_author_told_at_once():
    silence()
    before, first, last, after = (
        planned(2, time(23, 59)),
        planned(3, time(0)),
        planned(4, time(23, 59)),
        planned(5, time(0)),
    )

    actions.tick()

    assert [state(one) for one in (before, first, last, after)] == [
        S.SCHEDULED,
        S.HELD,
        S.HELD,
        S.SCHEDULED,
    ]
    held = Delivery.objects.get(pk=first.pk)
    assert held.problem.startswith("No post goes on ")
    assert held.problem.endswith(" (A day of mourning). Give it another time.")
    told = Entry.objects.filter(
        kind="delivery held", people__contains=[first.version.message.author_id]
    )
    assert told.count() == 1


@pytest.mark.parametrize("differs", [{"stops_posts": False}, {"first": 10, "last": 11}])
def test_other_days_hold_nothing(differs: dict[str, Any]):
    silence(**differs)
    delivery = planned(3)

    actions.tick()

    assert state(delivery) == S.SCHEDULED


def test_another_time_releases_it():
    silence(last=3)
    delivery = planned(3)
    actions.tick()
    author = delivery.version.message.author

    later = timezone.make_aware(datetime.combine(in_days(5), time(9)))
    actions.move(delivery.version.message, later, by=author)
    waiting = Message.objects.get(pk=delivery.version.message_id)
    composing.approve(waiting, by=make.reviewer(), submitted_at=waiting.submitted_at)
    actions.tick()

    moved = Delivery.objects.get(pk=delivery.pk)
    assert (moved.state, moved.due_at) == (S.SCHEDULED, later)


def test_its_author_is_led_to_another_time(client: Client):
    silence()
    delivery = planned(3)
    actions.tick()
    message = delivery.version.message
    client.force_login(message.author)

    page = client.get(reverse("publishing:post", args=[message.pk])).content.decode()

    assert "No post goes on " in page
    assert reverse("publishing:move", args=[message.pk]) in page
    assert "See how your accreditation stands" not in page


def test_it_is_released_when_the_days_are_taken_out():
    days = silence()
    delivery = planned(3)
    actions.tick()

    days.delete()
    actions.tick()

    assert state(delivery) == S.SCHEDULED


def test_what_cannot_wait_is_let_go():
    silence()
    delivery, other = planned(3), planned(3)
    actions.tick()

    by = make.programme_member()
    actions.let_pass(delivery.version.message, by=by, because="The funeral's own road closure.")
    actions.tick()

    assert (state(delivery), state(other)) == (S.SCHEDULED, S.HELD)


def test_an_event_stops_nothing():
    with pytest.raises(IntegrityError, match="only_a_silence_stops_posts"):
        silence(kind="event")
    asked = {
        "kind": "event",
        "name": "Winter festival",
        "first_day_0": "1",
        "stops_posts": "on",
    }
    assert OccasionForm(asked).errors["stops_posts"] == [
        "Posts are stopped only on days of silence"
    ]


def test_the_days_say_that_no_post_goes(client: Client):
    silence(first=0, last=1)
    client.force_login(make.programme_member())

    days = client.get(reverse("council:days")).content.decode()
    calendar = client.get(reverse("publishing:calendar"), {"view": "list"}).content.decode()

    assert "No post goes" in days
    assert "A day of mourning: no post goes" in " ".join(calendar.split())
