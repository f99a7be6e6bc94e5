"""Setting the Markdown of a module as HTML that looks like every other page."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

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
def typeset(text: str) -> Page:
    """Set a text, and list its second-level headings."""
    tokens = MARKDOWN.parse(text)
    contents = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        _dress(token)
        if token.type == "heading_open" and token.tag == "h2" and following:
            anchor = slugify(following.content)
            token.attrSet("id", anchor)
            contents.append((anchor, following.content))
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


def _dress(token: Token) -> None:
    """Give a token, and those inside it, the classes of the Design System."""
    if token.nesting >= 0 and token.tag in CLASSES:
        token.attrSet("class", CLASSES[token.tag])
    for child in token.children or []:
        _dress(child)
