"""Links that hide where they lead: shorteners, and pages that only send people on."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.links.addresses import Link, belongs, links
from tabard.checks.lists import words
from tabard.checks.saying import Says

SHORTENED = Says(
    "link_shortened",
    "Nobody sees where it leads, and it may lead elsewhere tomorrow.",
    "Use the address of the page itself; networks count every link alike.",
    0.95,
)
LED_ON = Says(
    "link_led_on",
    "It goes over other servers before it comes to its page, and each can send people elsewhere.",
    "Use the address at which the page is in the end.",
    0.8,
)
# The link's own, one on the way, and that of the page: a domain that has moved is one less.
MOST_SERVERS = 3
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
            if host in self._ours:
                continue
            if host in SHORTENERS or _leads_on(link):
                yield SHORTENED.at(written.words, link.place)
            elif _servers(host, written.behind(link.address).led_to) >= MOST_SERVERS:
                yield LED_ON.at(written.words, link.place)


def _leads_on(link: Link) -> bool:
    return any(
        name.lower() in LEADS_ON and value.lower().startswith(("http://", "https://"))
        for name, value in link.asked
    )


def _servers(host: str, led_to: Iterable[str]) -> int:
    """Count the servers on the way to a page; those of one domain are one."""
    met = [host]
    for address in led_to:
        place = Link(address, (0, 0)).host.removeprefix("www.")
        if not (belongs(place, met[-1]) or belongs(met[-1], place)):
            met.append(place)
    return len(met)
