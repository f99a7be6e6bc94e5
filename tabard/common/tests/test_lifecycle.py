"""Life cycles as tables."""

import pytest
from django.db.models import TextChoices

from tabard.common.lifecycle import Lifecycle, NotNowError


class Door(TextChoices):
    SHUT = "shut", "Shut"
    OPEN = "open", "Open"
    BROKEN = "broken", "Broken"


DOOR = Lifecycle(
    Door.SHUT,
    open_it=({Door.SHUT}, Door.OPEN),
    shut_it=({Door.OPEN}, Door.SHUT),
    break_it=({Door.OPEN, Door.SHUT}, Door.BROKEN),
)


def test_a_move_leads_to_its_state():
    assert DOOR.after(Door.SHUT, "open_it") == Door.OPEN


def test_a_state_read_from_the_database_is_as_good():
    assert DOOR.after("shut", "open_it") == Door.OPEN


def test_a_move_from_elsewhere_says_why_not():
    with pytest.raises(NotNowError, match="not possible any more: it is broken now"):
        DOOR.after(Door.BROKEN, "open_it")


def test_arrows_come_in_the_order_of_the_states():
    assert list(DOOR.arrows()) == [
        (Door.SHUT, "open_it", Door.OPEN),
        (Door.OPEN, "shut_it", Door.SHUT),
        (Door.SHUT, "break_it", Door.BROKEN),
        (Door.OPEN, "break_it", Door.BROKEN),
    ]


@pytest.mark.parametrize(("state", "allowed"), [(Door.SHUT, True), (Door.OPEN, False)])
def test_it_can_be_asked_beforehand(state: Door, *, allowed: bool):
    assert DOOR.allows(state, "open_it") is allowed
