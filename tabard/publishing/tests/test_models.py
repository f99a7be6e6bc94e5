"""What the database promises about deliveries."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tabard.publishing.models import LIFECYCLE, UNDER_WAY, Delivery, DeliveryState
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["sent", "confirmed", "removing", "removed"])
def test_what_the_network_took_has_its_identifier(state: str):
    with pytest.raises(IntegrityError, match="taken_by_the_network_only_with_its_identifier"):
        make.delivery(state=DeliveryState(state), network_id="")


def test_confirmed_without_a_time_is_refused():
    with pytest.raises(IntegrityError, match="confirmed_says_when"):
        make.delivery(state=DeliveryState.CONFIRMED, confirmed_at=None)


def test_removed_without_a_time_is_refused():
    with pytest.raises(IntegrityError, match="removed_says_when"):
        make.delivery(state=DeliveryState.REMOVED, removed_at=None)


def test_key_is_used_once():
    make.delivery(once_only_key="the key")

    with pytest.raises(IntegrityError, match="once_only_key"):
        make.delivery(once_only_key="the key")


def test_version_has_one_delivery():
    delivery = make.delivery()

    with pytest.raises(IntegrityError, match="version_id"), transaction.atomic():
        Delivery.objects.create(
            version=delivery.version, due_at=delivery.due_at, once_only_key="another"
        )


def test_account_with_a_delivery_cannot_be_deleted():
    delivery = make.delivery()

    with pytest.raises(ProtectedError):
        delivery.version.account.delete()


def test_version_that_is_taken_out_takes_its_delivery_along():
    delivery = make.delivery(state=DeliveryState.HELD)

    delivery.version.delete()

    assert not Delivery.objects.exists()


def test_every_state_can_be_reached():
    reached = {LIFECYCLE.initial}
    for _ in DeliveryState:
        reached |= {leads_to for starts, _, leads_to in LIFECYCLE.arrows() if starts in reached}

    assert reached == set(DeliveryState)


def test_nothing_is_left_under_way_without_a_way_on():
    ways = {starts for starts, _, leads_to in LIFECYCLE.arrows() if starts != leads_to}

    assert ways >= UNDER_WAY


def test_name_is_words_account_and_state():
    delivery = make.delivery(state=DeliveryState.HELD)

    assert str(delivery) == (
        f"The mobile library stops at Oakford at ten. on {delivery.version.account}: Held"
    )
