"""What the networks of Meta count of a post, and what they mean by it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tabard.connectors.answers import expect, number, text, things
from tabard.connectors.api import Quota, RejectedError
from tabard.connectors.meta.graph import Graph

# In seconds, a year: whatever is told.
LONGEST_SPAN = 366 * 86_400
OF_POSTS: Mapping[str, str] = {
    "reactions": "How often people marked the post as liked, loved, sad and so on.",
    "comments": "How many comments stand below the post, with the answers to comments.",
    "shares": "How often people passed the post on.",
    "views": "How often the post was on somebody's screen; one person can count several times.",
    "viewers": "How many people had the post on their screen, as Facebook estimates it.",
    "clicks": "How often people clicked anywhere in the post.",
}
INSIGHTS = {
    "post_media_view": "views",
    "post_total_media_view_unique": "viewers",
    "post_clicks": "clicks",
}
OF_MEDIA: Mapping[str, str] = {
    "likes": "How many people liked the post.",
    "comments": "How many comments stand below the post.",
    "views": "How often the post was on somebody's screen; one person can count several times.",
    "viewers": "How many people had the post on their screen, as Instagram estimates it.",
    "saves": "How often people kept the post for later.",
    "shares": "How often people passed the post on.",
}
INSIGHTS_OF_MEDIA = {"views": "views", "reach": "viewers", "saved": "saves", "shares": "shares"}
SUMMED = "reactions.limit(0).summary(true),comments.filter(stream).limit(0).summary(true)"


def of_posts() -> Mapping[str, str]:
    """Name what Facebook counts of a post."""
    return OF_POSTS


def of_post(graph: Graph, network_id: str) -> Mapping[str, int]:
    """Ask for the numbers of a post; small Pages are not told how far it reached."""
    told = graph.get(network_id, fields=f"id,shares,{SUMMED}")
    expect(told, "id", network_id)
    found = {
        "reactions": _at(told, "reactions", "summary", "total_count"),
        "comments": _at(told, "comments", "summary", "total_count"),
        # Facebook leaves out the shares of what nobody has shared.
        "shares": _at(told, "shares", "count") or 0,
        **insights(graph, network_id, INSIGHTS),
    }
    return {name: number for name, number in found.items() if number is not None}


def of_media() -> Mapping[str, str]:
    """Name what Instagram counts of a post."""
    return OF_MEDIA


def of_medium(graph: Graph, network_id: str) -> Mapping[str, int]:
    """Ask for the numbers of a post on Instagram."""
    told = graph.get(network_id, fields="like_count,comments_count")
    found = {
        "likes": whole(told.get("like_count")),
        "comments": whole(told.get("comments_count")),
        **insights(graph, network_id, INSIGHTS_OF_MEDIA),
    }
    return {name: number for name, number in found.items() if number is not None}


def insights(graph: Graph, network_id: str, metrics: Mapping[str, str]) -> dict[str, int | None]:
    """Ask how far a post reached; where it is not counted there is nothing."""
    try:
        told = graph.get(network_id, "insights", metric=",".join(metrics))
    except RejectedError:
        return {}
    return {
        metrics[name]: whole(next((_at(each, "value") for each in things(one, "values")), None))
        for one in things(told, "data")
        if (name := text(one, "name")) in metrics
    }


def whole(told: Any) -> int | None:
    """Give a number that counts something."""
    return told if isinstance(told, int) and told >= 0 else None


def _at(told: Any, *path: str) -> int | None:
    for step in path:
        told = told.get(step) if isinstance(told, dict) else None
    return whole(told)


def quota(graph: Graph, account: str) -> Quota:
    """Ask how many posts Instagram takes of an account within a day, and how many it took."""
    told = graph.get(account, "content_publishing_limit", fields="config,quota_usage")
    limit = next(iter(things(told, "data")), None)
    seconds = number(limit, "config", "quota_duration")
    return Quota(
        used=number(limit, "quota_usage"),
        most=number(limit, "config", "quota_total"),
        span=timedelta(seconds=min(max(seconds, 0), LONGEST_SPAN)),
    )
