"""Names what a post answers: by address and content, as a record of the AT Protocol does.

Source: atproto.com/lexicons/app-bsky-feed, `app.bsky.feed.post#replyRef`.
"""

from typing import Any

from tabard.common.http import Client
from tabard.connectors.answers import contents, expect, raise_for, text, told_apart
from tabard.connectors.api import RejectedError
from tabard.connectors.bluesky import identity, names
from tabard.connectors.bluesky.session import Access, error_in


def reply_to(session: Access, http: Client, uri: str) -> dict[str, Any]:
    """Name the post that is answered, and the one that began the conversation.

    Its author's own server is asked for it, as the author's directory entry says.
    """
    did, key = names.parts(uri)
    with told_apart(writing=False):
        is_own = did == session.secrets["did"]
        home = session.home if is_own else identity.look_up(did, http).home
        place = {"repo": did, "collection": names.POST, "rkey": key}
        answer = http.get(f"{home}/xrpc/com.atproto.repo.getRecord", params=place)
        if error_in(answer) == "RecordNotFound":
            raise RejectedError("The post that this answers is not there any more.")
        raise_for(answer, writing=False)
        told = contents(answer)
        expect(told, "uri", uri)
        parent = {"uri": uri, "cid": text(told, "cid")}
        value = told.get("value")
        is_answer = isinstance(value, dict) and "reply" in value
        return {"root": _root(value) if is_answer else parent, "parent": parent}


def _root(value: Any) -> dict[str, str]:
    place = ("reply", "root")
    return {"uri": text(value, *place, "uri"), "cid": text(value, *place, "cid")}
