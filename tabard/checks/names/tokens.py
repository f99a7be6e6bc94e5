"""The words and signs of a text, as the model of names was taught to see them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# A letter, with marks that no single sign has.
LETTER = r"[^\W\d_][\u0300-\u036f]{0,3}"
TOKEN = re.compile(
    rf"""
    (?P<link>(?:https?://|www\.)\S+)
    |(?P<mail>[\w.+-]{{1,64}}@[\w-]{{1,63}}\.[\w.-]{{1,190}})
    |(?P<handle>@\w[\w.-]{{0,64}})
    |(?P<hashtag>\#\w+)
    |(?P<entity>&\#?\w{{1,8}};)
    |(?P<word>\b(?:Mrs?|Ms|Mx|Dr|St|Prof|Rev|Cllr|Sgt|Lt|Capt|Col|Gen|Jr|Sr)\.
        |(?<!\w)[A-Z]\.(?=\s?[A-Z])
        |(?<=\w)'(?:s|ll|re|ve|[dmtSDMT])(?!\w)
        |(?:{LETTER})+(?:'(?!(?:ll|re|ve)\b)(?:{LETTER}){{2}}(?:{LETTER})*|-(?:{LETTER})+)*\d*)
    |(?P<number>\d(?:[\w.,:/]{{0,40}}\w)?)
    |(?P<dots>\.{{2,}})
    |(?P<sign>\S)
    """,
    re.VERBOSE,
)
# Nobody's name is longer, and what is kept of a word stays small.
LONGEST_FORM = 40
YEAR = 4


class Token(NamedTuple):
    """A word or sign at a place: its form as written, or <what it is> where that is enough."""

    form: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it may be part of a name."""
        return self.form[0].isalpha()


def tokens(plain: str) -> list[Token]:
    """Part a plain text."""
    return list(_tokens(plain))


def _tokens(plain: str) -> Iterator[Token]:
    for found in TOKEN.finditer(plain):
        start, end = found.span()
        yield Token(_form(found.lastgroup or "", found[0]), start, end)


def _form(kind: str, written: str) -> str:
    if kind in {"word", "sign"}:
        return written[:LONGEST_FORM]
    if kind == "number" and len(written) == YEAR and written.isdigit():
        return "<year>"
    return f"<{kind}>"
