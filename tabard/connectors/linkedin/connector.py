"""Connects the page of an organisation on LinkedIn, and brings, reads, changes and removes posts.

Source: learn.microsoft.com/linkedin/marketing/community-management. There is no description of this
API that a machine could read: the tests stand on the documentation.
"""

import secrets as randomness
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from tabard.common.env import env
from tabard.common.http import Client, UnfitAnswerError
from tabard.connectors.answers import contents, expect, text, things, told_apart, web_address
from tabard.connectors.api import (
    Asked,
    Delivered,
    Described,
    Hearing,
    Limits,
    Named,
    Offered,
    Picture,
    Post,
    Profile,
    Said,
    Seen,
)
from tabard.connectors.linkedin import comments, leave, little
from tabard.connectors.linkedin.calls import Calls, in_path
from tabard.connectors.linkedin.posts import content_of, is_same, page_of, said_in, seen_in

# As many posts as are listed at once.
A_PAGE = 50
MAY_POST = frozenset({"ADMINISTRATOR", "CONTENT_ADMINISTRATOR"})
MOST_PAGES = 20
STILL_TO_DO = "Take Tabard off the permitted services, in the settings of who connected the page."
COUNTED = {
    "impressionCount": "how often it was shown",
    "uniqueImpressionsCount": "how many members it was shown to",
    "clickCount": "clicks on it, or on the page's name",
    "likeCount": "reactions",
    "commentCount": "comments",
    "shareCount": "how often it was shared on",
}


class LinkedIn:
    """The page of an organisation, or a showcase page: 3000 characters, twenty pictures.

    A member's own profile belongs to the member, and is not for the council to speak from.
    """

    name: ClassVar[str] = "LinkedIn"
    limits: ClassVar[Limits] = Limits(
        length=3000,
        unit="characters",
        pictures=20,
        alt_text=4086,
        picture_bytes=8_000_000,
        cards=True,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="organization",
            label="Number of the page",
            hint="The digits in the address of the page's administration, for example 2414183",
            secret=False,
        ),
        Asked(
            name="token",
            label="Access token",
            hint="Made with the council's own application, by somebody who looks after the page.",
            secret=True,
        ),
    )

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._calls = Calls(http, base_url, secrets["token"])
        self._urn = f"urn:li:organization:{secrets['organization'].rpartition(':')[2]}"

    @staticmethod
    def new_key() -> str:
        """Choose a key; LinkedIn knows none, so it only tells tries apart here."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know the pages of organisations and of posts; never a member's."""
        return little.recognise(text)

    @staticmethod
    def count(words: str) -> int:
        """Count as much as LinkedIn can come to."""
        return little.count(words)

    rights = staticmethod(leave.rights)
    to_set_up = staticmethod(leave.to_set_up)
    try_out = staticmethod(leave.try_out)
    ask_leave = staticmethod(leave.ask)
    take_leave = staticmethod(leave.take)

    @staticmethod
    def server() -> str:
        """Give the address of LinkedIn's API."""
        return env("LINKEDIN_SERVER", default="https://api.linkedin.com")

    @staticmethod
    def offered(http: Client, base_url: str, secrets: Mapping[str, str]) -> tuple[Offered, ...]:
        """Give the pages from which the person who gave leave may post."""
        calls = Calls(http, base_url, secrets["token"])
        with told_apart(writing=False):
            asked = {"q": "roleAssignee", "state": "APPROVED", "count": str(MOST_PAGES)}
            told = contents(calls.asked("GET", "/rest/organizationAcls", params=asked))
            pages = [
                text(one, "organization")
                for one in things(told, "elements")
                if text(one, "role") in MAY_POST
            ]
        opened = [{**secrets, "organization": page} for page in dict.fromkeys(pages)]
        return tuple(Offered(LinkedIn(http, base_url, one).identify(), one) for one in opened)

    def identify(self) -> Profile:
        """Ask for the page's name and address; posting shows that it is the council's."""
        told = self._page()
        with told_apart(writing=False):
            kind = "showcase" if told.get("primaryOrganizationType") == "BRAND" else "company"
            vanity = text(told, "vanityName")
            return Profile(
                stable_id=self._urn,
                handle=vanity,
                display_name=text(told, "localizedName"),
                url=f"https://www.linkedin.com/{kind}/{vanity}/",
            )

    def describe(self) -> Described:
        """Ask how the page presents itself, and how many follow it."""
        told = self._page()
        with told_apart(writing=False):
            asked = {"edgeType": "COMPANY_FOLLOWED_BY_MEMBER"}
            path = f"/rest/networkSizes/{in_path(self._urn)}"
            size = contents(self._calls.asked("GET", path, params=asked)).get("firstDegreeSize")
            site = told.get("localizedWebsite")
            return Described(
                display_name=text(told, "localizedName"),
                about=text(told, "localizedDescription") if "localizedDescription" in told else "",
                links=(web_address(told, "localizedWebsite"),) if site else (),
                followers=size if isinstance(size, int) else None,
            )

    def deliver(self, post: Post) -> Delivered:
        """Publish a post, or a comment below the one that it answers."""
        if post.answers is not None:
            return comments.deliver(self._calls, self._urn, post)
        images = [self._image(picture) for picture in post.pictures]
        content = content_of(post, images, self._thumbnail(post))
        said = {
            "author": self._urn,
            "commentary": little.to_little(post.words),
            "visibility": "PUBLIC",
            "distribution": {"feedDistribution": "MAIN_FEED"},
            "lifecycleState": "PUBLISHED",
            **content,
        }
        with told_apart():
            answer = self._calls.asked("POST", "/rest/posts", json=said, writing=True)
            urn = answer.headers.get("x-restli-id", "")
            return Delivered(network_id=urn, url=page_of(urn))

    def look_for(self, post: Post) -> Seen | None:
        """Look among the latest posts, or comments, for one with the same words and pictures."""
        if post.answers is not None:
            return comments.look_for(self._calls, self._urn, post)
        with told_apart(writing=False):
            return next((seen_in(one) for one in self._posts() if is_same(post, one)), None)

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post or a comment, or learn that it is not there."""
        if comments.is_one(network_id):
            return comments.read_back(self._calls, network_id)
        with told_apart(writing=False):
            answer = self._calls.ask("GET", _path(network_id))
            if answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                return None
            told = contents(self._calls.fit(answer))
            expect(told, "id", network_id)
            return seen_in(told)

    def said(self, before: str | None = None) -> Said:
        """List the page's own posts, the newest first."""
        start = int(before or 0)
        with told_apart(writing=False):
            told = self._posts(start=start)
            posts, unreadable = said_in(told)
            return Said(tuple(posts), unreadable, str(start + len(told)) if told else None)

    def edit(self, network_id: str, post: Post) -> None:
        """Put other words in a post's place; its pictures stay."""
        changed = {"patch": {"$set": {"commentary": little.to_little(post.words)}}}
        with told_apart():
            method = {"X-RestLi-Method": "PARTIAL_UPDATE"}
            path = _path(network_id)
            self._calls.asked("POST", path, json=changed, headers=method, writing=True)

    def remove(self, network_id: str) -> None:
        """Delete a post or a comment; when it is gone already, that is well."""
        with told_apart():
            if comments.is_one(network_id):
                answer = comments.remove(self._calls, self._urn, network_id)
            else:
                method = {"X-RestLi-Method": "DELETE"}
                answer = self._calls.ask("DELETE", _path(network_id), headers=method)
            if answer.status_code not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                self._calls.fit(answer, writing=True)

    def below(self, network_id: str) -> Hearing:
        """Give the comments below a post; LinkedIn names nobody who wrote one."""
        return comments.below(self._calls, network_id)

    def hear(self, after: str | None = None) -> Hearing:
        """Give the comments below the page's posts, and the posts that mention the page."""
        return comments.hear(self._calls, self._urn, after)

    @staticmethod
    def measures() -> Mapping[str, str]:
        """Name what LinkedIn counts of a post."""
        return COUNTED

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a post since it was published."""
        kind = "ugcPosts" if ":ugcPost:" in network_id else "shares"
        path = (
            "/rest/organizationalEntityShareStatistics?q=organizationalEntity"
            f"&organizationalEntity={in_path(self._urn)}&{kind}=List({in_path(network_id)})"
        )
        with told_apart(writing=False):
            told = things(contents(self._calls.asked("GET", path)), "elements")
            numbers = told[0].get("totalShareStatistics") if told else {}
            if not isinstance(numbers, dict):
                raise UnfitAnswerError("The answer has no numbers.")
            return {name: numbers[name] for name in COUNTED if isinstance(numbers.get(name), int)}

    def revoke(self) -> str:
        """Have LinkedIn end the token, as far as it lets software do that."""
        return "" if leave.end(self._http, self.secrets) else STILL_TO_DO

    def _page(self) -> dict[str, Any]:
        with told_apart(writing=False):
            number = self._urn.rpartition(":")[2]
            return contents(self._calls.asked("GET", f"/rest/organizations/{in_path(number)}"))

    def _posts(self, start: int = 0) -> list[Any]:
        """List posts, the newest first."""
        path = (
            f"/rest/posts?q=author&author={in_path(self._urn)}"
            f"&start={start}&count={A_PAGE}&sortBy=CREATED"
        )
        finder = {"X-RestLi-Method": "FINDER"}
        return things(contents(self._calls.asked("GET", path, headers=finder)), "elements")

    def _thumbnail(self, post: Post) -> str:
        """Bring the picture of an article, where one is shown."""
        card = post.card if not post.pictures else None
        return self._image(card.picture)["id"] if card and card.picture else ""

    def _image(self, picture: Picture) -> dict[str, str]:
        """Bring a picture; it is forgotten unless a post names it, so this may be repeated."""
        asked = {"initializeUploadRequest": {"owner": self._urn}}
        with told_apart(writing=False):
            begun = self._calls.asked("POST", "/rest/images?action=initializeUpload", json=asked)
            told = contents(begun)
            address, urn = web_address(told, "value", "uploadUrl"), text(told, "value", "image")
            kind = {"Content-Type": picture.media_type}
            self._calls.bring(address, picture.content, headers=kind)
        return {"id": urn, **({"altText": picture.alt} if picture.alt else {})}


def _path(network_id: str) -> str:
    return f"/rest/posts/{in_path(network_id)}"
