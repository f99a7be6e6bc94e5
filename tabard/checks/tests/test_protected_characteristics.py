"""Dated words get a better one; sweeping ones and what tells of a person are named."""

from tabard.checks.api import Facts
from tabard.checks.propriety.protected_characteristics import ProtectedCharacteristics
from tabard.checks.tests.contract import CheckContract


class TestProtectedCharacteristics(CheckContract):
    check = ProtectedCharacteristics
    facts = Facts(allowed=("OAPs",))
    noticed = {
        "a ⟦wheelchair-bound⟧ man": "dated_words",
        "for ⟦the elderly⟧ and ⟦the disabled⟧.": "dated_words",
        "⟦the homeless⟧": "dated_words",
        "⟦Old people are always⟧ cross": "sweeping",
        "⟦Women can't⟧ park": "sweeping",
        "⟦She is pregnant⟧, by the way": "told_of_somebody",
        "⟦The tenant is an asylum seeker⟧": "told_of_somebody",
        "⟦his wife is disabled⟧": "told_of_somebody",
    }
    left_alone = (
        "Disabled people, older people and deaf residents",
        "The blind spot, the deaf community and the elderly care team",
        "Women in science: a talk",
        "Are you pregnant? Ask your midwife",
        "OAPs' tea dance",
        "Gay pride is on Saturday",
        "Many older people are invited",
    )
