"""What is said of personal data, and how much more strictly near what hurts most."""

from tabard.checks.api import Finding, Level, Text
from tabard.checks.lists import words

# Children, health, care and debt: where a detail that is harmless elsewhere does harm.
TOUCHY = words("touchy")
REMOVE = "Take it out, or say it in a private message."


def personal(
    text: Text, place: tuple[int, int], kind: str, *, why: str, sure: float, level: Level
) -> Finding:
    """Make a finding of personal data at a place in the plain text; near hurt, no mere advice."""
    if level is Level.ADVICE and text.near(place, TOUCHY):
        level, sure = Level.WARNING, max(sure, 0.6)
    start, end = text.span(*place)
    return Finding(kind, start, end, why, REMOVE, sure, level)
