"""Finds the links and hashtags in words, as readers will see them."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

LINK = regex.compile(r"(?<![\p{L}\p{N}])https?://[^\s<>\"“”«»\p{Cc}]+", regex.IGNORECASE)
# A hashtag begins a word, is more than digits and punctuation, and ends where a link begins.
HASHTAG = regex.compile(
    r"""(?<!\S)[#]
        (?= (?: (?!https?://) \S )* (?!https?://) [^\d\s\p{P}\p{Cf}\p{Mn}] )
        (?: (?!https?://) [^\s\p{Cf}] )+""",
    regex.IGNORECASE | regex.VERBOSE,
)
# Punctuation after a link belongs to the sentence.
TAIL = frozenset(".,;:!?…'\N{RIGHT SINGLE QUOTATION MARK})]}")
BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of the words: from `start` up to `end`, counted in characters."""

    start: int
    end: int
    text: str


def find_links(words: str) -> Iterator[Found]:
    """Find each web address, without the punctuation of the sentence around it."""
    for match in LINK.finditer(words):
        text = _without_tail(match[0])
        if regex.search(r"//[\p{L}\p{N}\[]", text):
            yield Found(match.start(), match.start() + len(text), text)


def find_hashtags(words: str) -> Iterator[Found]:
    """Find each hashtag; `text` leaves out the sign."""
    for match in HASHTAG.finditer(words):
        text = regex.sub(r"\p{P}+$", "", match[0])
        yield Found(match.start(), match.start() + len(text), text[1:])


def links_in(words: str) -> tuple[str, ...]:
    """Give the web addresses in the words, in order."""
    return tuple(link.text for link in find_links(words))


def _without_tail(link: str) -> str:
    """Leave off closing punctuation, but keep a bracket that the link itself opened."""
    end = len(link)
    while link[end - 1] in TAIL:
        last = link[end - 1]
        if last in BRACKETS and link.count(BRACKETS[last], 0, end) >= link.count(last, 0, end):
            break
        end -= 1
    return link[:end]
