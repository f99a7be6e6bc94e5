"""The names of accounts and posts on the networks of Meta, and how their words are counted."""

import re

from tabard.connectors.api import Named

TAIL = r"/?(?:[?#]\S*)?"
FACEBOOK = r"(?:https?://)?(?:www\.|m\.|web\.)?(?:facebook|fb)\.com/"
# Pages of Facebook's own, which are nobody's account.
NOBODY = (
    r"(?:events|groups|hashtag|help|login|marketplace|photo|privacy|reel|share|watch)\b|\S*\.php"
)
PAGE = re.compile(
    rf"{FACEBOOK}(?:(?:pages/|p/|people/)[^/?#\s]+[/-])?(?!{NOBODY})(?P<name>[a-z\d][a-z\d.-]{{2,80}})"
    rf"(?:/(?:posts|photos|videos)/(?:[^/?#\s]+/)?(?P<post>\w{{1,100}}))?{TAIL}",
    re.ASCII | re.IGNORECASE,
)
BY_NUMBER = re.compile(
    rf"{FACEBOOK}(?:profile|permalink|story)\.php\?(?P<query>\S+)", re.ASCII | re.IGNORECASE
)

PROFILE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:instagram\.com|instagr\.am)/"
    r"(?!(?:about|accounts|developer|direct|explore|legal|p|reel|reels|stories|tv)\b)"
    rf"(?P<name>[\w.]{{1,30}})(?:/(?:p|reel|tv)/(?P<post>[\w-]{{1,64}}))?{TAIL}",
    re.ASCII | re.IGNORECASE,
)


def units(words: str) -> int:
    """Count as strictly as Meta may: it tells the most characters, and not what one is.

    The units of UTF-16 are the most that anybody counts: an emoji is two or more.
    """
    return len(words.encode("utf-16-le", errors="surrogatepass")) // 2


def recognise_page(text: str) -> Named | None:
    """Know the addresses of Pages and of their posts, by name or by number."""
    if numbered := BY_NUMBER.fullmatch(text.strip()):
        return _by_number(numbered["query"])
    found = PAGE.fullmatch(text.strip())
    return _named(found["name"].lower(), found["post"]) if found else None


def _by_number(query: str) -> Named | None:
    page = re.search(r"(?:^|&)id=(\d+)", query, re.ASCII)
    post = re.search(r"(?:^|&)story_fbid=(\w+)", query, re.ASCII)
    return _named(page[1], post[1] if post else None) if page else None


def _named(page: str, post: str | None) -> Named:
    """Name a post as the API does where the address tells as much: by its Page's number too."""
    if not page.isdigit():
        return Named("facebook", handle=page, post_id=post)
    whole = f"{page}_{post}" if post and post.isdigit() else post
    return Named("facebook", stable_id=page, post_id=whole)


def recognise_profile(text: str) -> Named | None:
    """Know the addresses of profiles, and of posts where they say whose they are."""
    found = PROFILE.fullmatch(text.strip())
    if found is None:
        return None
    return Named("instagram", handle=found["name"].lower(), post_id=found["post"])
