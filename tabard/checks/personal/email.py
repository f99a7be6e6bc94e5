"""E-mail addresses that are somebody's own, plainly written or spelled out."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.said import personal

PLAIN = re.compile(
    r"(?<![\w.+%'@/-])[\w][\w.+%'&-]{0,63}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}"
    r"(?![\w@-])"
)
ENDINGS = words("domain_endings")
# jane dot doe at gmail dot com, jane(at)gmail(dot)com, jane [at] gmail.com
AT = r"(?:\s?[(\[{<]\s?at\s?[)\]}>]\s?|\sat\s|\s@\s|@)"
DOT = r"(?:\sunderscore\s|\s?[(\[{<]\s?dot\s?[)\]}>]\s?|\sdot\s|\.|\s\.\s)"
SPELLED = re.compile(
    rf"(?<![\w.])(?P<local>[\w+-]{{1,40}}(?:{DOT}[\w+-]{{1,40}}){{0,3}})(?P<at>{AT})"
    rf"(?P<domain>[a-z0-9-]{{2,40}}(?:{DOT}[a-z0-9-]{{2,40}}){{0,2}}{DOT}"
    rf"(?:{'|'.join(sorted(ENDINGS))})(?![\w@]))"
)
BLANKS = re.compile(r"[^a-z0-9.-]")
WHY = "Anybody who sees it can write to this person, as can every machine that collects addresses."
PUBLIC_BODY = re.compile(r"(?:^|\.)(?:(?:gov|mod|nhs|parliament|police)\.uk|nhs\.net)$")
FREE = words("free_mail")
# Nothing is spelled out without one of these words, or an “at” in brackets.
SPELLED_OUT = frozenset({"dot", *(domain.partition(".")[0] for domain in FREE)} - {"me", "mail"})
BRACKETS = re.compile(r"[(\[{<]\s?(?:at|dot)\b")
# Mailboxes of an office, not of a person.
OFFICES = words("offices")


class Email:
    """Finds addresses that are not the council's own, nor any office's."""

    name: ClassVar[str] = "E-mail addresses"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        self._domains = tuple(domain.lower().lstrip("@.") for domain in facts.domains)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for an @, and for one that is spelled out."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if "@" in text.plain:
            yield from self._plain(text)
        if not text.vocabulary.isdisjoint(SPELLED_OUT) or BRACKETS.search(text.lower):
            yield from self._spelled(text)

    def _plain(self, text: Text) -> Iterator[Finding]:
        for found in PLAIN.finditer(text.plain):
            local, _, domain = found[0].lower().rpartition("@")
            if self._is_ours(domain):
                continue
            judged = _judge(local, domain)
            if judged:
                level, sure = judged
                yield personal(text, found.span(), "email", why=WHY, sure=sure, level=level)

    def _spelled(self, text: Text) -> Iterator[Finding]:
        for found in SPELLED.finditer(text.lower):
            local, at, spelled = found.group("local", "at", "domain")
            domain = BLANKS.sub("", re.sub(DOT, ".", spelled))
            # Plain words around “at” may say where somebody is.
            meant = "(" in at or "[" in at or domain in FREE or "dot" in local.split()
            if meant and not self._is_ours(domain) and _judge(local, domain):
                yield personal(text, found.span(), "email", why=WHY, sure=0.85, level=Level.WARNING)

    def _is_ours(self, domain: str) -> bool:
        return any(domain == own or domain.endswith(f".{own}") for own in self._domains)


def _judge(local: str, domain: str) -> tuple[Level, float] | None:
    """Say how sure it is that a person is behind it; None for the mailbox of an office."""
    office = not OFFICES.isdisjoint(re.split(r"[^a-z]+", local))
    if PUBLIC_BODY.search(domain):
        named = re.fullmatch(r"[a-z]+[._][a-z]+[0-9]*", local)
        return (Level.ADVICE, 0.4) if named and not office else None
    if domain in FREE:
        return Level.STOP, 0.99
    return None if office else (Level.WARNING, 0.9)
