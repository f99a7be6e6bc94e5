"""What a delivery costs is within both caps, or it waits for a person."""

from decimal import Decimal

import httpx
import pytest
from django.utils import timezone

from tabard.publishing import actions
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.tests.told import (
    REFUSED,
    TAKEN,
    TROUBLE,
    URL,
    after_a_step,
    both,
    delivery_to,
)
from tabard.record.queries import entries_about
from tabard.spending import actions as spending
from tabard.spending.models import Charge
from tabard.spending.settings import COUNCIL_CAP
from tabard.spending.tests import make as costs
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState


def charged() -> list[tuple[str, Decimal]]:
    return list(Charge.objects.values_list("source", "amount"))


def test_post_that_goes_is_charged_at_the_price_of_its_day(script):
    costs.price(amount="0.60")
    script.says(TAKEN)
    delivery = delivery_to(script)

    sent = after_a_step(delivery)

    assert sent.state == S.SENT
    assert charged() == [(f"delivery {delivery.pk}", Decimal("0.60"))]


def test_post_over_the_cap_is_held_and_its_author_told_and_nothing_reaches_the_network(script):
    make.chosen(COUNCIL_CAP, 1)
    costs.price(amount="1.20")
    delivery = delivery_to(script)

    held = after_a_step(delivery)

    why = (
        "This post costs $1.20, more than is left of the $1.00 that the council may spend on posts "
        "in a month. Take the account out, or ask the programme team to raise the cap."
    )
    assert (held.state, held.problem) == (S.HELD, why)
    assert script.heard == []
    assert charged() == []
    [entry] = entries_about("delivery", delivery.pk)
    assert (entry.kind, entry.people) == ("delivery held", both(held.version.message))


def test_what_waits_for_money_is_told_once_and_goes_when_a_person_raises_the_cap(script):
    costs.price(amount="30")
    delivery = delivery_to(script)
    account = delivery.version.account
    after_a_step(delivery)

    for _ in range(3):
        actions.tick()
    waiting = Delivery.objects.get()
    told = [one.kind for one in entries_about("delivery", delivery.pk)]
    spending.set_cap(account, 40, because="The festival.", by=make.programme_member())
    actions.tick()
    released = Delivery.objects.get()
    script.says(httpx.Response(201, json={"id": released.once_only_key, "url": URL}))
    sent = after_a_step(released)

    assert (waiting.state, told) == (S.HELD, ["delivery held"])
    assert sent.state == S.SENT
    assert charged() == [(f"delivery {delivery.pk}", Decimal(30))]


def test_of_several_that_wait_as_many_are_released_as_there_is_money_for(script):
    make.chosen(COUNCIL_CAP, 1)
    costs.price(amount="0.60")
    waiting = [
        delivery_to(script, state=S.HELD, once_only_key=f"key{number}") for number in range(3)
    ]

    actions.tick()

    states = list(Delivery.objects.order_by("pk").values_list("state", flat=True))
    assert sorted(states) == ["due", "held", "held"]
    assert len(waiting) == 3
    assert charged() == []


def test_post_that_the_network_refuses_costs_nothing(script):
    costs.price(amount="0.60")
    script.says(REFUSED)

    failed = after_a_step(delivery_to(script))

    assert failed.state == S.FAILED
    assert charged() == []


def test_post_that_is_tried_again_is_charged_once(script):
    costs.price(amount="0.60")
    script.says(TROUBLE)
    delivery = delivery_to(script)
    after_a_step(delivery)
    Delivery.objects.update(state=S.DUE, try_at=timezone.now())
    script.says(TAKEN)

    sent = after_a_step(Delivery.objects.get())

    assert sent.state == S.SENT
    assert charged() == [(f"delivery {delivery.pk}", Decimal("0.60"))]
