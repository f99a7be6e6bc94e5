"""What the head of a web page says of it, whoever wrote the page and however badly."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from lxml import etree

from tabard.checks.api.text import UNSEEN

# In the first bytes of a page (html.spec.whatwg.org, prescan).
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
PRESCAN = 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python knows codecs by name that are no way of writing a page, such as zip.
WRITTEN_IN = re.compile(
    r"utf-8|utf-16(?:-[lb]e)?|iso8859-\d{1,2}|cp125\d|koi8-[ru]|shift_jis|euc_jp|euc_kr|big5"
    r"|gb2312|gbk|gb18030"
)
# What calls itself Latin-1, or says nothing and is not UTF-8, is this in truth.
OF_OLD = "cp1252"


@dataclass(frozen=True, slots=True)
class Head:
    """What a page calls itself; the address of its picture stands as it was written."""

    title: str = ""
    description: str = ""
    picture: str = ""


def read_head(content: bytes, *, charset: str = "") -> Head:
    """Read title, description and picture; what is not there is empty."""
    parser = etree.HTMLParser(target=_Teller(), encoding="utf-8", no_network=True, huge_tree=False)
    try:
        parser.feed(_decoded(content, charset).encode("utf-8", "replace"))
        told: dict[str, str] = parser.close()
    except etree.LxmlError:
        return Head()
    return Head(
        title=plain(told.get("og:title", "")) or plain(told.get("title", "")),
        description=plain(told.get("og:description", "")) or plain(told.get("description", "")),
        picture=(told.get("og:image:secure_url") or told.get("og:image", "")).strip(),
    )


def plain(words: str) -> str:
    """Leave out what nobody sees, and what turns the direction of writing; part by one space."""
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", words))
    return " ".join("".join(" " if _is_control(sign) else sign for sign in seen).split())


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def shortened(words: str, most: int) -> str:
    """Cut at the end of a word, and say that it was cut."""
    if len(words) <= most:
        return words
    kept = words[: most - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"


def _decoded(content: bytes, charset: str) -> str:
    """Read bytes as the answer says, or their first ones, or the page itself."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    found = DECLARED.search(content[:PRESCAN])
    declared = found[1].decode("ascii", "replace") if found else ""
    name = _known(charset) or _known(declared)
    if name:
        return content.decode(name, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # What was cut off in the middle of a sign is UTF-8 all the same.
        cut = error.start > len(content) - 4
        return content.decode("utf-8" if cut else OF_OLD, "replace")


def _known(charset: str) -> str:
    """Give Python's name of a way of writing; nothing of what is none."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    if name in {"iso8859-1", "ascii"}:
        return OF_OLD
    return name if WRITTEN_IN.fullmatch(name) else ""


class _Teller:
    """Takes what the parser meets, and keeps the first of each thing that is said of the page."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}
        self._title: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Meet the beginning of an element."""
        if tag == "title" and "title" not in self._told:
            self._title = []
        elif tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            self._told.setdefault(name.strip().lower(), attributes.get("content") or "")

    def data(self, words: str) -> None:
        """Meet words."""
        if self._title is not None:
            self._title.append(words)

    def end(self, tag: str) -> None:
        """Meet the end of an element."""
        if tag == "title" and self._title is not None:
            self._told["title"] = "".join(self._title)
            self._title = None

    def close(self) -> dict[str, str]:
        """Come to the end of the page."""
        return self._told
