"""What tracks is found; what a page needs is not."""

from tabard.checks.links.tracking import Tracking
from tabard.checks.tests.contract import CheckContract


class TestTracking(CheckContract):
    check = Tracking
    noticed = {
        "⟦https://example.org/?utm_source=x&id=3⟧.": "link_tracking",
        "⟦https://example.org/a?fbclid=1⟧": "link_tracking",
    }
    left_alone = (
        "https://example.org/?id=3",
        "https://example.org/utm_source",
        "no link",
    )
