"""The links of a text: where they stand, and what their address says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import SplitResult, parse_qsl, urlsplit

from tabard.checks.api import Text

LINK = re.compile(r"(?<![\w@.])(?:https?://|ftp://|file://|www\.)[^\s<>\"]{3,2000}", re.IGNORECASE)
# Signs at its end belong to the sentence.
TRAILING = ".,;:!?'\"…"
PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True)
class Link:
    """One link as it stands in the plain text."""

    address: str
    place: tuple[int, int]

    @cached_property
    def parts(self) -> SplitResult | None:
        """The parts of the address; None if there are none."""
        try:
            whole = self.address if "://" in self.address else f"https://{self.address}"
            return urlsplit(whole)
        except ValueError:
            return None

    @property
    def host(self) -> str:
        """The name of the server, in small letters."""
        return ((self.parts and self.parts.hostname) or "").rstrip(".")

    @property
    def scheme(self) -> str:
        """How it is fetched: http, https …; nothing if it is not said."""
        return self.address.partition("://")[0].lower() if "://" in self.address else ""

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What stands behind the question mark."""
        return parse_qsl(self.parts.query, keep_blank_values=True) if self.parts else []


def links(text: Text) -> Iterator[Link]:
    """Give the links of a text, in order."""
    if "://" not in text.plain and "www." not in text.lower:
        return
    for found in LINK.finditer(text.plain):
        address = _trimmed(found[0])
        yield Link(address, (found.start(), found.start() + len(address)))


def _trimmed(address: str) -> str:
    """Leave what belongs to the sentence: its full stop, or the bracket that it opened."""
    while address[-1] in TRAILING or _closes_more(address):
        address = address[:-1]
    return address


def _closes_more(address: str) -> bool:
    last = address[-1]
    return last in PAIRS and address.count(last) > address.count(PAIRS[last])


def belongs(host: str, domain: str) -> bool:
    """Say whether a host is a domain or stands below it."""
    return host == domain or host.endswith(f".{domain}")
