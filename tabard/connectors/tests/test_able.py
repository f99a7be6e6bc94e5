"""What each network can do, told from its connector alone."""

from typing import Protocol

from tabard.connectors import api
from tabard.connectors.able import ABILITIES, NEEDS, Row, table
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.cannot import why_not
from tabard.connectors.mastodon import Mastodon
from tabard.connectors.practice import Practice


def test_every_ability_of_the_contract_is_asked_about():
    protocols = {
        one
        for one in vars(api).values()
        if isinstance(one, type) and Protocol in one.__bases__ and one is not api.Connector
    }

    assert {*ABILITIES.values(), *NEEDS.values()} == protocols


def test_networks_stand_in_the_order_of_their_names():
    assert table([Practice, Bluesky]).names == ("Bluesky", "Practice network")
    assert table([Bluesky, Practice]).names == ("Bluesky", "Practice network")


def test_what_they_can_do_is_told_from_the_connectors():
    found = table([Practice, Mastodon])

    assert found.names == ("Mastodon", "Practice network")
    assert Row("take a post down", (True, True)) in found.can
    assert (
        Row("let software in without an application of the council's", (True, False)) in found.can
    )
    assert [row.answers for row in found.needs] == [(False, False), (False, False)]


def test_the_most_that_they_take_stands_there():
    assert table([Practice]).most == (
        ("Words", ("500 characters",)),
        ("Pictures", ("4",)),
        ("Posts in a thread", ("25",)),
        ("Text that describes a picture", ("1,000",)),
    )


def test_why_a_network_cannot_is_told_and_of_an_unknown_one_nothing():
    class Elsewhere(Practice):
        name = "Elsewhere"

    told = dict(table([Practice, Mastodon, Elsewhere]).why_not)

    assert told["change a post where it stands"] == (
        ("Practice network", "What residents saw is to stay as it was."),
    )
    assert "take a post down" not in told
    assert why_not(Practice, "X") == ""
