"""National Insurance numbers are found in every form, and what only looks like one is not."""

from tabard.checks.api import Level
from tabard.checks.personal.nino import Nino
from tabard.checks.tests.contract import CheckContract


class TestNino(CheckContract):
    check = Nino
    noticed = {
        "My NI number is ⟦AB 12 34 56 C⟧": "nino",
        "nino ⟦ab123456c⟧ ok?": "nino",
        "⟦JG-10-37-59-A⟧ and ⟦JG.10.37.59.A⟧": "nino",
        "National Insurance: ⟦AB 123456⟧": "nino",
        "it is ⟦JG103759A⟧.": "nino",
        "NINO ⟦AB123456Z⟧": "nino",
        "her NI no is ⟦QQ 12 34 56 C⟧": "nino",
        "NI: ⟦QQ123456C⟧": "nino",
        "⟦ZZ 12 34 56 T⟧": "nino",
        "NI ⟦GB123456A⟧ with a slip": "nino",
        "written ⟦jg103759a⟧": "nino",
    }
    left_alone = (
        "It looks like QQ 12 34 56 C, the NI number on your letter",
        "QQ123456C",
        "Order GB123456A today",
        "Parcel AB123456Z, form AB 123456",
        "https://example.org/AB123456C",
        "in 12 34 56 a row",
        "no number at all",
    )


def test_a_number_that_is_given_out_stops():
    look = TestNino().look

    assert [one.level for one in look("JG103759A")] == [Level.STOP]
    assert [one.level for one in look("jg103759a")] == [Level.WARNING]
    assert [one.level for one in look("NI GB123456A")] == [Level.WARNING]
