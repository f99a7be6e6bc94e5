"""Swearing is found by how strong it is, also with hidden letters; names are not."""

from tabard.checks.api import Facts, Level
from tabard.checks.propriety.profanity import Profanity
from tabard.checks.tests.contract import CheckContract


class TestProfanity(CheckContract):
    check = Profanity
    facts = Facts(allowed=("bellend", "Numpty"), swearwords=(("blooming", Level.ADVICE),))
    noticed = {
        "What a load of ⟦crap⟧": "profanity_mild",
        "⟦F*ck⟧ this, and ⟦sh1t⟧ that": "profanity_strong",
        "⟦Bastard⟧!": "profanity_strong",
        "⟦b@stard⟧ and ⟦fuck1ng⟧": "profanity_strong",
        "a ⟦paki⟧ shop": "slur",
        "⟦fu\u200bck⟧": "profanity_strong",
        "that ⟦blooming⟧ bus": "profanity",
    }
    left_alone = (
        "Scunthorpe, Penistone and Cockermouth",
        "Blue tits, great tits, shags and a cock crowing in Dick Turpin's inn",
        "An ass, a bitch and her pups",
        "c*pital and 4x4 and a1 and ****",
        "A gobby bellend it is not: Bell End is a village",
        "h3llo w0rld",
        "An arsenal of ideas in Essex",
        "Numpty of the week",
    )
