"""What was found when links were followed is noticed; what is not known is no finding."""

import pytest

from tabard.checks.api import (
    Checks,
    Facts,
    Followed,
    Level,
    Part,
    Reached,
    Text,
    Written,
)
from tabard.checks.links.broken_link import BrokenLink
from tabard.checks.links.insecure_link import InsecureLink
from tabard.checks.links.internal_link import InternalLink
from tabard.checks.links.shortened_link import ShortenedLink

GARDEN = "https://garden.gov.uk/bees"
FACTS = Facts(domains=("bees.uk",), internal_hosts=("docs.council.gov.uk",))
CHECKS = Checks(
    {
        "broken": BrokenLink(FACTS),
        "insecure": InsecureLink(FACTS),
        "internal": InternalLink(FACTS),
        "shortened": ShortenedLink(FACTS),
    }
)


def kinds(address: str, reached: Reached = Reached.PAGE, *led_to: str) -> list[str]:
    words = f"\U0001f41d See {address}, and bring water."
    other = Followed("https://other.gov.uk", Reached.NOTHING)
    followed = (other, Followed(address, reached, led_to))
    found = CHECKS.look(Written(Text(words), followed=followed)).findings
    assert all(words[one.start : one.end] == address for one in found)
    assert all(one.part is Part.WORDS for one in found)
    return [one.kind for one in found]


def test_link_that_leads_nowhere_is_advice():
    written = Written(Text(GARDEN), followed=(Followed(GARDEN, Reached.NOTHING),))

    (found,) = CHECKS.look(written).findings

    assert (found.kind, found.level, found.start, found.end) == (
        "link_broken",
        Level.ADVICE,
        0,
        len(GARDEN),
    )


@pytest.mark.parametrize(
    ("reached", "led_to", "noticed"),
    [
        (Reached.NOTHING, [], ["link_broken"]),
        (Reached.PRIVATE, [], ["link_internal"]),
        (Reached.PAGE, ["https://intranet.council.gov.uk/a"], ["link_internal"]),
        (Reached.UNKNOWN, ["https://docs.council.gov.uk/a"], ["link_internal"]),
        (Reached.PAGE, ["https://login.microsoftonline.com/common"], ["link_internal"]),
        (Reached.UNKNOWN, ["http://garden.gov.uk/bees"], ["link_not_https"]),
        (Reached.PAGE, ["https://a.example.com/", "https://b.example.org/"], ["link_led_on"]),
        (Reached.UNKNOWN, [f"https://n{n}.example{n}.org/" for n in range(6)], ["link_led_on"]),
        # It is not there in the end, and goes round about on the way.
        (
            Reached.NOTHING,
            ["https://a.example.com/", "https://b.example.org/"],
            ["link_broken", "link_led_on"],
        ),
    ],
)
def test_what_was_found_on_the_way_is_noticed(
    reached: Reached, led_to: list[str], noticed: list[str]
):
    assert kinds(GARDEN, reached, *led_to) == noticed


@pytest.mark.parametrize(
    ("address", "reached", "led_to"),
    [
        (GARDEN, Reached.PAGE, []),
        # It could not be read in time, or not at all.
        (GARDEN, Reached.UNKNOWN, []),
        (GARDEN, Reached.PAGE, [f"{GARDEN}/", f"{GARDEN}/en/"]),
        (GARDEN, Reached.PAGE, ["https://www.garden.gov.uk/bees", "https://www.garden.gov.uk/b"]),
        # To www and back, and over the sign-on of the same domain.
        (GARDEN, Reached.PAGE, ["https://www.garden.gov.uk/", "https://garden.gov.uk/", GARDEN]),
        # A domain that has moved, with its www.
        (GARDEN, Reached.PAGE, ["https://new.gov.uk/bees", "https://www.new.gov.uk/bees"]),
        # In the open for a moment, and not in the end.
        (GARDEN, Reached.PAGE, ["http://garden.gov.uk/bees/", "https://garden.gov.uk/bees/"]),
        # The council's own short address.
        ("https://bees.uk/a", Reached.PAGE, ["https://a.example.com/", "https://b.example.org/"]),
        # Where one signs in is where it leads by itself.
        ("https://login.microsoftonline.com/common", Reached.PAGE, []),
    ],
)
def test_what_is_usual_on_the_way_is_left_alone(address: str, reached: Reached, led_to: list[str]):
    assert kinds(address, reached, *led_to) == []


def test_names_in_the_title_of_a_page_are_not_the_authors():
    title = Text("Jane Doe, 07700 900123, jane.doe@gmail.com")
    written = Written(Text(GARDEN), linked_pages=(title,), followed=(Followed(GARDEN),))

    assert Checks.of(Facts()).look(written).findings == ()
