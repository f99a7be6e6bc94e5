"""The one test of a check: what it notices, what it leaves alone, and all else by itself."""

# ruff: noqa: INP001 - it stands beside the package, and is no part of one
from tabard_jargon import Jargon

from tabard.checks.api import Facts
from tabard.checks.tests.contract import CheckContract


class TestJargon(CheckContract):
    check = Jargon
    facts = Facts(allowed=("Stakeholders",))
    noticed = {"We ⟦signpost⟧ to services ⟦going forward⟧.": "jargon"}
    left_alone = ("A sign post, and our stakeholders",)
