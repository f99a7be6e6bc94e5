"""Postcodes of homes are found; the council's own, and those of places to visit, are not."""

from tabard.checks.api import Facts, Level
from tabard.checks.personal.postcode import Postcode
from tabard.checks.tests.contract import CheckContract


class TestPostcode(CheckContract):
    check = Postcode
    facts = Facts(addresses=("County Hall, 1 Hall Road, GU1 1AA",))
    noticed = {
        "I live in ⟦KT18 5AB⟧.": "postcode",
        "Flat 2, 14 Acacia Avenue, ⟦gu214ab⟧": "postcode",
        "their postcode is ⟦SW1A 2AA⟧": "postcode",
        "⟦M1 1AE⟧": "postcode",
        "⟦EC1A\u00a01BB⟧ hides a space": "postcode",
        "My neighbour by the library at ⟦KT1 2DN⟧": "postcode",
        "⟦KY12 8QQ⟧ and ⟦JE2 3AB⟧": "postcode",
    }
    left_alone = (
        "We are at GU1 1AA, or GU11AA",
        "Visit the library, GU21 6EP",
        "The GU1 area, KT18 and SW1A",
        "Galaxy S3 4GB",
        "AA1 1AA, QX1 1AA and GU1 1CI",
        "https://example.org/KT185AB",
        "In all 12 of them",
        "Room B12 3rd floor, room b12 3rd floor",
    )


def test_one_that_belongs_to_somebody_asks_why():
    look = TestPostcode().look

    assert [one.level for one in look("I live in KT18 5AB")] == [Level.WARNING]
    assert [one.level for one in look("14 Acacia Avenue, KT18 5AB")] == [Level.WARNING]
    assert [one.level for one in look("KT18 5AB")] == [Level.ADVICE]
