"""One call to action: more than one link, and people follow none."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.links.addresses import links
from tabard.checks.saying import Says

MORE = Says(
    "links_many",
    "A post that asks for one thing is followed more often than one that asks for two.",
    "Keep the link that matters most, or write two posts.",
    0.8,
)


class CallToAction:
    """Counts links; the same one twice is one."""

    name: ClassVar[str] = "One call to action"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: one is one."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for a second link."""
        found = list(links(written.words))
        for one in found[1:]:
            if one.address != found[0].address:
                yield MORE.at(written.words, one.place)
