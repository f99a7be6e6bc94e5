"""What the council has written down is found, as it asked."""

from tabard.checks.api import Facts, Level, Phrase
from tabard.checks.propriety.phrases_of_the_council import PhrasesOfTheCouncil
from tabard.checks.tests.contract import CheckContract


class TestPhrasesOfTheCouncil(CheckContract):
    check = PhrasesOfTheCouncil
    facts = Facts(
        phrases=(
            Phrase("service users", "They are residents.", "Say residents."),
            Phrase(
                r"\bAB\d{3}\b",
                "Nobody knows forms.",
                "Say what it is for.",
                Level.WARNING,
                pattern=True,
            ),
        )
    )
    noticed = {
        "Our ⟦Service-Users⟧ say": "phrase",
        "See form ⟦ab123⟧": "phrase",
    }
    left_alone = (
        "A user of services",
        "ab12",
    )
