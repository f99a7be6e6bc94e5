"""Number plates are found by their form or near a vehicle; roads and words are not."""

from tabard.checks.api import Level
from tabard.checks.personal.plate import Plate
from tabard.checks.tests.contract import CheckContract


class TestPlate(CheckContract):
    check = Plate
    noticed = {
        "A grey van, ⟦AB12 CDE⟧, blocks the drive": "plate",
        "the car is ⟦ab12cde⟧": "plate",
        "⟦LK65 XYZ⟧ again": "plate",
        "blue Fiesta ⟦P123 ABC⟧": "plate",
        "parked: ⟦ABC 123D⟧, ⟦NZR 115S⟧, ⟦N535 ZZK⟧": "plate",
        "reg ⟦a1 bcd⟧": "plate",
        "registration number is ⟦ABZ 1234⟧": "plate",
        "plate ⟦1 A⟧, number plate: ⟦DAN 1⟧": "plate",
    }
    left_alone = (
        "A25 NOW closed to cars, M3 THE way",
        "Course GO25 ART starts",
        "the car park on the A31",
        "KT18 5AB",
        "ab12cde is no password",
        "AB35 CDE and AI12 CDE",
        "Bus 34 and van 12",
        "no car",
    )


def test_a_plate_near_a_vehicle_asks_why():
    look = TestPlate().look

    assert [one.level for one in look("van AB12 CDE")] == [Level.WARNING]
    assert [one.level for one in look("AB12 CDE")] == [Level.ADVICE]
