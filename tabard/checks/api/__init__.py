"""The contract between the product and a check: what it is given, and what it answers."""

from tabard.checks.api.check import Check, Checks, Looked, all_checks
from tabard.checks.api.facts import Election, Facts, Phrase
from tabard.checks.api.text import LONGEST, Text, Token
from tabard.checks.api.told import (
    OWN_PARTS,
    About,
    Finding,
    Followed,
    Level,
    Part,
    Picture,
    Reached,
    Written,
)

__all__ = [
    "LONGEST",
    "OWN_PARTS",
    "About",
    "Check",
    "Checks",
    "Election",
    "Facts",
    "Finding",
    "Followed",
    "Level",
    "Looked",
    "Part",
    "Phrase",
    "Picture",
    "Reached",
    "Text",
    "Token",
    "Written",
    "all_checks",
]
