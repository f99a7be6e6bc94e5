"""Facebook in small: one Page, its posts with their pictures, and what is said below them."""

from datetime import datetime
from typing import Any

import httpx

from tabard.connectors.tests.meta_server import GRAPH, PAGE, MetaServer, NoError, Told, told
from tabard.connectors.tests.network_server import Asked, WrongError, answers

RESIDENT = {"id": "777000000000001", "name": "Ada Resident"}


class FacebookServer(MetaServer):
    """A server of Facebook's with one Page."""

    def resident_says(self, below: str, words: str, **has: Any) -> str:
        """Have a resident say something below a post or a comment."""
        return self._comment(below, words, **{"from": RESIDENT, **has})

    def resident_names_page(self, words: str) -> str:
        post = self.new("pagepost", f"{RESIDENT['id']}_", message=words, **{"from": RESIDENT})
        return self._written(post)

    def _written(self, thing: Told) -> str:
        thing["created_time"] = self.stamp()
        thing["permalink_url"] = f"https://www.facebook.com/{thing['id'].replace('_', '/posts/')}"
        return f"{thing['id']}"

    def _comment(self, below: str, words: str, **has: Any) -> str:
        within = below.rpartition("_")[2]
        comment = self.new("comment", f"{within}_", message=words, below=below, **has)
        return self._written(comment)

    def _posts(self) -> list[str]:
        """Give the Page's posts, newest first."""
        return [number for number in reversed(self.things) if number.startswith(f"{PAGE}_")]

    def _comments(self, below: str) -> list[str]:
        return [number for number, one in self.things.items() if one.get("below") == below]

    @answers("POST", f"{GRAPH}/{{page}}/feed")
    def post(self, asked: Asked, page: str) -> httpx.Response:
        number, said = self.checked(asked, page, "feed")
        words = said["message"]
        if any(self.things[one]["message"] == words for one in self._posts()):
            raise NoError(506, "Duplicate status message")
        photos = [one["media_fbid"] for one in self.listed(said, "attached_media")]
        post = self.new("pagepost", f"{number}_", message=words, **{"from": {"id": number}})
        if photos:
            post["attachments"] = {"data": [self._album(photos)]}
        elif "link" in said:
            post["attachments"] = {"data": [{"type": "share", "target": {"url": said["link"]}}]}
        self._written(post)
        return told(self.shown(post["id"], said.get("fields", "id")))

    def _album(self, photos: list[str]) -> Told:
        every = [{"type": "photo", "target": {"id": photo}} for photo in photos]
        if len(every) == 1:
            return every[0]
        return {"type": "album", "subattachments": {"data": every}}

    @answers("POST", f"{GRAPH}/{{page}}/photos")
    def picture(self, asked: Asked, page: str) -> httpx.Response:
        _, said = self.checked(asked, page, "photos")
        if not asked.parts["source"] or said["published"] != "false":
            raise WrongError("A picture of a post comes with its bytes, and is not shown itself.")
        if said.get("alt_text_custom") == "":
            raise WrongError("What is not described has no description.")
        photo = self.new("photo", alt_text_custom=said.get("alt_text_custom"))
        return told({"id": photo["id"]})

    @answers("GET", f"{GRAPH}/{{page}}/published_posts")
    def posts(self, asked: Asked, page: str) -> httpx.Response:
        _, said = self.checked(asked, page, "published_posts")
        since = datetime.fromtimestamp(int(said.get("since", 0)), self.now.tzinfo)
        for number in self._posts():
            comments = [self.things[one] for one in reversed(self._comments(number))]
            self.things[number]["comments"] = {"data": comments}
        made = datetime.fromisoformat
        every = [one for one in self._posts() if made(self.things[one]["created_time"]) >= since]
        return self.page_of(every, said, said["fields"])

    @answers("GET", f"{GRAPH}/{{page}}/tagged")
    def tagged(self, asked: Asked, page: str) -> httpx.Response:
        _, said = self.checked(asked, page, "tagged")
        every = [one for one in self.things if one.startswith(f"{RESIDENT['id']}_")]
        return self.page_of(every, said, said["fields"])

    @answers("GET", f"{GRAPH}/{{below}}/comments")
    def comments(self, asked: Asked, below: str) -> httpx.Response:
        number, said = self.checked(asked, below, "comments")
        every = self._comments(number)
        newest_first = said["order"] == "reverse_chronological"
        return self.page_of(every[::-1] if newest_first else every, said, said["fields"])

    @answers("POST", f"{GRAPH}/{{below}}/comments")
    def comment(self, asked: Asked, below: str) -> httpx.Response:
        number, said = self.checked(asked, below, "comments")
        has: Told = {"from": {"id": PAGE}}
        if "attachment_id" in said:
            has["attachment"] = {"type": "photo", "target": {"id": said["attachment_id"]}}
        return told(self.shown(self._comment(number, said["message"], **has), said["fields"]))

    @answers("POST", f"{GRAPH}/{{what}}")
    def change(self, asked: Asked, what: str) -> httpx.Response:
        number, said = self.checked(asked, what)
        if "is_hidden" in said:
            self.things[number]["is_hidden"] = said["is_hidden"] == "true"
        if "message" in said:
            self.things[number]["message"] = said["message"]
        return told({"success": True})

    @answers("GET", f"{GRAPH}/{{what}}/insights")
    def insights(self, asked: Asked, what: str) -> httpx.Response:
        _, said = self.checked(asked, what, "insights")
        names = said["metric"].split(",")
        numbers = [{"name": name, "values": [{"value": 10 + at}]} for at, name in enumerate(names)]
        return told({"data": numbers})
