"""The addresses of people and pins on Pinterest."""

import re

from tabard.connectors.api import Named

HOST = r"(?:https?://)?(?:[a-z]{2,3}\.)?pinterest\.(?:com|ca|at|ch|de|fr|ie|it|nz|pt|se|co\.uk|com\.au)/"
PIN = re.compile(rf"{HOST}pin/(?:[\w-]*--)?(?P<pin>\d{{1,20}})/?(?:[?#]\S*)?", re.IGNORECASE)
PAGE = re.compile(
    rf"{HOST}(?P<name>\w[\w-]{{2,29}})(?:/(?!_)[\w%-]+)?/?(?:[?#]\S*)?", re.ASCII | re.IGNORECASE
)
# Pages of Pinterest's own, where else a name would stand.
NO_NAMES = frozenset({"business", "ideas", "login", "pin", "search", "settings", "today", "videos"})


def recognise(text: str) -> Named | None:
    """Know the addresses of profiles, of boards by their owner, and of pins."""
    if pin := PIN.fullmatch(text.strip()):
        return Named("pinterest", post_id=pin["pin"])
    found = PAGE.fullmatch(text.strip())
    if found is None or found["name"].lower() in NO_NAMES:
        return None
    return Named("pinterest", handle=found["name"].lower())


def page(network_id: str) -> str:
    """Give the page of a pin."""
    return f"https://www.pinterest.com/pin/{network_id}/"
