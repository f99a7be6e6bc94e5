"""What is new in a text: paragraph by paragraph, and word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from markdown_it.token import Token

from tabard.training.work.text import MARKDOWN

# Two paragraphs that share less than this are two paragraphs, not one that was changed.
LEAST_ALIKE = 0.4
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Kind(StrEnum):
    """What a paragraph is."""

    HEADING = "heading"
    ITEM = "item"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that are the same, added or removed."""

    change: Change
    words: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a list item, with what became of it."""

    kind: Kind
    change: Change
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs in a row; many that stayed the same are folded away."""

    blocks: tuple[Block, ...]
    is_folded: bool


type Paragraph = tuple[Kind, tuple[str, ...]]


def compare(before: str, after: str) -> list[Block]:
    """Set two texts of Markdown beside each other; nothing of either is left out."""
    old, new = paragraphs(before), paragraphs(after)
    found = SequenceMatcher(None, _words(old), _words(new), autojunk=False)
    blocks: list[Block] = []
    for what, i, j, k, n in found.get_opcodes():
        if what == "equal":
            blocks += [_whole(one, Change.SAME) for one in new[k:n]]
        else:
            blocks += _aligned(old[i:j], new[k:n])
    return blocks


def stretches(blocks: Sequence[Block]) -> list[Stretch]:
    """Fold away what stayed the same, but for what stands right beside a change."""
    told: list[Stretch] = []
    for place, block in enumerate(blocks):
        beside = blocks[max(place - 1, 0) : place + 2]
        fold = all(one.change == Change.SAME for one in beside)
        if told and told[-1].is_folded == fold:
            told[-1] = Stretch((*told[-1].blocks, block), fold)
        else:
            told.append(Stretch((block,), fold))
    return told


def how_many(blocks: Sequence[Block]) -> dict[str, int]:
    """Count the paragraphs that were added, removed and changed."""
    found = [block.change for block in blocks]
    return {str(one): found.count(one) for one in Change if one != Change.SAME}


def paragraphs(text: str) -> list[Paragraph]:
    """Give the paragraphs of a text, in the words that a reader sees."""
    open_now: list[str] = []
    found: list[Paragraph] = []
    for token in MARKDOWN.parse(text):
        if token.nesting > 0:
            open_now.append(token.tag)
        elif token.nesting < 0:
            open_now.pop()
        words = _read(token).split()
        if words:
            found.append((_kind(open_now), tuple(words)))
    return found


def _kind(open_now: Sequence[str]) -> Kind:
    if HEADINGS & set(open_now):
        return Kind.HEADING
    return Kind.ITEM if "li" in open_now else Kind.WORDS


def _read(token: Token) -> str:
    """Give the words of one paragraph, and in brackets where its links lead."""
    if token.type in {"fence", "code_block"}:
        return token.content
    said, leads_to = [], ""
    for child in token.children or []:
        if child.type == "link_open":
            leads_to = str(child.attrGet("href") or "")
        said.append(f" ({leads_to})" if child.type == "link_close" else _said(child))
    return "".join(said)


def _said(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def _words(some: Sequence[Paragraph]) -> list[tuple[str, ...]]:
    return [words for _, words in some]


def _whole(one: Paragraph, change: Change) -> Block:
    kind, words = one
    return Block(kind, change, (Piece(change, " ".join(words)),))


def _aligned(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Block]:
    """Set what was replaced beside what replaced it, in the order of the new text."""
    waiting = list(old)
    for one in new:
        place = _most_like(one, waiting)
        if place is None:
            yield _whole(one, Change.ADDED)
            continue
        yield from (_whole(gone, Change.REMOVED) for gone in waiting[:place])
        yield _changed(waiting[place], one)
        waiting = waiting[place + 1 :]
    yield from (_whole(gone, Change.REMOVED) for gone in waiting)


def _most_like(one: Paragraph, waiting: Sequence[Paragraph]) -> int | None:
    """Find the first of the paragraphs still waiting that this one is made from."""
    for place, candidate in enumerate(waiting):
        alike = SequenceMatcher(None, candidate[1], one[1], autojunk=False).ratio()
        if alike >= LEAST_ALIKE:
            return place
    return None


def _changed(before: Paragraph, after: Paragraph) -> Block:
    old, new = before[1], after[1]
    pieces: list[Piece] = []
    for what, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece(Change.SAME, " ".join(new[k:n])))
            continue
        if i < j:
            pieces.append(Piece(Change.REMOVED, " ".join(old[i:j])))
        if k < n:
            pieces.append(Piece(Change.ADDED, " ".join(new[k:n])))
    return Block(after[0], Change.CHANGED, tuple(pieces))
