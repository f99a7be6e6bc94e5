"""The names of people, posts and pictures in the AT Protocol."""

import re
import time
from base64 import b32decode
from secrets import randbelow

from tabard.connectors.api import Named, RejectedError

POST = "app.bsky.feed.post"
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
# What a CID of version 1 begins with when it is the SHA-256 of plain bytes, as a picture's is.
PLAIN_SHA256 = bytes.fromhex("01551220")
CID_OF_PICTURE = re.compile(r"b([a-z2-7]{58})", re.ASCII)

DID = r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.:%-]+)"
IS_DID = re.compile(DID, re.ASCII)
DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
WHO = rf"@?(?:(?P<did>{DID})|(?P<handle>{DOMAIN}))"
KEY = r"(?P<key>[A-Za-z0-9._~:-]{1,512})"
NAMES = [
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        WHO,
        rf"(?:https?://)?(?:www\.)?bsky\.app/profile/{WHO}(?:/post/{KEY})?/?(?:[?#]\S*)?",
        rf"at://{WHO}(?:/app\.bsky\.feed\.post/{KEY})?/?",
    )
]
POST_URI = re.compile(rf"at://({DID})/app\.bsky\.feed\.post/{KEY}", re.ASCII)
# What apps wrap around a copied handle, to keep its direction.
INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)


def new_tid() -> str:
    """Choose a timestamp identifier: microseconds since 1970 and ten random bits."""
    number = (time.time_ns() // 1000 << 10) | randbelow(1024)
    return "".join(SORTABLE[number >> shift & 31] for shift in range(60, -5, -5))


def recognise(text: str) -> Named | None:
    """Know handles, DIDs, at:// addresses and the addresses of Bluesky's own pages."""
    bare = text.translate(INVISIBLE).strip()
    named = next((found for names in NAMES if (found := names.fullmatch(bare))), None)
    if named is None:
        return None
    said = named.groupdict()
    handle = said["handle"] and said["handle"].lower()
    return Named("bluesky", handle=handle, stable_id=said["did"], post_id=said.get("key"))


def post_uri(did: str, key: str) -> str:
    """Give the address of a post's record."""
    return f"at://{did}/{POST}/{key}"


def parts(uri: str) -> tuple[str, str]:
    """Give the DID and the key in the address of a post's record."""
    found = POST_URI.fullmatch(uri)
    if found is None:
        raise RejectedError(f"This is not the address of a post: {uri}")
    return found[1], found["key"]


def page(uri: str) -> str:
    """Give the page where people see a post."""
    did, key = parts(uri)
    return f"https://bsky.app/profile/{did}/post/{key}"


def sha256_in(cid: str) -> str | None:
    """Give the SHA-256 of a picture, which its content identifier holds."""
    found = CID_OF_PICTURE.fullmatch(cid)
    if found is None:
        return None
    content = b32decode(found[1].upper() + "======")
    return content[4:].hex() if content.startswith(PLAIN_SHA256) else None
