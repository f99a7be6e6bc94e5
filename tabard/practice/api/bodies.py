"""Reads what clients send; whatever is not exactly as agreed is a problem."""

import json
import re
from datetime import datetime
from http import HTTPStatus
from itertools import accumulate
from typing import Any

from django.http import HttpRequest

from tabard.practice.api.problems import ProblemError
from tabard.practice.rules import Draft, DraftPicture

MOST_BYTES_OF_JSON = 65_536
# A post, its list of pictures, a picture; one more, to say what is wrong with it.
DEEPEST = 4
# The last may be left out.
FIELDS = ("words", "created_at", "pictures", "answers")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
STEP = {"[": 1, "{": 1, "]": -1, "}": -1}


def body(request: HttpRequest, *, most: int) -> bytes:
    """Read the whole body, but not more of it than allowed."""
    content = request.read(most + 1)
    if len(content) > most:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send at most {most} bytes.")
    return content


def draft(request: HttpRequest) -> Draft:
    """Read a post from the body of a request."""
    if request.content_type != "application/json":
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json.")
    return read_draft(body(request, most=MOST_BYTES_OF_JSON))


def read_draft(content: bytes) -> Draft:
    """Read a post: its words, when it was written, its pictures, and which one it answers."""
    sent = _fields({"answers": None, **_object(_json(content))}, *FIELDS)
    if not isinstance(sent["pictures"], list):
        raise _unreadable("“pictures” is a list.")
    return Draft(
        words=_text(sent, "words"),
        created_at=_time(_text(sent, "created_at")),
        pictures=tuple(_picture(one) for one in sent["pictures"]),
        answers=None if sent["answers"] is None else _text(sent, "answers"),
    )


def _picture(sent: Any) -> DraftPicture:
    fields = _fields(sent, "sha256", "alt")
    return DraftPicture(sha256=_text(fields, "sha256"), alt=_text(fields, "alt"))


def _json(content: bytes) -> Any:
    try:
        text = content.decode()
        if _depth(text) > DEEPEST:
            raise _unreadable("The JSON is nested too deeply.")
        return json.loads(text, object_pairs_hook=_unambiguous, parse_constant=_no_number)
    except ValueError as problem:
        raise _unreadable("This is not JSON.") from problem


def _depth(text: str) -> int:
    """Say how deep brackets are nested, so that no parser has to find out."""
    bare = STRING.sub("", text)
    return max(accumulate(STEP.get(sign, 0) for sign in bare), default=0)


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("A name stands there twice.")
    return fields


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON.")


def _object(sent: Any) -> dict[str, Any]:
    if not isinstance(sent, dict):
        raise _unreadable(f"Send exactly: {', '.join(FIELDS)}.")
    return sent


def _fields(sent: Any, *names: str) -> dict[str, Any]:
    if not isinstance(sent, dict) or sent.keys() != set(names):
        raise _unreadable(f"Send exactly: {', '.join(names)}.")
    return sent


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise _unreadable(f"“{name}” is text.")
    return value


def _time(written: str) -> datetime:
    try:
        time = datetime.fromisoformat(written)
    except ValueError as problem:
        raise _unreadable("“created_at” is a time as in ISO 8601.") from problem
    if time.tzinfo is None:
        raise _unreadable("“created_at” says how far it is from UTC.")
    return time


def _unreadable(why: str) -> ProblemError:
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, why)
