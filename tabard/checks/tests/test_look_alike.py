"""Addresses that are taken for others are found; those others are not."""

from tabard.checks.api import Facts
from tabard.checks.links.look_alike import LookAlike
from tabard.checks.tests.contract import CheckContract


class TestLookAlike(CheckContract):
    check = LookAlike
    facts = Facts(domains=("exampleton.org",))
    noticed = {
        "⟦https://examplet\u043en.org/a⟧": "link_look_alike",
        "⟦https://gov.uk.evil.example/⟧": "link_look_alike",
        "⟦https://exampleton-org.example/⟧": "link_look_alike",
        "⟦https://gov.uk@evil.example/⟧": "link_look_alike",
        "⟦https://paypa1.com⟧": "link_look_alike",
        "⟦https://xn--exampletn-72h.example/⟧": "link_look_alike",
    }
    left_alone = (
        "https://www.exampleton.org/ and https://gov.uk",
        "https://example.com",
        "https://xn--80ak6aa92e9999999.example/",
        "www.anytown.gov.uk",
    )
