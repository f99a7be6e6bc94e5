"""Links that work for staff alone."""

import ipaddress
import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Reached, Written
from tabard.checks.links.addresses import Link, belongs, links
from tabard.checks.saying import Says

INTERNAL = Says(
    "link_internal",
    "Residents cannot open it, and it tells how the council's own network is made.",
    "Link to a page that is public.",
    0.9,
    Level.WARNING,
)
# Names that are never public, and where colleagues share files.
WITHIN = re.compile(
    r"(?:^|\.)(?:local|localhost|internal|intranet|corp|lan|home|private|test|invalid)$"
    r"|^(?:intranet|staff|insidestaff|myhr|vpn|sharepoint)\.|(?:^|\.)(?:sharepoint\.com"
    r"|teams\.microsoft\.com"
    r"|onedrive\.live\.com|1drv\.ms|yammer\.com|outlook\.office\.com)$"
)
# Whoever is sent here from another address has to be a colleague to get on.
SIGN_IN = frozenset({"login.microsoftonline.com", "login.windows.net", "adfs.microsoft.com"})


class InternalLink:
    """Finds addresses within a network, and of places where colleagues share files."""

    name: ClassVar[str] = "Internal links"
    about: ClassVar[About] = About.LINKS

    def __init__(self, facts: Facts) -> None:
        self._hosts = tuple(host.lower().lstrip("*.") for host in facts.internal_hosts)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at the server of each link."""
        for link in links(written.words):
            if self._is_internal(link) or self._leads_within(link, written):
                yield INTERNAL.at(written.words, link.place)

    def _leads_within(self, link: Link, written: Written) -> bool:
        """Say whether it leads on to what is internal, or to where colleagues sign in."""
        followed = written.behind(link.address)
        if followed.reached is Reached.PRIVATE:
            return True
        if not followed.led_to:
            return False
        page = Link(followed.led_to[-1], link.place)
        return self._is_internal(page) or page.host in SIGN_IN

    def _is_internal(self, link: Link) -> bool:
        host = link.host
        if link.scheme == "file" or any(belongs(host, own) for own in self._hosts):
            return True
        if host and "." not in host and ":" not in host:
            return True
        return WITHIN.search(host) is not None or _is_private(host)


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
