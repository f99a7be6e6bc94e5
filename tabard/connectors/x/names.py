"""The addresses of people and posts on X."""

import re

from tabard.connectors.api import Named

PAGE = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:x|twitter)\.com/"
    r"(?:(?:i/user/(?P<number>\d{1,19})|i(?=/(?:web/)?status/)|@?(?P<name>\w{1,15}))"
    r"(?:/(?:web/)?status/(?P<post>\d{1,19})(?:/(?:photo|video)/\d)?)?)/?(?:[?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)
# Pages of X's own, where else a name would stand.
NO_NAMES = frozenset(
    {
        *("compose", "explore", "hashtag", "home", "i", "intent", "jobs", "login", "logout"),
        *("messages", "notifications", "privacy", "search", "settings", "share", "signup", "tos"),
    }
)


def recognise(text: str) -> Named | None:
    """Know the addresses of profiles and posts; a bare @name could be on many networks."""
    found = PAGE.fullmatch(text.strip())
    if found is None or (found["name"] or "").lower() in NO_NAMES:
        return None
    return Named(
        "x",
        handle=found["name"] and found["name"].lower(),
        stable_id=found["number"],
        post_id=found["post"],
    )


def page(network_id: str) -> str:
    """Give the page of a post; the one that names its author moves when the handle changes."""
    return f"https://x.com/i/status/{network_id}"
