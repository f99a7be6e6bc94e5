"""What an account on a server of the fediverse can do with other accounts."""

from collections.abc import Generator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import contents, inside, listed, text, things, told_apart
from tabard.connectors.api import Followed, Hearing, Home, Label, Named, Profile, RejectedError
from tabard.connectors.mastodon import hearing, streaming
from tabard.connectors.mastodon.server import (
    GONE,
    AtServer,
    account_path,
    post_path,
)

# As many as a server lists at once: posts, and accounts.
POSTS, ACCOUNTS = 40, 80
# What a server's moderators do to an account and to a post, in the words of the API.
ON_ACCOUNTS = ("limited", "suspended")
# Tabard marks no post of its own so.
ON_POSTS = ("sensitive",)


class WithOthers(AtServer):
    """Follows and reads others, and is told what others say of it."""

    def listen(self, after: str | None = None) -> Generator[Hearing, None, None]:
        """Give the public posts that mention the account, as the server hears of them."""
        account = self._account()
        with told_apart(writing=False):
            instance = self._ask("GET", "/api/v2/instance")
            server = streaming.where_in(instance, self._server)
            with streaming.opened(self._http, server, self._bearer(), self._insist) as answer:
                # What came while nobody listened, asked for once the stream is open.
                if after is not None:
                    before = self.hear(after)
                    yield before
                    after = before.after
                yield from streaming.hearings(answer, account, after)

    def hear(self, after: str | None = None) -> Hearing:
        """Give the public posts that mention the account, since or of late."""
        with told_apart(writing=False):
            told, latest = self._mentions(after)
            return Hearing(*hearing.heard_of(told, self._account()), latest)

    def told_privately(self, after: str | None = None) -> Hearing:
        """Give the posts that were written to the account alone, since or of late."""
        with told_apart(writing=False):
            told, latest = self._mentions(after)
            return Hearing(*hearing.heard_in_private(told, self._account()), latest)

    def _mentions(self, after: str | None) -> tuple[list[Any], str | None]:
        """Give what the server tells of mentions, and where to go on."""
        asked: dict[str, str | int] = {"types[]": "mention", "limit": POSTS}
        where = {**asked, **({"min_id": after} if after else {})}
        told = listed(self._asked("GET", "/api/v1/notifications", params=where))
        # The newest stands first, whichever way the list was asked for.
        return told, text(told[0], "id") if told else after

    def find(self, named: Named) -> Profile | None:
        """Find an account by its handle, on this server or by asking another one."""
        with told_apart(writing=False):
            found = self._find(named.handle or "")
            return None if found is None else hearing.author(found)

    def follow(self, whom: Profile) -> None:
        """Follow an account; one that lets nobody follow unasked is asked."""
        if not self._change(whom, "/follow"):
            raise RejectedError(f"There is no account {whom.handle} any more.")

    def unfollow(self, whom: Profile) -> None:
        """Follow an account no more; one that is gone is followed by nobody."""
        self._change(whom, "/unfollow")

    def _change(self, whom: Profile, what: str) -> bool:
        """Do something with another account; say whether there is one."""
        with told_apart(writing=False):
            found = self._find(whom.handle)
            number = None if found is None else text(found, "id")
        if number is None:
            return False
        with told_apart():
            self._asked("POST", account_path(number, what), writing=True)
        return True

    def followed(self, before: str | None = None) -> Followed:
        """Give whom the account follows, the latest first."""
        with told_apart(writing=False):
            path = account_path(self._account(), "/following")
            asked = {"limit": ACCOUNTS, **({"max_id": before} if before else {})}
            answer = self._asked("GET", path, params=asked)
            found, unreadable = list[Profile](), 0
            for one in listed(answer):
                try:
                    found.append(hearing.author(one))
                except UnfitAnswerError:
                    unreadable += 1
            return Followed(tuple(found), unreadable, _next_page(answer))

    def home(self, before: str | None = None) -> Home:
        """Give what the followed accounts say themselves in public."""
        with told_apart(writing=False):
            asked = {"limit": POSTS, **({"max_id": before} if before else {})}
            told = listed(self._asked("GET", "/api/v1/timelines/home", params=asked))
            posts, unreadable = hearing.said_by_others(told, self._account())
            return Home(posts, unreadable, text(told[-1], "id") if told else None)

    def labels(self, network_id: str | None = None) -> tuple[Label, ...]:
        """Give what the server's moderators have done to a post, or else to the account."""
        with told_apart(writing=False):
            path = post_path(network_id) if network_id else account_path(self._account())
            answer = self._ask("GET", path)
            if answer.status_code in GONE:
                return ()
            self._insist(answer)
            told = contents(answer)
            about = network_id or text(told, "url")
            names = ON_POSTS if network_id else ON_ACCOUNTS
            return tuple(Label(name, self._server, about) for name in names if told.get(name))

    def _find(self, handle: str) -> dict[str, Any] | None:
        """Look an account up, first among those that the server knows."""
        known = self._ask("GET", "/api/v1/accounts/lookup", params={"acct": handle})
        if known.status_code not in GONE:
            self._insist(known)
            return contents(known)
        asked = {"q": f"@{handle}", "type": "accounts", "resolve": "true", "limit": "1"}
        told = contents(self._asked("GET", "/api/v2/search", params=asked))
        found = [inside({"": one}, "") for one in things(told, "accounts")]
        return next((one for one in found if text(one, "acct").lower() == handle.lower()), None)


def _next_page(answer: httpx.Response) -> str | None:
    """Read where a list goes on from the `Link` beside it; only its number is taken."""
    link = answer.links.get("next", {}).get("url", "")
    return next(iter(parse_qs(urlsplit(link).query).get("max_id", [])), None)
