"""What is said below a post: the page's own answers, and what others comment."""

import re
from datetime import datetime
from http import HTTPStatus
from typing import Any

import httpx

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import contents, text, things, told_apart
from tabard.connectors.api import (
    Delivered,
    Heard,
    Hearing,
    Kind,
    Post,
    Profile,
    RejectedError,
    Seen,
)
from tabard.connectors.linkedin.calls import Calls, in_path
from tabard.connectors.linkedin.posts import CLOCKS_DIFFER, at
from tabard.connectors.links import links_in

LONGEST = 1250
A_PAGE = 100
COMMENT = re.compile(r"urn:li:comment:\((?P<post>urn:li:\w{1,20}:\d{1,25}),(?P<number>\d{1,25})\)")
NOTIFIED = "List(COMMENT,SHARE_MENTION)"
# LinkedIn tells software a member's number, and neither name nor page.
SOMEBODY = "A member of LinkedIn"


def is_one(network_id: str) -> bool:
    """Say whether something is a comment."""
    return COMMENT.fullmatch(network_id) is not None


def deliver(calls: Calls, actor: str, post: Post) -> Delivered:
    """Comment below a post, or below another comment."""
    if len(post.words) > LONGEST:
        raise RejectedError(f"A comment on LinkedIn holds {LONGEST} characters.")
    if post.pictures:
        raise RejectedError("A comment on LinkedIn is sent without pictures.")
    said: dict[str, Any] = {"actor": actor, "object": _post(post), "message": {"text": post.words}}
    if is_one(post.answers or ""):
        said["parentComment"] = post.answers
    with told_apart():
        path = f"{_below(_post(post))}"
        told = contents(calls.asked("POST", path, json=said, writing=True))
        urn = text(told, "commentUrn")
        return Delivered(network_id=urn, url=_page(urn))


def look_for(calls: Calls, actor: str, post: Post) -> Seen | None:
    """Look for a comment of the page with the same words."""
    with told_apart(writing=False):
        for one in _listed(calls, _post(post)):
            is_ours = text(one, "actor") == actor and text(one, "message", "text") == post.words
            if is_ours and at(one, "created", "time") >= post.created_at - CLOCKS_DIFFER:
                return _seen(one)
    return None


def read_back(calls: Calls, network_id: str) -> Seen | None:
    """Fetch a comment, or learn that it is not there."""
    with told_apart(writing=False):
        answer = calls.ask("GET", _path(network_id))
        if answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            return None
        return _seen(contents(calls.fit(answer)))


def remove(calls: Calls, actor: str, network_id: str) -> httpx.Response:
    """Ask for a comment of the page to be deleted."""
    return calls.ask("DELETE", f"{_path(network_id)}?actor={in_path(actor)}")


def below(calls: Calls, network_id: str) -> Hearing:
    """Give what people commented below a post, oldest first."""
    with told_apart(writing=False):
        told = _listed(calls, network_id)
        heard = [_heard(one, network_id) for one in told]
    fit = [one for one in heard if one is not None]
    return Hearing(tuple(sorted(fit, key=_when)), len(heard) - len(fit), None)


def hear(calls: Calls, actor: str, after: str | None) -> Hearing:
    """Give the comments and mentions of which the page was notified, oldest first."""
    path = (
        "/rest/organizationalEntityNotifications?q=criteria"
        f"&actions={NOTIFIED}&organizationalEntity={in_path(actor)}"
    )
    since = int(after or 0)
    with told_apart(writing=False):
        told = things(contents(calls.asked("GET", path)), "elements")
        moments = [round(at(one, "lastModifiedAt").timestamp() * 1000) for one in told]
    fresh = [one for one, moment in zip(told, moments, strict=True) if moment > since]
    heard = [_notified(one) for one in fresh]
    fit = [one for one in heard if one is not None]
    latest = max([since, *moments])
    return Hearing(
        tuple(sorted(fit, key=_when)), len(heard) - len(fit), str(latest) if latest else None
    )


def _when(heard: Heard) -> datetime:
    return heard.at


def _post(post: Post) -> str:
    """Give the post below which something is said."""
    answers = post.answers or ""
    found = COMMENT.fullmatch(answers)
    return found["post"] if found else answers


def _below(network_id: str) -> str:
    return f"/rest/socialActions/{in_path(network_id)}/comments"


def _parts(urn: str) -> re.Match[str]:
    found = COMMENT.fullmatch(urn)
    if found is None:
        raise UnfitAnswerError("The answer names no comment.")
    return found


def _path(urn: str) -> str:
    return f"{_below(_parts(urn)['post'])}/{_parts(urn)['number']}"


def _page(urn: str) -> str:
    post = _parts(urn)["post"]
    return f"https://www.linkedin.com/feed/update/{post}/?commentUrn={in_path(urn)}"


def _listed(calls: Calls, network_id: str) -> list[Any]:
    path = f"{_below(network_id)}?start=0&count={A_PAGE}"
    return things(contents(calls.asked("GET", path)), "elements")


def _seen(told: Any) -> Seen:
    urn, words = text(told, "commentUrn"), text(told, "message", "text")
    return Seen(urn, _page(urn), words, links_in(words), ())


def _heard(told: Any, network_id: str) -> Heard | None:
    """Read one comment; None is one that cannot be read."""
    try:
        seen = _seen(told)
        parent = told.get("parentComment")
        return Heard(
            kind=Kind.ANSWER,
            network_id=seen.network_id,
            url=seen.url,
            words=seen.words,
            author=_somebody(text(told, "actor")),
            at=at(told, "created", "time"),
            answers=parent if isinstance(parent, str) else network_id,
        )
    except UnfitAnswerError:
        return None


def _notified(told: Any) -> Heard | None:
    """Read one notification; None is one that cannot be read."""
    try:
        is_mention = text(told, "action") == "SHARE_MENTION"
        what = ("decoratedGeneratedActivity", "share" if is_mention else "comment")
        urn = text(told, *what, "entity")
        post = text(told, "sourcePost")
        return Heard(
            kind=Kind.MENTION if is_mention else Kind.ANSWER,
            network_id=urn,
            url=f"https://www.linkedin.com/feed/update/{urn if is_mention else post}/",
            words=text(told, *what, "text"),
            author=_somebody(text(told, *what, "owner")),
            at=at(told, "lastModifiedAt"),
            answers=None if is_mention else post,
        )
    except UnfitAnswerError:
        return None


def _somebody(urn: str) -> Profile:
    return Profile(urn, "", SOMEBODY, "https://www.linkedin.com/")
