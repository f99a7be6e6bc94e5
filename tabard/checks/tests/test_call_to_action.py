"""A second link is found; the same one twice is one."""

from tabard.checks.plain.call_to_action import CallToAction
from tabard.checks.tests.contract import CheckContract


class TestCallToAction(CheckContract):
    check = CallToAction
    noticed = {
        "https://example.org/a or ⟦https://example.org/b⟧.": "links_many",
    }
    left_alone = (
        "https://example.org/a, https://example.org/a",
        "One: (https://example.org/a_(b))",
        "no link",
        "www.example.org",
    )
