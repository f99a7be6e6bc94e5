"""Swearing, by how strong it is; what somebody is called is another check's."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

WHY = "Many residents are put off by it, and it is quoted long after the rest is forgotten."
MILD = Says("profanity_mild", WHY, "Think of whether a milder word does.", 0.6)
STRONG = Says("profanity_strong", WHY, "Choose another word.", 0.9, Level.WARNING)
SLUR = Says(
    "slur",
    "It insults people for who they are, whatever it was meant to say.",
    "Take it out, unless you must quote it to report it.",
    0.9,
    Level.WARNING,
)
OWN = "The council has asked for this word not to be used."
# Letters that are hidden: f*ck, sh1t, a$$hole.
HIDDEN = re.compile(r"(?<![\w*@$])[a-z][\w*@$!]{1,10}[\w*](?![\w*@$])")
SIGNS = re.compile(r"[a-z][*@$!0-9]+[a-z*]")
INSTEAD = str.maketrans("@$!01345", "asioieas")


class Profanity:
    """Finds swearwords, also with hidden letters, and what the council has added."""

    name: ClassVar[str] = "Swearing"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        allowed = frozenset(word.lower() for word in facts.allowed)
        known = {
            **dict.fromkeys(words("swearing_mild"), MILD),
            **dict.fromkeys(words("swearing_strong"), STRONG),
            **dict.fromkeys(words("slurs"), SLUR),
            **{
                word.lower(): Says("profanity", OWN, "Choose another word.", 0.9, level)
                for word, level in facts.swearwords
            },
        }
        self._known = {word: says for word, says in known.items() if word not in allowed}
        self._phrases = Phrases(self._known.items())

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at every word, and at those with signs in the place of letters."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        for place, says in self._phrases.find(text):
            yield says.at(text, place)
        if not SIGNS.search(text.lower):
            return
        for found in HIDDEN.finditer(text.lower):
            says_of_it = self._meant(found[0])
            if says_of_it:
                yield says_of_it.at(text, found.span())

    def _meant(self, word: str) -> Says | None:
        """Tell which swearword is meant by one with hidden letters."""
        plain = word.translate(INSTEAD)
        if "*" not in plain:
            return self._known.get(plain) if plain != word else None
        pattern = re.compile(plain.replace("*", "[a-z]"))
        fits = (says for known, says in self._known.items() if pattern.fullmatch(known))
        return next((says for says in fits if says is not MILD), None)
