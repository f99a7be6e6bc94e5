"""LinkedIn's “little text”, in which a post's words are written, and what names its pages.

Source: learn.microsoft.com/linkedin, “little Text Format”. Signs that mean something there have to
be escaped everywhere; LinkedIn cuts off what is too long, or badly escaped, without an error.
"""

import re

from tabard.connectors.api import Named
from tabard.connectors.links import find_hashtags

RESERVED = re.compile(r"[\\|{}@\[\]()<>#*_~]")
WRITTEN = re.compile(
    r"""\\(?P<escaped>.)
        | \{hashtag\|\\?(?P<sign>[#\N{FULLWIDTH NUMBER SIGN}])\|(?P<tag>(?:\\.|[^\\}])*)\}
        | @\[(?P<name>(?:\\.|[^\\\]])*)\]\([^)]*\)""",
    re.DOTALL | re.VERBOSE,
)
PAGE = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/(?:company|showcase)/(?P<name>[\w%-]{1,100})"
    r"(?:/[a-z-]{1,40})?/?(?:[?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)
POST = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/feed/update/"
    r"(?P<urn>urn:li:(?:share|ugcPost|activity):\d{1,25})/?(?:[?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)


def to_little(words: str) -> str:
    """Write words as little text: hashtags as such, and every other sign as it is."""
    parts, done = [], 0
    for tag in find_hashtags(words):
        sign = tag.end - len(tag.text) - 1
        parts += [escaped(words[done:sign]), rf"{{hashtag|\#|{escaped(tag.text)}}}"]
        done = tag.end
    return "".join([*parts, escaped(words[done:])])


def escaped(words: str) -> str:
    """Put a backslash before each sign that little text would take for its own."""
    return RESERVED.sub(r"\\\g<0>", words)


def from_little(told: str) -> str:
    """Give the words that readers see of a little text."""
    return WRITTEN.sub(_seen, told)


def _seen(found: re.Match[str]) -> str:
    if found["escaped"] is not None:
        return found["escaped"]
    if found["name"] is not None:
        return from_little(found["name"])
    return found["sign"] + from_little(found["tag"])


def count(words: str) -> int:
    """Count what is sent: UTF-16 units with their backslashes.

    LinkedIn does not say how it counts its 3000 characters, and cuts off what is over: this is the
    most that it can come to.
    """
    return len(to_little(words).encode("utf-16-le", errors="surrogatepass")) // 2


def recognise(text: str) -> Named | None:
    """Know the pages of organisations and of posts."""
    if page := PAGE.fullmatch(text.strip()):
        return Named("linkedin", handle=page["name"].lower())
    if post := POST.fullmatch(text.strip()):
        return Named("linkedin", post_id=post["urn"])
    return None
