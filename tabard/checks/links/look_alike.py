"""Links to servers whose names could be taken for others."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Written
from tabard.checks.links.addresses import Link, belongs, links
from tabard.checks.lists import words
from tabard.checks.saying import Says
from tabard.common.lookalikes import skeleton

ALIKE = Says(
    "link_look_alike",
    "It looks like an address that people trust, and is another: so are their passwords stolen.",
    "Make sure where it leads, and type the address by hand.",
    0.9,
    Level.WARNING,
)
SCRIPTS = re.compile(r"(?P<latin>[a-z])|(?P<other>[\u0370-\u03ff\u0400-\u052f\u0531-\u0587])")


class LookAlike:
    """Finds names that a hasty reader takes for a trusted one, and addresses made to deceive."""

    name: ClassVar[str] = "Look-alike links"
    about: ClassVar[About] = About.LINKS

    def __init__(self, facts: Facts) -> None:
        trusted = {domain.lower().lstrip("@.") for domain in facts.domains} | words(
            "trusted_domains"
        )
        self._trusted = frozenset(trusted)
        self._seen = frozenset(skeleton(domain) for domain in trusted)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at the server of each link."""
        for link in links(written.words):
            if link.host and self._deceives(link):
                yield ALIKE.at(written.words, link.place)

    def _deceives(self, link: Link) -> bool:
        host = _in_letters(link.host)
        if link.parts and link.parts.username is not None:
            return True
        if any(belongs(host, domain) for domain in self._trusted):
            return False
        labels = host.split(".")
        endings = (".".join(labels[at:]) for at in range(len(labels) - 1))
        return (
            any(f".{domain}." in f".{host}" for domain in self._trusted)
            or any(_with_hyphens(domain) in host for domain in self._trusted)
            or _mixes(host)
            or any(skeleton(one) in self._seen for one in endings)
        )


def _with_hyphens(domain: str) -> str:
    """Give what is left of a domain in somebody else's: anytown-gov-uk.example."""
    return f"{domain.replace('.', '-')}."


def _in_letters(host: str) -> str:
    """Give a name as it is shown, if it was written in the letters that servers use."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _mixes(host: str) -> bool:
    """Say whether one word of a name mixes scripts that look alike."""
    return any(
        len({found.lastgroup for found in SCRIPTS.finditer(label)}) > 1 for label in host.split(".")
    )
