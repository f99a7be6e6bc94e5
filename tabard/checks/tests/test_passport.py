"""Passport numbers are found where a passport is spoken of."""

from tabard.checks.api import Level
from tabard.checks.personal.passport import Passport
from tabard.checks.tests.contract import CheckContract


class TestPassport(CheckContract):
    check = Passport
    noticed = {
        "My passport number is ⟦123456789⟧": "passport",
        "passport no. ⟦123 456 789⟧, and ⟦P12345678⟧ before": "passport",
        "⟦123456789⟧ is on the passport": "passport",
    }
    left_alone = (
        "Tracking number 123456789",
        "Passport office: call 123456789",
        "Passports cost £123456789",
        "Passport photos here",
        f"Passports.{' ' * 90}123456789",
    )


def test_a_number_that_follows_the_word_stops():
    look = TestPassport().look

    assert [one.level for one in look("passport 123456789")] == [Level.STOP]
    assert [one.level for one in look("123456789 is on the passport")] == [Level.WARNING]
