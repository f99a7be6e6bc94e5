"""Setting the Markdown of a module as HTML that looks like every other page."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tabard.training.models import REFERENCE

# Raw HTML in a module is shown as it is written, never obeyed.
MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(
    ["table", "smartquotes"]
)
CLASSES = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "blockquote": "govuk-inset-text",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
    "a": "govuk-link",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A text set as HTML, and its headings with their anchors."""

    html: SafeString
    contents: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def typeset(text: str, *, sources: frozenset[int] = frozenset()) -> Page:
    """Set a text, list its second-level headings, and lead from each [n] to its source."""
    tokens = MARKDOWN.parse(text)
    contents = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        _dress(token)
        if token.type == "heading_open" and token.tag == "h2" and following:
            anchor = slugify(following.content)
            token.attrSet("id", anchor)
            contents.append((anchor, following.content))
        if token.children and sources:
            token.children = [new for child in token.children for new in _refer(child, sources)]
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return Page(mark_safe(html), tuple(contents))  # noqa: S308 - Markdown with HTML off


def headings(text: str) -> list[str]:
    """Give every first-level heading of a text."""
    tokens = MARKDOWN.parse(text)
    return [
        following.content
        for token, following in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h1"
    ]


def statements(text: str) -> list[str]:
    """Give what a text says, block by block: no headings, and nothing that is quoted."""
    said, depth, is_heading = [], 0, False
    for token in MARKDOWN.parse(text):
        if token.type in {"blockquote_open", "blockquote_close"}:
            depth += token.nesting
        elif token.type in {"heading_open", "heading_close"}:
            is_heading = token.nesting == 1
        elif token.type == "inline" and not depth and not is_heading:
            said.append(" ".join(token.content.split()))
    return said


def _refer(token: Token, sources: frozenset[int]) -> list[Token]:
    """Part a piece of text at its references, and make of each a way to its source."""
    if token.type != "text":
        return [token]
    parts = []
    for place, part in enumerate(REFERENCE.split(token.content)):
        if place % 2 and int(part) in sources:
            parts.append(Token("html_inline", "", 0, content=_to_source(int(part))))
        else:
            words = f"[{part}]" if place % 2 else part
            parts.append(Token("text", "", 0, content=words))
    return parts


def _to_source(number: int) -> str:
    return format_html(
        '<a class="govuk-link" href="#source-{}">'
        '[<span class="govuk-visually-hidden">source </span>{}]</a>',
        number,
        number,
    )


def _dress(token: Token) -> None:
    """Give a token, and those inside it, the classes of the Design System."""
    if token.nesting >= 0 and token.tag in CLASSES:
        token.attrSet("class", CLASSES[token.tag])
    for child in token.children or []:
        _dress(child)
