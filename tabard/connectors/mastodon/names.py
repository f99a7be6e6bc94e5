"""The names of people and posts in the fediverse, and how words that hold them are counted."""

import re

from tabard.connectors.api import Named
from tabard.connectors.counting import graphemes
from tabard.connectors.links import find_links

# What a link counts as, however long it is (characters_reserved_per_url).
LINK_COUNTS = 23
# Of a mention of somebody on another server, only what stands before the server is counted.
MENTION = re.compile(r"(?<![\w/])@(\w[\w.-]*)@[\w.-]+\w", re.ASCII)
HOST = r"(?P<host>(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62})"
NAME = r"(?P<name>\w(?:[\w.-]{0,28}\w)?)"
HANDLE = re.compile(rf"@{NAME}@{HOST}", re.ASCII | re.IGNORECASE)
PAGE = re.compile(
    rf"(?:https?://)?{HOST}(?::\d{{1,5}})?/(?:@|users/){NAME}"
    r"(?:/(?:statuses/)?(?P<post>\w{1,64}))?/?(?:[?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)
# Elsewhere addresses look the same and mean something else.
NOT_OF_THE_FEDIVERSE = ("youtube.com", "tiktok.com", "medium.com", "threads.net", "threads.com")


def recognise(text: str) -> Named | None:
    """Know `@name@server` and the addresses of profiles and posts."""
    found = HANDLE.fullmatch(text.strip()) or PAGE.fullmatch(text.strip())
    if found is None or found["host"].lower().endswith(NOT_OF_THE_FEDIVERSE):
        return None
    host, named = found["host"].lower(), found.groupdict()
    return Named(
        "mastodon",
        handle=f"{named['name'].lower()}@{host}",
        post_id=named.get("post"),
        server=f"https://{host}",
    )


def count(words: str) -> int:
    """Count graphemes; a link counts 23, and of a mention not the server."""
    short = words
    for link in sorted(find_links(words), key=lambda one: -one.start):
        short = f"{short[: link.start]}{'x' * LINK_COUNTS}{short[link.end :]}"
    return graphemes(without_servers(short), most=500, most_bytes=20_000)


def without_servers(words: str) -> str:
    """Give the words as readers are shown them, who see of a mention only the name."""
    return MENTION.sub(r"@\1", words)
