"""Links without https are found."""

from tabard.checks.links.insecure_link import InsecureLink
from tabard.checks.tests.contract import CheckContract


class TestInsecureLink(CheckContract):
    check = InsecureLink
    noticed = {
        "See ⟦http://example.org⟧.": "link_not_https",
        "(⟦HTTP://example.org/a⟧)": "link_not_https",
    }
    left_alone = (
        "https://example.org",
        "www.example.org",
        "http is short for something",
    )
