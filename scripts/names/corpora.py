"""Reading public corpora of posts: words with what they name, put together as people wrote them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PERSON = frozenset({"PER", "person"})
# What no space stands before, and after.
CLOSING = frozenset(
    [*")]},.!?:;%\u201d\u2019\u2026", "...", "..", "!!", "??", "!!!", "n't", "n\u2019t", "N'T"]
) | {mark + end for mark in "'\u2019" for end in ("s", "S", "ll", "re", "ve", "m", "d")}
OPENING = frozenset("([{\u201c\u2018£$#@")


class Span(NamedTuple):
    """A place in the words of a post."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Post:
    """A post, the names of people in it, and the handles and hashtags, which count for nothing."""

    words: str
    names: tuple[Span, ...]
    others: tuple[Span, ...] = ()


class Labelled(NamedTuple):
    """A word of a corpus, and whether it begins (B) or goes on with (I) a person's name."""

    word: str
    label: str


def sentences(path: Path) -> Iterator[list[Labelled]]:
    """Read a file of words and labels, with an empty line after each sentence."""
    sentence: list[Labelled] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        word, _, label = line.partition("\t")
        if word.strip():
            place, _, kind = label.strip().partition("-")
            sentence.append(Labelled(word.strip(), place if kind in PERSON else "O"))
        elif sentence:
            yield sentence
            sentence = []


def post_of(sentence: Sequence[Labelled], *, spaced: bool = False) -> Post:
    """Put a sentence together, as one writes or with a space after every word."""
    words, glued, quoted, last = "", True, False, ""
    names: list[Span] = []
    others: list[Span] = []
    for word, label in sentence:
        handle = word[0] in "@#" or last in {"@", "#"}
        close = (
            last in {"@", "#"} if spaced else glued or word in CLOSING or (word == '"' and quoted)
        )
        words += "" if close or not words else " "
        span = Span(len(words), len(words) + len(word))
        words += word
        if handle:
            others.append(span)
        elif label == "I" and names and not names[-1].end < span.start - 1:
            names[-1] = Span(names[-1].start, span.end)
        elif label != "O":
            names.append(span)
        glued = word in OPENING or (word == '"' and not quoted)
        quoted ^= word == '"'
        last = word
    return Post(words, tuple(names), tuple(others))


def posts(path: Path, dice: random.Random | None = None) -> list[Post]:
    """Read the posts of a file, about every fourth with spaces all over if dice are given."""
    return [
        post_of(one, spaced=dice is not None and dice.random() < 0.25)  # noqa: PLR2004
        for one in sentences(path)
    ]


def in_small_letters(post: Post) -> Post:
    """Give the same post as somebody writes who does not bother with capitals."""
    low = post.words.lower()
    return Post(low, post.names, post.others) if len(low) == len(post.words) else post
