"""Turns a post into a record of the AT Protocol, and a record into what readers see."""

from datetime import UTC, datetime
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import expect, inside, moment, text, things
from tabard.connectors.api import Post, RejectedError, Seen, SeenCard, SeenPicture
from tabard.connectors.bluesky.names import POST, page, parts, sha256_in
from tabard.connectors.links import Found, find_hashtags, find_links

FACET = "app.bsky.richtext.facet"
LINK, TAG = f"{FACET}#link", f"{FACET}#tag"
LONGEST_TAG = 64


def record_of(
    post: Post, images: list[dict[str, Any]], thumb: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Write a post as a record, the same at every try; the thumb is the picture of its card."""
    moment = post.created_at.astimezone(UTC).isoformat(timespec="milliseconds")
    record: dict[str, Any] = {
        "$type": POST,
        "text": post.words,
        "createdAt": moment.replace("+00:00", "Z"),
        "langs": [post.language],
    }
    if facets := facets_of(post.words):
        record["facets"] = facets
    if images:
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    elif card := post.card:
        told = {"uri": card.address, "title": card.title, "description": card.description}
        shown = {"thumb": thumb} if thumb else {}
        record["embed"] = {"$type": "app.bsky.embed.external", "external": {**told, **shown}}
    return record


def facets_of(words: str) -> list[dict[str, Any]]:
    """Mark links and hashtags, in the order of the words, counted in bytes of UTF-8."""
    found = [(link, {"$type": LINK, "uri": link.text}) for link in find_links(words)]
    found += [
        (tag, {"$type": TAG, "tag": tag.text})
        for tag in find_hashtags(words)
        if len(tag.text) <= LONGEST_TAG
    ]
    found.sort(key=lambda pair: pair[0].start)
    return [{"index": _bytes(words, place), "features": [what]} for place, what in found]


def _bytes(words: str, place: Found) -> dict[str, int]:
    start = len(words[: place.start].encode())
    return {"byteStart": start, "byteEnd": start + len(words[place.start : place.end].encode())}


def seen(uri: str, record: dict[str, Any]) -> Seen:
    """Read a record as readers see it."""
    features = [what for facet in things(record, "facets") for what in things(facet, "features")]
    links = [what for what in features if isinstance(what, dict) and what.get("$type") == LINK]
    return Seen(
        network_id=uri,
        url=page(uri),
        words=text(record, "text"),
        links=tuple(text(link, "uri") for link in links),
        pictures=tuple(
            SeenPicture(
                alt=text(image, "alt"), sha256=sha256_in(text(image, "image", "ref", "$link"))
            )
            for image in _images(record)
        ),
        answers=text(record, "reply", "parent", "uri") if record.get("reply") else "",
        card=_card(inside(record, "embed", "external")),
    )


def _card(told: dict[str, Any]) -> SeenCard:
    return SeenCard(text(told, "uri"), text(told, "title")) if told else SeenCard()


def _images(record: dict[str, Any]) -> list[Any]:
    """Give the pictures of a post, also where it quotes another one besides."""
    return things(record, "embed", "images") or things(record, "embed", "media", "images")


def said_in(did: str, records: list[Any]) -> tuple[list[tuple[Seen, datetime]], int]:
    """Read this account's posts as they are listed, each with when; and how many cannot be read."""
    found, unreadable = [], 0
    for one in records:
        try:
            expect({"did": parts(text(one, "uri"))[0]}, "did", did)
            record = one.get("value")
            found.append((seen(one["uri"], record), moment(record, "createdAt")))
        except (UnfitAnswerError, RejectedError):
            unreadable += 1
    return found, unreadable
