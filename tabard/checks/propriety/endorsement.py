"""Praise of a business, which a council may not give to one and not to others."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Text, Written
from tabard.checks.lists import words
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

PRAISED = Says(
    "endorsement",
    "A council favours no business, and others will ask why not theirs.",
    "Say what people can find there without saying that it is better, or name several.",
    0.65,
)
BUSINESS = (
    r"(?:bakery|bank|bar|barber|builder|butcher|caf[eé]|company|contractor|dealer|deli|firm"
    r"|florist|garage|gym"
    r"|hairdresser|hotel|ice cream|inn|kebab|pizza|plumber|pub|restaurant|salon|shop|store"
    r"|supermarket|supplier|takeaway)s?"
)
SAID = re.compile(
    rf"\b(?:(?:the |our |my )(?:absolute |all-time )?(?:best|finest|favourite|cheapest|greatest"
    rf"|nicest|tastiest|number one)"
    rf" (?:\w+ ){{0,2}}{BUSINESS}\b(?= (?:in|is|for|around|near|on|by|you)\b|[.,!])"
    r"|(?:use|with|quote|enter) (?:the |our |my )?(?:discount |promo |voucher )?code [a-z0-9]{4,}"
    r"|(?:highly|thoroughly|really|strongly|can't) recommend(?:ed)? (?:them|him|her|this"
    r" (?:company|firm|shop|place|business))"
    r"|(?:shop|buy (?:it|them|yours)|order (?:it|yours)) (?:at|from|with) (?:them|him|her)"
    r" (?:now|today)"
    r"|proudly sponsored by|in paid partnership with|you won't find (?:a )?better|best (?:value"
    r"|prices?|deals?) in (?:town|the county|surrey))\b"
)
# We highly recommend Smith & Sons for …
NAMED = re.compile(
    r"\b[Rr]ecommend(?:ed|ing)? (?:the (?:team|people|folks|staff) at )?"
    r"(?P<name>(?:[A-Z][\w'&-]+(?: (?:&|and|of) )?(?= [A-Z])? ?){1,4})(?:for|to|if|as|-|!|\.|,)"
)
PRAISE = words("praise_of_things")


class Endorsement:
    """Finds praise of businesses: by what is said, or near a name that the council has listed."""

    name: ClassVar[str] = "Endorsement of a business"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        self._businesses = Phrases((name, PRAISED) for name in facts.businesses)
        self._places = frozenset(name.lower() for name in (*facts.places, *facts.own_names))

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for praise."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        for found in SAID.finditer(text.lower):
            yield PRAISED.at(text, found.span())
        if "recommend" in text.lower:
            for found in NAMED.finditer(text.plain):
                if found["name"].strip().lower() not in self._places:
                    yield PRAISED.at(text, found.span("name"))
        for place, says in self._businesses.find(text):
            if text.near(place, PRAISE, before=60, after=60):
                yield says.at(text, place)
