"""Warnings that labellers put on accounts and posts (atproto.com/specs/label)."""

from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import moment, text, things, told_apart
from tabard.connectors.api import Label
from tabard.connectors.bluesky import view
from tabard.connectors.bluesky.session import Access


def labels(session: Access, network_id: str | None) -> tuple[Label, ...]:
    """Give the warnings on a post, or else those on the account itself."""
    session.begin()
    with told_apart(writing=False):
        if network_id is None:
            did = session.secrets["did"]
            told = view.asked(session, "app.bsky.actor.getProfile", actor=did)
            return _in(told)
        posts = things(view.asked(session, "app.bsky.feed.getPosts", uris=[network_id]), "posts")
        return _in(posts[0]) if posts else ()


def _in(told: Any) -> tuple[Label, ...]:
    """Read labels; one that takes another back, or that cannot be read, says nothing."""
    return tuple(
        found
        for one in things(told, "labels")
        if (found := _read(one)) is not None and one.get("neg") is not True
    )


def _read(told: Any) -> Label | None:
    try:
        return Label(
            says=text(told, "val"),
            by=text(told, "src"),
            about=text(told, "uri"),
            at=moment(told, "cts"),
        )
    except UnfitAnswerError:
        return None
