"""Sentences of more than 25 words are found; links and hashtags are no words."""

from tabard.checks.plain.long_sentence import LongSentence
from tabard.checks.tests.contract import CheckContract

WORDS = " ".join(["word"] * 25)


class TestLongSentence(CheckContract):
    check = LongSentence
    noticed = {
        f"Short. ⟦{WORDS} more⟧.": "long_sentence",
        f"⟦{WORDS} more⟧\nnext": "long_sentence",
        f"⟦E.g. {WORDS}⟧.": "long_sentence",
    }
    left_alone = (
        f"{WORDS}. More of it.",
        "A line\n" * 30,
        f"{WORDS} #tag @you https://example.org",
        "Mr. A. Smith, e.g. of 3.5 St. John's",
        " \n . ",
    )
