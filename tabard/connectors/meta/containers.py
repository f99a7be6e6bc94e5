"""Containers: what Instagram makes of pictures and words, and publishes once and never again.

A container is made before anything is public, and its number is kept with the account's secrets
until the next post: whatever is lost afterwards, it tells whether it was published.
"""

import time
from datetime import timedelta
from typing import Any

from tabard.connectors.answers import text, told_apart
from tabard.connectors.api import Picture, Post, RejectedError, TryLaterError
from tabard.connectors.meta.graph import Graph
from tabard.connectors.meta.refusals import GoneError, NotReadyError

PUBLISHED, EXPIRED = "PUBLISHED", "EXPIRED"
# What comes to nothing: what was not published within a day, or could not be made.
OVER = frozenset({EXPIRED, "ERROR"})
WRITTEN = "id,permalink,username"
LOOKS = 5
BETWEEN_LOOKS = timedelta(seconds=3)


class SpentError(Exception):
    """The container was published already, or comes to nothing."""


def make(graph: Graph, account: str, post: Post) -> str:
    """Make the container of a post; nobody sees it yet, so it may be made again."""
    with told_apart(writing=False):
        if len(post.pictures) == 1:
            return _made(graph, account, caption=post.words, **_picture(post.pictures[0]))
        inner = [
            _made(graph, account, is_carousel_item=True, **_picture(picture))
            for picture in post.pictures
        ]
        several = {"media_type": "CAROUSEL", "children": ",".join(inner)}
        return _made(graph, account, caption=post.words, **several)


def _picture(picture: Picture) -> dict[str, str]:
    """Say where Instagram finds a picture, and what it shows."""
    described = {"alt_text": picture.alt} if picture.alt else {}
    return {"image_url": picture.address, **described}


def _made(graph: Graph, account: str, **said: Any) -> str:
    return text(graph.post(account, "media", writing=False, **said), "id")


def publish(graph: Graph, account: str, number: str) -> dict[str, Any]:
    """Publish a container, at once if it is ready; most are by the time that they are made."""
    for _ in range(LOOKS):
        try:
            with told_apart():
                return graph.post(account, "media_publish", creation_id=number, fields=WRITTEN)
        except NotReadyError:
            if state(graph, number) in OVER:
                raise SpentError from None
            time.sleep(BETWEEN_LOOKS.total_seconds())
        except RejectedError as error:
            if state(graph, number) in {PUBLISHED, *OVER}:
                raise SpentError from error
            raise
    raise TryLaterError("Instagram is still working on a picture.")


def state(graph: Graph, number: str) -> str:
    """Ask what became of a container; one that is not there any more has run out."""
    with told_apart(writing=False):
        try:
            return text(graph.get(number, fields="status_code"), "status_code")
        except GoneError:
            return EXPIRED
