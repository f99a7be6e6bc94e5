"""Links that hide where they lead are found; the council's own shortener is not."""

from tabard.checks.api import Facts
from tabard.checks.links.shortened_link import ShortenedLink
from tabard.checks.tests.contract import CheckContract


class TestShortenedLink(CheckContract):
    check = ShortenedLink
    facts = Facts(domains=("orlo.uk",))
    noticed = {
        "⟦https://bit.ly/abc⟧": "link_shortened",
        "⟦https://www.tinyurl.com/abc⟧!": "link_shortened",
        "⟦https://example.org/go?url=https://example.com⟧": "link_shortened",
    }
    left_alone = (
        "https://orlo.uk/abc",
        "https://example.org/?q=bees",
        "https://example.org/bit.ly",
    )
