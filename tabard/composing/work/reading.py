"""Reading the pages that are linked to, from servers that may be slow, hostile or not there."""

import io
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx
from django.utils import timezone
from PIL import Image

from tabard.common.http import Client, RefusedAddressError
from tabard.composing.models import (
    LONGEST_ADDRESS,
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    LinkedPage,
    Outcome,
)
from tabard.composing.work.encoding import UnfitPictureError
from tabard.composing.work.heads import Head, read_head, shortened
from tabard.composing.work.pictures import Prepared, prepare
from tabard.record.actions import keep_bytes

# Seconds for one page with all that leads to it, and for its picture.
DEADLINE = 10.0
# What a picture may have at most, and what is read of a page, in bytes.
MOST_OF_ANSWER = 5_000_000
MOST_OF_PAGE = 500_000
MOST_HOPS = 5
# The longer side of a picture that is kept, and the shorter one of what is no mere mark, in pixels.
LONGER_SIDE, LEAST_SIDE = 1_000, 80
QUALITY = 80
PAGES = ("text/html", "application/xhtml+xml")
ASKS_FOR_PAGE = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"}
ASKS_FOR_PICTURE = {"Accept": "image/jpeg,image/png,image/webp"}
HEAD_ENDS = b"</head"
NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


@dataclass(slots=True)
class Reading:
    """What is known of a page so far."""

    outcome: Outcome = Outcome.NOT_NOW
    led_to: list[str] = field(default_factory=list)
    status: int | None = None
    head: Head = field(default_factory=Head)
    picture: Prepared | None = None


def read_page(page: LinkedPage, *, http: Client) -> None:
    """Read a page once, and write down what came of it; trouble is an answer too."""
    reading = look_up(page.address, http=http)
    page.read_at, page.outcome = timezone.now(), reading.outcome
    page.led_to, page.status = reading.led_to, reading.status
    page.title = shortened(reading.head.title, LONGEST_TITLE)
    page.description = shortened(reading.head.description, LONGEST_DESCRIPTION)
    if picture := reading.picture:
        page.picture = keep_bytes(picture.content, media_type=picture.media_type)
        page.width, page.height = picture.width, picture.height
    page.save()


def look_up(address: str, *, http: Client) -> Reading:
    """Follow an address to its page, and read what it says of itself."""
    reading = Reading()
    try:
        reading.outcome = _follow(address, reading, http)
    except RefusedAddressError:
        reading.outcome = _refused(reading.led_to[-1] if reading.led_to else address)
    except httpx.InvalidURL:
        reading.outcome = Outcome.NOWHERE
    except httpx.HTTPError as error:
        reading.outcome = Outcome.NOWHERE if _is_unknown(error) else Outcome.NOT_NOW
    if reading.head.picture:
        base = reading.led_to[-1] if reading.led_to else address
        reading.picture = _picture(base, reading.head.picture, http)
    return reading


def _follow(address: str, reading: Reading, http: Client) -> Outcome:
    request = http.build_request("GET", address, headers=ASKS_FOR_PAGE)
    for _ in range(MOST_HOPS + 1):
        with closing(http.send(request, stream=True)) as answer:
            reading.status = answer.status_code
            if answer.next_request is None:
                return _read(answer, reading)
            # It inherits the time that is left.
            request = answer.next_request
            reading.led_to.append(str(request.url)[:LONGEST_ADDRESS])
    return Outcome.LEADS_ON


def _read(answer: httpx.Response, reading: Reading) -> Outcome:
    if answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
        return Outcome.GONE
    if not answer.is_success:
        return Outcome.NOT_NOW
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() not in PAGES:
        return Outcome.NO_PAGE
    content = b"".join(_to_end_of_head(answer))
    reading.head = read_head(content, charset=answer.charset_encoding or "")
    return Outcome.READ


def _to_end_of_head(answer: httpx.Response) -> Iterator[bytes]:
    """Give what comes until the head ends, or as much as is read of a page."""
    left, before = MOST_OF_PAGE, b""
    for chunk in answer.iter_raw():
        yield chunk[:left]
        left -= len(chunk)
        seen = before + chunk
        if left <= 0 or HEAD_ENDS in seen.lower():
            return
        before = seen[-len(HEAD_ENDS) :]


def _refused(address: str) -> Outcome:
    """Say why the door did not let this address be called."""
    is_https = address.lower().startswith("https:")
    return Outcome.PRIVATE if is_https else Outcome.INSECURE


def _is_unknown(error: BaseException) -> bool:
    """Say whether it is known that there is no such server, and not merely that none answered."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return isinstance(error, UnicodeError) or (
        isinstance(error, socket.gaierror) and error.errno in NO_SUCH_NAME
    )


def _picture(base: str, address: str, http: Client) -> Prepared | None:
    """Give the picture of a page, made anew and small; one that cannot be had is none."""
    with suppress(httpx.HTTPError, httpx.InvalidURL, ValueError, UnfitPictureError):
        place = urljoin(base, address)
        answer = http.get(place, headers=ASKS_FOR_PICTURE, follow_redirects=True)
        if answer.is_success:
            return _small(prepare(answer.content))
    return None


def _small(picture: Prepared) -> Prepared | None:
    """Make a picture of ours as small as a card needs it; one that is a mere mark is none."""
    if min(picture.width, picture.height) < LEAST_SIDE:
        return None
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture.content)) as opened:
        opened.thumbnail((LONGER_SIDE, LONGER_SIDE))
        opened.save(out, "JPEG", quality=QUALITY, optimize=True)
        return Prepared(out.getvalue(), picture.media_type, opened.width, opened.height)
