"""Says when a post that may be there already has to be looked for before it is sent again.

Mastodon takes a post with the same `Idempotency-Key` once within an hour
(docs.joinmastodon.org/methods/statuses). Other servers speak the same API and mind no key.
"""

import time
from datetime import UTC, datetime, timedelta

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import contents, inside, text, things
from tabard.connectors.api import Post

# What is younger was not sent before.
FIRST_TRY = timedelta(seconds=10)
# Well within the hour, also where two clocks differ.
KEPT = timedelta(minutes=50)
KEEPING = frozenset({"mastodon", "hometown"})
NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/"


def now() -> datetime:
    """Give the time."""
    return datetime.fromtimestamp(time.time(), UTC)


def has_to_look(post: Post, http: Client, server: str) -> bool:
    """Say whether a post could be there, and the server not know it by its key."""
    age = now() - post.created_at
    if timedelta(0) <= age < FIRST_TRY:
        return False
    return not timedelta(0) <= age < KEPT or _software(http, server) not in KEEPING


def _software(http: Client, server: str) -> str:
    """Ask what runs there (nodeinfo.diaspora.software); nothing if that cannot be learnt."""
    try:
        links = things(contents(http.get(f"{server}/.well-known/nodeinfo")), "links")
        where = [inside({"link": one}, "link") for one in links]
        found = [one for one in where if str(one.get("rel")).startswith(NODEINFO)]
        told = contents(http.get(text(found[-1], "href"))) if found else {}
        return str(inside(told, "software").get("name")).lower()
    except (httpx.TransportError, httpx.InvalidURL):
        return ""
