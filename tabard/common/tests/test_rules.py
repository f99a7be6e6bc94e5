"""A rule's no."""

import pytest

from tabard.common.rules import NotAllowedError, Refused, insist


def test_a_refusal_stops_the_action_with_its_reason():
    with pytest.raises(NotAllowedError, match=r"^Somebody else has to do this\.$"):
        insist(Refused("Somebody else has to do this."))


def test_no_refusal_lets_it_go_on():
    insist(None)
