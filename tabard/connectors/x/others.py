"""What an account on X can do with other accounts."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import contents, inside, text, things, told_apart
from tabard.connectors.api import Followed, Home, Named, Profile
from tabard.connectors.x.account import AtX
from tabard.connectors.x.hearing import SAID, home_in, profile_in
from tabard.connectors.x.session import pages, raise_what_is_wrong

# As many accounts as X lists at once; each is paid for.
A_PAGE = "100"


class WithOthers(AtX):
    """Follows others, and reads what they say."""

    def find(self, named: Named) -> Profile | None:
        """Find an account by its handle."""
        handle = quote(named.handle or "", safe="")
        with told_apart(writing=False):
            answer = self._session.ask("GET", f"/2/users/by/username/{handle}")
            if answer.status_code == HTTPStatus.NOT_FOUND:
                return None
            raise_what_is_wrong(answer, writing=False)
            told = contents(answer)
            if "data" not in told and things(told, "errors"):
                return None
            return profile_in(told.get("data"))

    def follow(self, whom: Profile) -> None:
        """Follow an account, or ask one that lets nobody follow unasked."""
        path, said = self._of("following"), {"target_user_id": whom.stable_id}
        with told_apart():
            told = inside(self._session.asked("POST", path, json=said, writing=True), "data")
            if True not in {told.get("following"), told.get("pending_follow")}:
                raise UnfitAnswerError("X does not say that the account is followed.")

    def unfollow(self, whom: Profile) -> None:
        """Follow an account no more."""
        path = self._of("following", whom.stable_id)
        with told_apart():
            told = self._session.asked("DELETE", path, writing=True)
            if inside(told, "data").get("following") is not False:
                raise UnfitAnswerError("X does not say that the account is followed no more.")

    def followed(self, before: str | None = None) -> Followed:
        """Give whom the account follows, the latest first."""
        with told_apart(writing=False):
            told = self._page(self._of("following"), before, max_results=A_PAGE)
            found, unreadable = list[Profile](), 0
            for one in things(told, "data"):
                try:
                    found.append(profile_in(one))
                except UnfitAnswerError:
                    unreadable += 1
            return Followed(tuple(found), unreadable, _older(told))

    def home(self, before: str | None = None) -> Home:
        """Give what the followed accounts say themselves; X goes back 3200 posts or seven days."""
        own = self._own()
        with told_apart(writing=False):
            path = self._of("timelines", "reverse_chronological")
            told = self._page(path, before, exclude="retweets", **SAID)
            posts, unreadable = home_in(told, own)
            return Home(posts, unreadable, _older(told))

    def _of(self, *what: str) -> str:
        return "/".join(["/2/users", *(quote(piece, safe="") for piece in (self._own(), *what))])

    def _page(self, path: str, before: str | None, **asked: str) -> dict[str, Any]:
        place = {"pagination_token": before} if before else {}
        return next(pages(self._session, path, **asked, **place))


def _older(told: Any) -> str | None:
    return text(told, "meta", "next_token") if "next_token" in told["meta"] else None
