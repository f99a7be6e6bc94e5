"""Of a link alone nothing is known: it is broken only if that was found out."""

from tabard.checks.links.broken_link import BrokenLink
from tabard.checks.tests.contract import CheckContract


class TestBrokenLink(CheckContract):
    check = BrokenLink
    noticed = {}
    left_alone = (
        "See https://garden.gov.uk/bees",
        "https://no-such-server.gov.uk",
        "https://[broken",
    )
