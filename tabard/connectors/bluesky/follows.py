"""Follows other accounts, by records on the account's own server (`app.bsky.graph.follow`)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import inside, things, told_apart
from tabard.connectors.api import Followed, Home, Kind, Named, Profile
from tabard.connectors.bluesky import own, view
from tabard.connectors.bluesky.session import Access

FOLLOW = "app.bsky.graph.follow"
A_PAGE = "100"


def find(session: Access, named: Named) -> Profile | None:
    """Find an account by its DID or handle; one that was taken down is not there."""
    with told_apart(writing=False):
        whom = [named.stable_id or named.handle or ""]
        found = things(view.asked(session, "app.bsky.actor.getProfiles", actors=whom), "profiles")
        return view.author(found[0]) if found else None


def follow(session: Access, whom: Profile) -> None:
    """Write that the account follows another, unless that is written down."""
    with told_apart(writing=False):
        known = any(record["subject"] == whom.stable_id for _, record in _follows(session))
    if not known:
        with told_apart():
            record = {"$type": FOLLOW, "subject": whom.stable_id, "createdAt": own.now()}
            own.write(session, record)


def unfollow(session: Access, whom: Profile) -> None:
    """Delete every record that says so: another app may have written a second one."""
    with told_apart(writing=False):
        every = [uri for uri, one in _follows(session) if one["subject"] == whom.stable_id]
    with told_apart():
        for uri in every:
            own.delete(session, FOLLOW, uri)


def _follows(session: Access) -> Iterator[tuple[str, dict[str, Any]]]:
    return own.records(session, FOLLOW)


def followed(session: Access, before: str | None) -> Followed:
    """Give whom the account follows, as the view of all servers knows them."""
    session.begin()
    asked = {"actor": session.secrets["did"], "limit": A_PAGE, **view.going_on(before)}
    with told_apart(writing=False):
        told = view.asked(session, "app.bsky.graph.getFollows", **asked)
        found, unreadable = list[Profile](), 0
        for one in things(told, "follows"):
            try:
                found.append(view.author(one))
            except UnfitAnswerError:
                unreadable += 1
        return Followed(tuple(found), unreadable, view.place_after(told))


def home(session: Access, before: str | None) -> Home:
    """Give what the followed accounts say themselves; what they pass on of others is left out."""
    session.begin()
    asked = {"limit": A_PAGE, **view.going_on(before)}
    with told_apart(writing=False):
        told = view.asked(session, "app.bsky.feed.getTimeline", **asked)
        shown = [inside({"item": one}, "item") for one in things(told, "feed")]
        found = [view.read(one.get("post")) for one in shown if "reason" not in one]
        posts = [replace(one, kind=Kind.POST) for one in found if one is not None]
        own_did = session.secrets["did"]
        others = tuple(one for one in posts if one.author.stable_id != own_did)
        return Home(others, found.count(None), view.place_after(told))
