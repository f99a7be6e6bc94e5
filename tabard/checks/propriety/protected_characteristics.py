"""Words about protected characteristics: dated ones, sweeping ones, and what says who has them."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import lines
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

DATED = Says(
    "dated_words",
    "People whom it describes say that these words put them at a distance.",
    "",
    0.8,
)
SWEEPING = Says(
    "sweeping",
    "It says of everybody what is true of some, about something the Equality Act protects.",
    "Speak of what happened, not of a whole group.",
    0.75,
    Level.WARNING,
)
TOLD = Says(
    "told_of_somebody",
    "It tells the world something about a person that is theirs to tell.",
    "Take it out, unless they have asked for it to be said.",
    0.6,
)
GROUP = (
    r"(?:(?:old|older|young|disabled|blind|deaf|autistic|black|white|asian|chinese|indian|polish"
    r"|romanian|jewish|muslim|christian|catholic|sikh|hindu|gay|lesbian|trans|transgender|foreign"
    r"|pregnant) (?:people|men|women|persons|families|drivers|boys|girls|kids|folk)"
    r"|muslims|jews|christians|catholics|sikhs|hindus|gays|lesbians|immigrants|migrants|refugees"
    r"|asylum seekers|foreigners|travellers|gypsies|women|men|pensioners|teenagers|millennials"
    r"|boomers)"
)
# Old people are always …; women can't …; immigrants don't …
ALWAYS = re.compile(
    rf"\b(?:all |those |these |typical |most )?{GROUP} (?:are (?:all|always|just|so|too|never"
    r"|naturally|only)|always|never|can't|don't (?:want|know|understand|care|belong)"
    r"|only (?:want|care|come)|should (?:stay|go|leave|learn)|tend to)\b"
)
WHAT = (
    r"(?:disabled|pregnant|gay|lesbian|bisexual|trans|transgender|muslim|jewish|christian|catholic"
    r"|sikh|hindu|autistic|bipolar|schizophrenic|blind|deaf|hiv[ -]positive"
    r"|an? (?:asylum seeker|refugee|immigrant|muslim|jew|christian|lesbian|wheelchair user"
    r"|traveller))"
)
OF_SOMEBODY = re.compile(
    rf"\b(?:he|she|he's|she's|(?:his|her) (?:wife|husband|son|daughter|partner|mother"
    rf"|father|child)|the (?:man|woman|boy|girl|tenant|claimant|resident|driver|applicant))"
    rf"(?: (?:is|was|has come out as|came out as|turned out to be|turns out to be))?(?: also)?"
    rf" {WHAT}\b"
)
# “The elderly” is a group without people in it; “the deaf community” is not meant.
WITHOUT_PEOPLE = re.compile(
    r"\bthe (?P<who>blind|deaf|disabled|elderly|handicapped|homeless|mentally ill)"
    r"(?=[.,!?;]|$| (?:and|or|are|can|who|will|in our|need|should)\b)"
)
PEOPLE = {"elderly": "older people", "handicapped": "disabled people"}
TRIGGERS = frozenset({"he", "she", "he's", "she's", "his", "her", "the"})


class ProtectedCharacteristics:
    """Finds words that put people at a distance, and what tells of somebody."""

    name: ClassVar[str] = "Protected characteristics"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        dated = (line.split(" = ") for line in lines("dated_words"))
        self._dated = Phrases((words, DATED.but(f"Say “{better}”.")) for words, better in dated)
        self._allowed = frozenset(word.lower() for word in facts.allowed)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for words, and for sentences about a group or a person."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        for place, says in self._dated.find(text):
            if text.lower[slice(*place)] not in self._allowed:
                yield says.at(text, place)
        for found in WITHOUT_PEOPLE.finditer(text.lower):
            better = PEOPLE.get(found["who"], f"{found['who']} people")
            yield DATED.but(f"Say “{better}”.").at(text, found.span())
        for found in ALWAYS.finditer(text.lower):
            yield SWEEPING.at(text, found.span())
        if not TRIGGERS.isdisjoint(text.vocabulary):
            for found in OF_SOMEBODY.finditer(text.lower):
                yield TOLD.at(text, found.span())
