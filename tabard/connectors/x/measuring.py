"""What X counts of a post, and what it charges for a call."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tabard.connectors.answers import inside

# What we call it, where X has it, and what X means by it (docs.x.com, “Metrics”).
COUNTED: Mapping[str, tuple[str, str, str]] = {
    "views": ("public_metrics", "impression_count", "how often it was shown to somebody"),
    "likes": ("public_metrics", "like_count", "how many accounts like it"),
    "replies": ("public_metrics", "reply_count", "how often it was answered"),
    "reposts": ("public_metrics", "repost_count", "how often it was passed on as it is"),
    "quotes": ("public_metrics", "quote_count", "how often it was passed on with a comment"),
    "bookmarks": ("public_metrics", "bookmark_count", "how many accounts keep it for themselves"),
    "link clicks": (
        "non_public_metrics",
        "url_link_clicks",
        "how often its links were followed; told for thirty days",
    ),
    "profile clicks": (
        "non_public_metrics",
        "user_profile_clicks",
        "how often it led to the profile; told for thirty days",
    ),
}
# In US dollars (docs.x.com/x-api/getting-started/pricing, read in November 2026); X's developer
# console shows those of the day. A post that is read twice within a day of UTC is charged once.
PRICES: Mapping[str, Decimal] = {
    "a post": Decimal("0.015"),
    "a post with a link": Decimal("0.200"),
    "the alt text of a picture": Decimal("0.005"),
    "hiding an answer": Decimal("0.005"),
    "reading a post of the account's own": Decimal("0.001"),
    "reading a post of somebody else": Decimal("0.005"),
    "reading a profile": Decimal("0.010"),
}


def measures() -> Mapping[str, str]:
    """Name what X counts, each with what it means by it."""
    return {name: meaning for name, (_, _, meaning) in COUNTED.items()}


def prices() -> Mapping[str, Decimal]:
    """Give what each kind of call costs, in US dollars."""
    return PRICES


def numbers_in(told: Any) -> Mapping[str, int]:
    """Give the numbers that X tells of a post."""
    found = {name: inside(told, group).get(key) for name, (group, key, _) in COUNTED.items()}
    return {name: number for name, number in found.items() if isinstance(number, int)}
