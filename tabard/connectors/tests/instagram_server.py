"""Instagram in small: one professional account, containers, posts and what is said below them."""

from datetime import datetime
from typing import Any

import httpx

from tabard.connectors.tests import meta_tables
from tabard.connectors.tests.meta_server import GRAPH, PAGE, MetaServer, NoError, Told, told
from tabard.connectors.tests.network_server import Asked, WrongError, answers

ACCOUNT = "17841400000000001"
NAME = "exampleton.roads"
RESIDENT = {"id": "778000000000001", "username": "ada"}


class InstagramServer(MetaServer):
    """A server of Instagram's with one account, which belongs to the Page."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds[ACCOUNT] = "iguser"
        self.things[ACCOUNT] = {
            "id": ACCOUNT,
            "username": NAME,
            "name": "Roads team",
            "biography": "Roads of Exampleton",
            "website": "https://exampleton.example",
            "followers_count": 510,
            "follows_count": 12,
        }
        self.things[PAGE]["instagram_business_account"] = self.things[ACCOUNT]
        self.granted = [
            *("pages_show_list", "pages_read_engagement", "instagram_basic"),
            *("instagram_content_publish", "instagram_manage_contents"),
        ]
        self.first_state = "FINISHED"
        """What every container is made as; one in progress is ready when it was asked for."""

    def posts(self) -> list[str]:
        """Give the account's posts, newest first."""
        every = [number for number, one in self.things.items() if one.get("username") == NAME]
        return [number for number in reversed(every) if self.kinds[number] == "igmedia"]

    def resident_says(self, below: str, words: str, **has: Any) -> str:
        """Have a resident say something below a post or a comment."""
        return self._comment(below, words, **{"from": RESIDENT, "username": "ada", **has})

    def resident_names_account(self, words: str) -> str:
        return self._medium(caption=words, username="ada", media_type="IMAGE", named=True)

    def _medium(self, **has: Any) -> str:
        medium = self.new("igmedia", **has)
        medium["timestamp"] = self.stamp()
        medium["permalink"] = f"https://www.instagram.com/p/C{medium['id']}/"
        return f"{medium['id']}"

    def _comment(self, below: str, words: str, **has: Any) -> str:
        comment = self.new("igcomment", text=words, below=below, **has)
        post = self.things[below].get("media", {"id": below})["id"]
        comment["timestamp"] = self.stamp()
        comment["media"] = {"id": post, "permalink": self.things[post]["permalink"]}
        self._hang_up(post)
        return f"{comment['id']}"

    def _hang_up(self, post: str) -> None:
        """Hang the comments below a post, and the answers below those."""
        for number in [post, *self._below(post)]:
            hung = [self.things[one] for one in self._below(number)]
            self.things[number]["comments" if number == post else "replies"] = {"data": hung}

    def _below(self, number: str) -> list[str]:
        return [each for each, one in self.things.items() if one.get("below") == number]

    @answers("POST", f"{GRAPH}/{{account}}/media")
    def make(self, asked: Asked, account: str) -> httpx.Response:
        _, said = self.checked(asked, account, "media")
        if said.get("media_type") == "CAROUSEL":
            inner = [self.things[number]["has"] for number in said["children"].split(",")]
            has: Told = {"media_type": "CAROUSEL_ALBUM", "children": {"data": inner}}
        elif not said["image_url"].startswith("https://"):
            raise WrongError("Instagram cannot fetch this picture.")
        elif said.get("alt_text") == "":
            raise WrongError("What is not described has no description.")
        else:
            has = {"media_type": "IMAGE", "alt_text": said.get("alt_text")}
        has["caption"] = said.get("caption", "")
        container = self.new("igcontainer", status_code=self.first_state, has=has)
        return told({"id": container["id"]})

    @answers("POST", f"{GRAPH}/{{account}}/media_publish")
    def publish(self, asked: Asked, account: str) -> httpx.Response:
        _, said = self.checked(asked, account, "media_publish")
        container = self.things[said["creation_id"]]
        match container["status_code"]:
            case "FINISHED":
                container["status_code"] = "PUBLISHED"
            case "IN_PROGRESS":
                raise NoError(9007, "The media is not ready", error_subcode=2207027)
            case "EXPIRED":
                raise NoError(-2, "The media has expired", error_subcode=2207020)
            case _:
                raise NoError(100, "This container cannot be published")
        number = self._medium(username=NAME, **container["has"])
        return told(self.shown(number, said["fields"]))

    @answers("GET", f"{GRAPH}/{{account}}/media")
    def media(self, asked: Asked, account: str) -> httpx.Response:
        _, said = self.checked(asked, account, "media")
        since = datetime.fromtimestamp(int(said.get("since", 0)), self.now.tzinfo)
        made = datetime.fromisoformat
        every = [one for one in self.posts() if made(self.things[one]["timestamp"]) >= since]
        return self.page_of(every, said, said["fields"])

    @answers("GET", f"{GRAPH}/{{account}}/content_publishing_limit")
    def limit(self, asked: Asked, account: str) -> httpx.Response:
        _, said = self.checked(asked, account, "content_publishing_limit")
        meta_tables.check_fields("contentpublishinglimitresponse", said["fields"])
        config = {"quota_total": 100, "quota_duration": 86400}
        return told({"data": [{"config": config, "quota_usage": len(self.posts())}]})

    @answers("GET", f"{GRAPH}/{{account}}/tags")
    def tags(self, asked: Asked, account: str) -> httpx.Response:
        _, said = self.checked(asked, account, "tags")
        every = [number for number, one in self.things.items() if one.get("named")]
        return self.page_of(every, said, said["fields"])

    @answers("GET", f"{GRAPH}/{{below}}/comments")
    def comments(self, asked: Asked, below: str) -> httpx.Response:
        number, said = self.checked(asked, below, "comments")
        return self.page_of(self._below(number), said, said["fields"])

    @answers("GET", f"{GRAPH}/{{below}}/replies")
    def replies(self, asked: Asked, below: str) -> httpx.Response:
        number, said = self.checked(asked, below, "replies")
        return self.page_of(self._below(number), said, said["fields"])

    @answers("POST", f"{GRAPH}/{{below}}/comments")
    def comment(self, asked: Asked, below: str) -> httpx.Response:
        return self._said_below(*self.checked(asked, below, "comments"))

    @answers("POST", f"{GRAPH}/{{below}}/replies")
    def reply(self, asked: Asked, below: str) -> httpx.Response:
        return self._said_below(*self.checked(asked, below, "replies"))

    def _said_below(self, number: str, said: dict[str, str]) -> httpx.Response:
        has = {"from": {"id": ACCOUNT, "username": NAME}, "username": NAME}
        return told(self.shown(self._comment(number, said["message"], **has), said["fields"]))

    @answers("POST", f"{GRAPH}/{{what}}")
    def change(self, asked: Asked, what: str) -> httpx.Response:
        number, said = self.checked(asked, what)
        self.things[number]["hidden"] = said["hide"] == "true"
        return told({"success": True})

    @answers("GET", f"{GRAPH}/{{what}}/insights")
    def insights(self, asked: Asked, what: str) -> httpx.Response:
        _, said = self.checked(asked, what, "insights")
        names = said["metric"].split(",")
        numbers = [{"name": name, "values": [{"value": 20 + at}]} for at, name in enumerate(names)]
        return told({"data": numbers})

    def shown(self, number: str, fields: str) -> Told:
        """Give what was asked for; a container is ready once it was asked after."""
        shown = super().shown(number, fields)
        if self.things[number].get("status_code") == "IN_PROGRESS":
            self.things[number]["status_code"] = "FINISHED"
        return shown
