"""Posts and comments as Facebook tells of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import moment, text, things
from tabard.connectors.api import Heard, Hearing, Kind, Post, Profile, Seen, SeenPicture
from tabard.connectors.links import links_in
from tabard.connectors.meta.graph import Graph

POST = "id,message,created_time,permalink_url,attachments{type,target,subattachments}"
COMMENT = "id,message,created_time,permalink_url,from,attachment"
HEARD = "id,message,created_time,permalink_url,from"
PICTURES = frozenset({"photo", "album", "cover_photo", "profile_media"})
# Meta's clock and ours may differ by this much; a post of before that is another one.
CLOCKS_DIFFER = timedelta(minutes=10)
# As many as may be asked for by number at once.
AT_ONCE = 50


def is_same(post: Post, told: Any) -> bool:
    """Say whether a post of the Page's is one that we have sent."""
    return (
        time_of(told) >= post.created_at - CLOCKS_DIFFER
        and bare(words_of(told)) == bare(post.words)
        and len(list(_photos(told))) == len(post.pictures)
    )


def earliest(post: Post) -> int:
    """Give the second before which a post cannot have come."""
    return int((post.created_at - CLOCKS_DIFFER).timestamp())


def bare(words: str) -> str:
    """Give the words without what networks make of the space between them."""
    return " ".join(words.split())


def words_of(told: Any) -> str:
    """Give the words; a post of pictures alone has none."""
    return text(told, "message") if "message" in told else ""


def address_of(told: Any) -> str:
    """Give the address for people, which Facebook does not always tell."""
    address = told.get("permalink_url")
    known = isinstance(address, str) and address.startswith("https://")
    return f"{address}" if known else f"https://www.facebook.com/{text(told, 'id')}"


def seen(graph: Graph, every: list[Any]) -> list[Seen]:
    """Read posts, and ask of all their pictures at once what they are said to show."""
    alts = _alts(graph, [photo for one in every for photo in _photos(one)])
    return [
        Seen(
            network_id=text(one, "id"),
            url=address_of(one),
            words=words_of(one),
            links=links_in(words_of(one)),
            # Facebook makes every picture anew, so that its bytes tell nothing.
            pictures=tuple(SeenPicture(alts.get(photo, ""), None) for photo in _photos(one)),
        )
        for one in every
    ]


def _photos(told: Any) -> Iterator[str]:
    """Give the numbers of a post's or a comment's pictures."""
    own = [told["attachment"]] if "attachment" in told else things(told, "attachments", "data")
    for one in own:
        for inner in things(one, "subattachments", "data") or [one]:
            if text(inner, "type") in PICTURES:
                yield text(inner, "target", "id")


def _alts(graph: Graph, photos: list[str]) -> Mapping[str, str]:
    alts: dict[str, str] = {}
    for some in batched(photos, AT_ONCE, strict=False):
        told = graph.get("", ids=",".join(some), fields="alt_text_custom")
        alts.update({photo: _described(told.get(photo)) for photo in some})
    return alts


def _described(photo: Any) -> str:
    found = photo.get("alt_text_custom") if isinstance(photo, dict) else None
    return found if isinstance(found, str) else ""


def readable(every: list[Any]) -> tuple[list[Any], int]:
    """Part what can be read as a post from what cannot, of which there is a number."""
    good = [one for one in every if _is_readable(one)]
    return good, len(every) - len(good)


def _is_readable(told: Any) -> bool:
    try:
        text(told, "id")
        time_of(told)
        words_of(told)
        list(_photos(told))
    except UnfitAnswerError:
        return False
    return True


def time_of(told: Any) -> datetime:
    """Say when it was said."""
    return moment(told, "created_time").astimezone(UTC)


def hearing(found: Iterable[tuple[list[Any], Kind, str | None]], after: str | None) -> Hearing:
    """Put together what others said since a moment: what, of which kind, and below which post."""
    heard, unreadable = list[Heard](), 0
    for every, kind, below in found:
        for one in every:
            try:
                heard.append(_heard(one, kind, below))
            except UnfitAnswerError:
                unreadable += 1
    # What was said in the last second that is known may be one of several.
    later = [one for one in heard if after is None or one.at.isoformat() >= after]
    later.sort(key=lambda one: (one.at, one.network_id))
    return Hearing(tuple(later), unreadable, later[-1].at.isoformat() if later else after)


def _heard(told: Any, kind: Kind, below: str | None) -> Heard:
    return Heard(
        kind=kind,
        network_id=text(told, "id"),
        url=address_of(told),
        words=words_of(told),
        author=_author(told),
        at=time_of(told),
        answers=below,
    )


def _author(told: Any) -> Profile:
    """Say who said it; Facebook keeps to itself who does not want to be known."""
    if not isinstance(told.get("from"), dict):
        return Profile("", "", "Somebody on Facebook", address_of(told))
    number, name = text(told, "from", "id"), text(told, "from", "name")
    return Profile(number, name, name, f"https://www.facebook.com/{number}")


def is_by(told: Any, page: str) -> bool:
    """Say whether the Page itself said it."""
    who = told.get("from") if isinstance(told, dict) else None
    return isinstance(who, dict) and who.get("id") == page
