"""Links that tell others who followed them, and from where."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.links.addresses import links
from tabard.checks.saying import Says

TRACKS = Says(
    "link_tracking",
    "It lets others follow residents from page to page, which they have not agreed to.",
    "Take out what stands from the question mark on, as far as it is about tracking.",
    0.95,
)
PARAMETER = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|igshid|igsh"
    r"|li_fat_id|yclid"
    r"|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|vero_id|oly_(?:anon|enc)_id|__s|ss_\w+|s_cid|ncid|cmpid"
    r"|ref_src|ref_url|wt\.mc_id)"
)


class Tracking:
    """Finds what is added to a link to know again who follows it."""

    name: ClassVar[str] = "Links that track"
    about: ClassVar[About] = About.LINKS

    def __init__(self, facts: Facts) -> None:
        """Take nothing: to be followed is nobody's wish."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at what each server is asked."""
        for link in links(written.words):
            if any(PARAMETER.fullmatch(name.lower()) for name, _ in link.asked):
                yield TRACKS.at(written.words, link.place)
