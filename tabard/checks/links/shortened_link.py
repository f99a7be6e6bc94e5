"""Links that hide where they lead: shorteners, and pages that only send people on."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.links.addresses import Link, links
from tabard.checks.lists import words
from tabard.checks.saying import Says

SHORTENED = Says(
    "link_shortened",
    "Nobody sees where it leads, and it may lead elsewhere tomorrow.",
    "Use the address of the page itself; networks count every link alike.",
    0.95,
)
SHORTENERS = words("shorteners")
LEADS_ON = frozenset({"url", "u", "q", "redirect", "redirect_uri", "dest", "destination", "target"})


class ShortenedLink:
    """Finds links of shorteners, and those that hold another link."""

    name: ClassVar[str] = "Links that hide where they lead"
    about: ClassVar[About] = About.LINKS

    def __init__(self, facts: Facts) -> None:
        self._ours = frozenset(domain.lower() for domain in facts.domains)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at the server and at what it is asked."""
        for link in links(written.words):
            host = link.host.removeprefix("www.")
            if host not in self._ours and (host in SHORTENERS or _leads_on(link)):
                yield SHORTENED.at(written.words, link.place)


def _leads_on(link: Link) -> bool:
    return any(
        name.lower() in LEADS_ON and value.lower().startswith(("http://", "https://"))
        for name, value in link.asked
    )
