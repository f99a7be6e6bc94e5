"""Rows of words in capitals are found; abbreviations are not."""

from tabard.checks.plain.capitals import Capitals
from tabard.checks.tests.contract import CheckContract


class TestCapitals(CheckContract):
    check = Capitals
    noticed = {
        "⟦THE LIBRARY IS CLOSED⟧ today": "capitals",
        "⟦ROADS CLOSED⟧?": "capitals",
    }
    left_alone = (
        "NHS and RSPCA, HMRC",
        "The A25 at GU21 6EP",
        "ASSEMBLY of people",
        "#SNOW #ICE",
        "AB12 CDE",
    )
