"""X, as far as its connector goes: each request is held to the models of X's own client, xdk."""

import base64
import re
from functools import cached_property
from importlib import import_module
from typing import Any

import httpx

from tabard.connectors.tests.models import insist, insist_on_query
from tabard.connectors.tests.network_server import Asked, NetworkServer, WrongError, answers
from tabard.connectors.x import counting

KNOWN = ("the-client-id", "the-client-secret")
ME = {"id": "2244994945", "name": "Roads team", "username": "RoadsTeam"}
SOMEBODY = {"id": "7", "name": "Ada", "username": "ada"}
PROBLEMS = "https://api.x.com/2/problems/"
GONE = {
    "type": f"{PROBLEMS}resource-not-found",
    "title": "Not Found Error",
    "detail": "Could not find post.",
    "resource_type": "post",
}


def problem(status: int, detail: str, **more: str) -> httpx.Response:
    """Give a refusal as X words it."""
    told = {"type": "about:blank", "title": "No", "detail": detail, "status": status, **more}
    return httpx.Response(status, json=told)


class XNetwork(NetworkServer):
    """An X on which there is one account, and whatever a test puts there."""

    def __init__(self) -> None:
        super().__init__()
        self.access, self.refresh, self.renewals = "access-0", "refresh-0", 0
        self.verifier = ""
        self.posts: dict[str, dict[str, Any]] = {}
        self.media: dict[str, dict[str, Any]] = {}
        self.hidden: dict[str, bool] = {}
        self.private: dict[str, Any] = {}
        self.mentions: list[dict[str, Any]] = []
        self.people = {SOMEBODY["id"]: SOMEBODY}
        self.follows: list[str] = []
        self.at = "2026-11-23T09:30:01.000Z"
        self.page = 100

    @cached_property
    def models(self) -> Any:
        """What X's own client says of requests and answers; loading it takes seconds."""
        return import_module("xdk.schemas")

    @answers("POST", "/2/oauth2/token")
    def token(self, asked: Asked) -> httpx.Response:
        if not self._is_known(asked):
            return httpx.Response(401, json={"error": "unauthorized_client"})
        form = asked.form
        if form["grant_type"] == "authorization_code":
            good = (form["code"], form["code_verifier"]) == ("the-code", self.verifier)
            if not good:
                return httpx.Response(400, json={"error": "invalid_request"})
            form["redirect_uri"]
        elif form["refresh_token"] != self.refresh:
            return httpx.Response(400, json={"error": "invalid_request"})
        self.renewals += 1
        self.access, self.refresh = f"access-{self.renewals}", f"refresh-{self.renewals}"
        return self.tokens()

    def tokens(self) -> httpx.Response:
        scope = "tweet.read tweet.write users.read media.write offline.access"
        told = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": 7200}
        return httpx.Response(200, json={**told, "token_type": "bearer", "scope": scope})

    @answers("POST", "/2/oauth2/revoke")
    def revoke(self, asked: Asked) -> httpx.Response:
        if not self._is_known(asked):
            return httpx.Response(401, json={"error": "unauthorized_client"})
        ended = asked.form["token"]
        self.access = "" if self.access == ended else self.access
        self.refresh = "" if self.refresh == ended else self.refresh
        return httpx.Response(200, json={"revoked": True})

    def _is_known(self, asked: Asked) -> bool:
        basic = base64.b64encode(":".join(KNOWN).encode()).decode()
        return asked.headers.get("authorization") == f"Basic {basic}"

    @answers("GET", "/2/users/me")
    def me(self, asked: Asked) -> httpx.Response:
        insist_on_query(import_module("xdk.users.client").UsersClient.get_me, asked.query)
        fields = {"id", "name", "username", *asked.query.get("user.fields", "").split(",")}
        told = {"data": {name: said for name, said in self.profile.items() if name in fields}}
        return self._say("GetUsersMeResponse", told)

    profile: dict[str, Any] = ME

    @answers("POST", "/2/tweets")
    def create(self, asked: Asked) -> httpx.Response:
        said = asked.json
        insist(self.models.CreatePostsRequest, said)
        if counting.count(said["text"]) > 280:
            return problem(400, "Your Tweet text is too long: these are too many words.")
        if said["text"] in [one["said"]["text"] for one in self.posts.values()]:
            return problem(403, "You are not allowed to create a Tweet with duplicate content.")
        number = str(1000 + len(self.posts))
        self.posts[number] = self.keep(number, said)
        told = {"data": {"id": number, "text": self.posts[number]["told"]["text"]}}
        return self._say("CreatePostsResponse", told, status=201)

    def keep(self, number: str, said: dict[str, Any]) -> dict[str, Any]:
        """Keep a post as X tells of it: its links shortened, its signs escaped."""
        short, urls = said["text"], list[dict[str, Any]]()
        for start, end in reversed(list(counting.links(short))):
            link = short[start:end]
            whole = link if "://" in link else f"http://{link}"
            bare = re.sub(r"^https?://(www\.)?", "", whole)
            url = {"url": f"https://t.co/{number}{start}", "start": start, "end": end}
            urls.insert(0, {**url, "expanded_url": whole, "display_url": bare})
            short = f"{short[:start]}{url['url']}{short[end:]}"
        short = short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        told: dict[str, Any] = {"id": number, "created_at": self.at}
        keys = [f"3_{media}" for media in said.get("media", {}).get("media_ids", [])]
        if keys:
            told["attachments"] = {"media_keys": keys}
            picture = {"url": f"https://t.co/p{number}", "start": 0, "end": 0}
            urls += [{**picture, "media_key": key} for key in keys]
            short = f"{short} https://t.co/p{number}"
        if answers_to := said.get("reply", {}).get("in_reply_to_tweet_id"):
            told["answers"] = answers_to
            short = f"@somebody {short}"
            told["display_text_range"] = [len("@somebody "), len(short)]
        told |= {"text": short, "entities": {"urls": urls}}
        return {"said": said, "told": told}

    @answers("GET", "/2/tweets/{number}")
    def one(self, asked: Asked, number: str) -> httpx.Response:
        insist_on_query(import_module("xdk.posts.client").PostsClient.get_by_id, asked.query)
        if number not in self.posts:
            return self._say("GetPostsByIdResponse", {"errors": [GONE]})
        told = {"data": self.shown(asked, number), "includes": self._beside()}
        return self._say("GetPostsByIdResponse", told)

    def shown(self, asked: Asked, number: str) -> dict[str, Any]:
        fields = {"id", "text", *asked.query.get("post.fields", "").split(",")}
        told = {**self.posts[number]["told"], **self.private}
        return {name: said for name, said in told.items() if name in fields}

    def _beside(self) -> dict[str, Any]:
        media = [
            {"media_key": f"3_{number}", "type": "photo", **told}
            for number, told in self.media.items()
        ]
        return {"media": media}

    @answers("GET", "/2/users/{number}/tweets")
    def timeline(self, asked: Asked, number: str) -> httpx.Response:
        insist_on_query(import_module("xdk.users.client").UsersClient.get_posts, asked.query)
        if number != ME["id"]:
            raise WrongError("This is another account.")
        since = asked.query.get("start_time", "")
        found = [
            key for key in reversed(self.posts) if self.posts[key]["told"]["created_at"] >= since
        ]
        start = int(asked.query.get("pagination_token", "0"))
        page = found[start : start + self.page]
        meta: dict[str, Any] = {"result_count": len(page)}
        if found[start + self.page :]:
            meta["next_token"] = str(start + self.page)
        told: dict[str, Any] = {"meta": meta}
        if page:
            told |= {"data": [self.shown(asked, key) for key in page], "includes": self._beside()}
        return self._say("GetUsersPostsResponse", told)

    @answers("GET", "/2/users/{number}/mentions")
    def mentioned(self, asked: Asked, number: str) -> httpx.Response:
        insist_on_query(import_module("xdk.users.client").UsersClient.get_mentions, asked.query)
        since = int(asked.query.get("since_id", "0"))
        found = [one for one in self.mentions if int(one["id"]) > since and number == ME["id"]]
        return self._say("GetUsersMentionsResponse", self._heard(found))

    @answers("GET", "/2/tweets/search/recent")
    def search(self, asked: Asked) -> httpx.Response:
        insist_on_query(import_module("xdk.posts.client").PostsClient.search_recent, asked.query)
        found = [one for one in self.mentions if one["id"] in self.hidden]
        return self._say("SearchPostsRecentResponse", self._heard(found))

    def _heard(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        told: dict[str, Any] = {"meta": {"result_count": len(found)}}
        return told | ({"data": found, "includes": {"users": [SOMEBODY]}} if found else {})

    def hears(self, number: str, words: str, *, answers_to: str = "") -> None:
        """Let somebody say something to the account, or below one of its posts."""
        said: dict[str, Any] = {"id": number, "text": words, "created_at": self.at}
        said["author_id"] = SOMEBODY["id"]
        if answers_to:
            below = [{"type": "replied_to", "id": answers_to}]
            said |= {"referenced_posts": below, "in_reply_to_user_id": ME["id"]}
            self.hidden[number] = False
        self.mentions.append(said)

    @answers("GET", "/2/users/by/username/{name}")
    def by_name(self, asked: Asked, name: str) -> httpx.Response:
        client = import_module("xdk.users.client").UsersClient
        insist_on_query(client.get_by_username, asked.query)
        found = [one for one in self.people.values() if one["username"].lower() == name.lower()]
        gone = {**GONE, "detail": f"Could not find user with username: [{name}]."}
        told = {"data": found[0]} if found else {"errors": [gone]}
        return self._say("GetUsersByUsernameResponse", told)

    @answers("POST", "/2/users/{number}/following")
    def follow(self, asked: Asked, number: str) -> httpx.Response:
        insist(self.models.FollowUserRequest, asked.json)
        if number != ME["id"]:
            raise WrongError("This is another account.")
        whom = asked.json["target_user_id"]
        self.follows = [whom, *(one for one in self.follows if one != whom)]
        told = {"data": {"following": True, "pending_follow": False}}
        return self._say("FollowUserResponse", told)

    @answers("DELETE", "/2/users/{number}/following/{whom}")
    def unfollow(self, _: Asked, number: str, whom: str) -> httpx.Response:
        if number != ME["id"]:
            raise WrongError("This is another account.")
        self.follows = [one for one in self.follows if one != whom]
        return self._say("UnfollowUserResponse", {"data": {"following": False}})

    @answers("GET", "/2/users/{number}/following")
    def following(self, asked: Asked, number: str) -> httpx.Response:
        insist_on_query(import_module("xdk.users.client").UsersClient.get_following, asked.query)
        start = int(asked.query.get("pagination_token", "0"))
        page = self.follows[start : start + self.page] if number == ME["id"] else []
        meta: dict[str, Any] = {"result_count": len(page)}
        if self.follows[start + self.page :]:
            meta["next_token"] = str(start + self.page)
        data = {"data": [self.people[one] for one in page]} if page else {}
        return self._say("GetUsersFollowingResponse", {"meta": meta, **data})

    @answers("GET", "/2/users/{number}/timelines/reverse_chronological")
    def home(self, asked: Asked, number: str) -> httpx.Response:
        insist_on_query(import_module("xdk.users.client").UsersClient.get_timeline, asked.query)
        found = [one for one in self.mentions if one["author_id"] in self.follows]
        found = list(reversed(found)) if number == ME["id"] else []
        return self._say("GetUsersTimelineResponse", self._heard(found))

    @answers("PUT", "/2/tweets/{number}/hidden")
    def hide(self, asked: Asked, number: str) -> httpx.Response:
        insist(self.models.HidePostsReplyRequest, asked.json)
        if number not in self.hidden:
            raise WrongError("Only answers below the account's own posts can be hidden.")
        self.hidden[number] = asked.json["hidden"]
        return self._say("HidePostsReplyResponse", {"data": asked.json})

    @answers("DELETE", "/2/tweets/{number}")
    def delete(self, _: Asked, number: str) -> httpx.Response:
        if self.posts.pop(number, None) is None:
            return self._say("DeletePostsResponse", {"errors": [GONE]}, status=404)
        return self._say("DeletePostsResponse", {"data": {"deleted": True}})

    @answers("POST", "/2/media/upload")
    def upload(self, asked: Asked) -> httpx.Response:
        parts = asked.parts
        said = {name: "bytes" if name == "media" else part.decode() for name, part in parts.items()}
        insist(self.models.MediaUploadRequest, said)
        number = str(500 + len(self.media))
        self.media[number] = {}
        told = {"data": {"id": number, "media_key": f"3_{number}", "size": len(parts["media"])}}
        return self._say("MediaUploadResponse", told)

    @answers("POST", "/2/media/metadata")
    def describe(self, asked: Asked) -> httpx.Response:
        insist(self.models.CreateMediaMetadataRequest, asked.json)
        number, alt = asked.json["id"], asked.json["metadata"]["alt_text"]["text"]
        self.media[number]["alt_text"] = alt
        return self._say("CreateMediaMetadataResponse", {"data": {"id": number}})

    def turned_away(self, asked: Asked) -> httpx.Response | None:
        known = asked.headers.get("authorization") == f"Bearer {self.access}"
        if known or asked.path.startswith("/2/oauth2/"):
            return None
        return problem(401, "Unauthorized")

    def _say(self, model: str, told: Any, *, status: int = 200) -> httpx.Response:
        """Answer with what X's own client could read."""
        insist(getattr(self.models, model), told)
        return httpx.Response(status, json=told)
