"""Links that do not say where they lead."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.saying import Says

UNCLEAR = Says(
    "link_text",
    "Many people hear links without what stands around them, and “here” leads anywhere.",
    "Say what people find there, such as “Apply for a permit”.",
    0.85,
)
SAID = re.compile(
    r"\b(?:(?:click|tap|press|go|look|see|apply|read|book|sign up|more|details|info) (?:right"
    r" )?here"
    r"|(?:click|tap|hit|follow) (?:on )?(?:the|this) (?:link|button)|link in (?:the )?bio"
    r"|read more|learn more|find out more|more info)\b(?=\W{0,4}(?:https?://|www\.|$|[⬇👇➡]))"
    r"|\bclick here\b"
)


class LinkText:
    """Finds what people say when the link says nothing."""

    name: ClassVar[str] = "Words of links"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: here is anywhere."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at what stands before links."""
        for found in SAID.finditer(written.words.lower):
            yield UNCLEAR.at(written.words, found.span())
