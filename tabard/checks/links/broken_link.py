"""Links that lead nowhere, as far as that was found out when they were followed."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Reached, Written
from tabard.checks.links.addresses import links
from tabard.checks.saying import Says

BROKEN = Says(
    "link_broken",
    "Whoever follows it finds nothing.",
    "Look whether the address is right, and whether the page will be there in time.",
    0.9,
)


class BrokenLink:
    """Finds links whose server says that there is no page, or whose server does not exist."""

    name: ClassVar[str] = "Links that lead nowhere"
    about: ClassVar[About] = About.LINKS

    def __init__(self, facts: Facts) -> None:
        """Take nothing: what is not there is there for nobody."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at what was found; of a link that was not followed nothing is known."""
        if not written.followed:
            return
        for link in links(written.words):
            if written.behind(link.address).reached is Reached.NOTHING:
                yield BROKEN.at(written.words, link.place)
