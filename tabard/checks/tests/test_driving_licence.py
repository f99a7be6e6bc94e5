"""Driving licence numbers are found by how the DVLA makes them."""

from tabard.checks.api import Level
from tabard.checks.personal.driving_licence import DrivingLicence
from tabard.checks.tests.contract import CheckContract


class TestDrivingLicence(CheckContract):
    check = DrivingLicence
    noticed = {
        "It says ⟦MORGA753116SM9IJ⟧.": "driving_licence",
        "⟦morga 753116 sm9ij 35⟧": "driving_licence",
        "⟦FOX99 657054 J99AB⟧": "driving_licence",
        "driving licence number ⟦12345678⟧": "driving_licence",
        "DVLA has ⟦MORGA799999SM9IJ⟧ of mine": "driving_licence",
    }
    left_alone = (
        "MORGA799999SM9IJ",
        "Parking permit 12345678",
        "Bring your driving licence to reception 2",
        "driver wanted",
    )


def test_one_with_a_date_of_birth_in_it_stops():
    look = TestDrivingLicence().look

    assert [one.level for one in look("MORGA753116SM9IJ")] == [Level.STOP]
    assert [one.level for one in look("driving licence 12345678")] == [Level.WARNING]
