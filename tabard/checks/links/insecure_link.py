"""Links without the s of https."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.links.addresses import links
from tabard.checks.saying import Says

INSECURE = Says(
    "link_not_https",
    "On its way such a page can be read and changed by others, and browsers warn of it.",
    "Use the address with https.",
    0.95,
)


class InsecureLink:
    """Finds links that are fetched in the open."""

    name: ClassVar[str] = "Links without https"
    about: ClassVar[About] = About.LINKS

    def __init__(self, facts: Facts) -> None:
        """Take nothing: in the open is in the open."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at how each link is fetched, and what it leads on to."""
        for link in links(written.words):
            led_to = written.behind(link.address).led_to
            if link.scheme in {"http", "ftp"} or (led_to and _is_open(led_to[-1])):
                yield INSECURE.at(written.words, link.place)


def _is_open(address: str) -> bool:
    return address.lower().startswith("http:")
