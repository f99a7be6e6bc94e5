"""What X counts of a post, and what it charges for one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tabard.connectors.answers import inside
from tabard.connectors.x.counting import LONGEST, links

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
A_POST, A_POST_WITH_A_LINK = "a post", "a post with a link"
AN_ALT_TEXT, READING_IT_BACK = "the alt text of a picture", "reading a post back"
# In US dollars (docs.x.com/x-api/getting-started/pricing, read in November 2026); X's developer
# console shows those of the day. A post that is read twice within a day of UTC is charged once.
PRICES: Mapping[str, Decimal] = {
    A_POST: Decimal("0.015"),
    A_POST_WITH_A_LINK: Decimal("0.200"),
    AN_ALT_TEXT: Decimal("0.005"),
    READING_IT_BACK: Decimal("0.001"),
}


def measures() -> Mapping[str, str]:
    """Name what X counts, each with what it means by it."""
    return {name: meaning for name, (_, _, meaning) in COUNTED.items()}


def prices() -> Mapping[str, Decimal]:
    """Give what each thing costs that a post brings with it, in US dollars."""
    return PRICES


def charges(words: str, *, described: int) -> Sequence[str]:
    """Name what a post is charged for; every one is read back to confirm it."""
    has_link = any(True for _ in links(words[:LONGEST]))
    post = A_POST_WITH_A_LINK if has_link else A_POST
    return (post, *[AN_ALT_TEXT] * described, READING_IT_BACK)


def numbers_in(told: Any) -> Mapping[str, int]:
    """Give the numbers that X tells of a post."""
    found = {name: inside(told, group).get(key) for name, (group, key, _) in COUNTED.items()}
    return {name: number for name, number in found.items() if isinstance(number, int)}
