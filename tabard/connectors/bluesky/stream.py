"""Hears of mentions and answers as they are written, at a stream of everybody's new posts.

Nothing that comes in a stream can end it but the other side's hanging up: what cannot be read is
counted and passed over.
"""

from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlencode, urlsplit

import httpx

from tabard.common.env import env
from tabard.common.http import Client, UnfitAnswerError
from tabard.common.websocket import messages
from tabard.connectors.answers import inside, raise_for, shown, text, things, told_apart
from tabard.connectors.api import (
    ConnectorError,
    Heard,
    Hearing,
    Kind,
    Named,
    Profile,
    RejectedError,
    TryLaterError,
)
from tabard.connectors.bluesky import dialects, follows, names
from tabard.connectors.bluesky.dialects import StreamError, Told, Written
from tabard.connectors.bluesky.session import Access

USUAL = "https://jetstream2.us-east.bsky.network/subscribe"
# So often at least whoever listens is told how far the stream has come.
MOST_WITHOUT_WORD = 1000
# What a server calls a place that it has not come to: one of another server, or of another life.
NOT_THERE_YET = "FutureCursor"


def listen(session: Access, http: Client, after: str | None) -> Generator[Hearing, None, None]:
    """Give what is said to the account or of it from now on, or since a place.

    Which stream that is is for the operator to choose. A place holds for one stream alone; at
    another one it begins from now on.
    """
    session.begin()
    where = urlsplit(env("BLUESKY_STREAM", default=USUAL))
    server, _, number = (after or "").partition(" ")
    place = int(number) if server == where.netloc and number.isdecimal() else None
    try:
        yield from _from_there(place, where, session, http)
    except StreamError as error:
        raise TryLaterError(f"The stream has ended: {shown(str(error))}") from error


def _from_there(
    place: int | None, where: SplitResult, session: Access, http: Client
) -> Iterator[Hearing]:
    """Go on from a place, or from now on if the server has not come to it."""
    try:
        yield from _from(place, where, session, http)
    except StreamError as error:
        if error.name != NOT_THERE_YET or place is None:
            raise
        yield from _from(None, where, session, http)


def _from(
    place: int | None, where: SplitResult, session: Access, http: Client
) -> Iterator[Hearing]:
    dialect = dialects.of(where.path)
    cursor = {} if place is None else {"cursor": str(place)}
    address = where._replace(query=urlencode(dialect.asks | cursor)).geturl()
    ear = _Ear(session, where.netloc, place)
    with told_apart(writing=False), closing(messages(http, address, judge=_judge)) as stream:
        for message in stream:
            ear.take(message, dialect)
            if ear.heard or not message or ear.messages == MOST_WITHOUT_WORD:
                yield ear.tells()


def _judge(answer: httpx.Response) -> None:
    raise_for(answer, writing=False)


@dataclass(slots=True)
class _Ear:
    """What was heard of late, and how far the stream has come: never back, whatever it says."""

    session: Access
    server: str
    place: int | None
    heard: list[Heard] = field(default_factory=list)
    unreadable: int = 0
    messages: int = 0

    def take(self, message: bytes | None, dialect: dialects.Dialect) -> None:
        """Read a message, unless it is only a sign of life."""
        self.messages += 1
        if message is None:
            self.unreadable += 1
        elif message:
            try:
                told = dialect.read(message)
            except UnfitAnswerError:
                self.unreadable += 1
            else:
                self._keep(told)

    def _keep(self, told: Told | None) -> None:
        if told is None:
            return
        self.place = max(self.place or 0, told.place)
        for one in told.posts:
            try:
                self.heard += _heard(one, self.session)
            except (UnfitAnswerError, RejectedError):
                self.unreadable += 1

    def tells(self) -> Hearing:
        """Give what was heard since this was asked before."""
        place = None if self.place is None else f"{self.server} {self.place}"
        said = Hearing(tuple(self.heard), self.unreadable, place)
        self.heard, self.unreadable, self.messages = [], 0, 0
        return said


def _heard(written: Written, session: Access) -> Iterator[Heard]:
    """Give a post if it concerns the account, and somebody else has written it."""
    own = session.secrets["did"]
    kind = _kind(written, own)
    if kind is None or written.did == own:
        return
    uri = names.post_uri(written.did, written.key)
    yield Heard(
        kind=kind,
        network_id=uri,
        url=names.page(uri),
        words=text(written.record, "text"),
        author=_author(written.did, session),
        at=written.at,
        answers=text(written.record, "reply", "parent", "uri") if kind == Kind.ANSWER else None,
    )


def _kind(written: Written, own: str) -> Kind | None:
    """Say whether a post stands below one of the account's, or mentions or quotes it."""
    record, ours = written.record, f"at://{own}/"
    reply, embed = inside(record, "reply"), inside(record, "embed")
    if any(_uri(inside(reply, place)).startswith(ours) for place in ("parent", "root")):
        return Kind.ANSWER
    quoted = inside(embed, "record")
    if any(_uri(one).startswith(ours) for one in (quoted, inside(quoted, "record"))):
        return Kind.MENTION
    features = [what for facet in things(record, "facets") for what in things(facet, "features")]
    mentioned = [what.get("did") for what in features if isinstance(what, dict)]
    return Kind.MENTION if own in mentioned else None


def _uri(told: dict[str, object]) -> str:
    return str(told.get("uri"))


def _author(did: str, session: Access) -> Profile:
    """Look up what an author is called; a stream names nobody, and goes on if nobody can say."""
    with suppress(ConnectorError):
        if (found := follows.find(session, Named("bluesky", stable_id=did))) is not None:
            return found
    return Profile(did, did, did, f"https://bsky.app/profile/{did}")
