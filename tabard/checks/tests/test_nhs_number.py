"""NHS numbers are found by their check digit, and not every ten digits are one."""

from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import Level
from tabard.checks.personal.nhs_number import NhsNumber, is_nhs_number
from tabard.checks.tests.contract import CheckContract


class TestNhsNumber(CheckContract):
    check = NhsNumber
    noticed = {
        "My NHS number is ⟦943 476 5919⟧, please help": "nhs_number",
        "nhs no: ⟦9434765919⟧.": "nhs_number",
        "Hers is ⟦943-476-5919⟧": "nhs_number",
        "NHS ⟦\uff19\uff14\uff13 476 5919⟧": "nhs_number",
        "NHS ⟦943\u00a0476\u200b 5919⟧!": "nhs_number",
        "NHS number ⟦9 4 3 4 7 6 5 9 1 9⟧": "nhs_number",
        "NHS number ⟦943 476 5918⟧ with a slip of the pen": "nhs_number",
        "Patient ⟦943 476 5919⟧ 01/02/1980": "nhs_number",
    }
    left_alone = (
        "Order 9434765919 is on its way",
        "Zoom 943 476 5919",
        "Ten digits: 943 476 5918",
        "9434765919 12",
        "https://example.org/9434765919",
        "£9434765919",
        "Call NHS 111 or 0300 123 4567",
        "0000000000",
    )


def test_only_one_that_is_called_so_stops():
    look = TestNhsNumber().look

    assert [one.level for one in look("NHS number 943 476 5919")] == [Level.STOP]
    assert [one.level for one in look("It is 943 476 5919")] == [Level.WARNING]
    assert [one.level for one in look("NHS number 943 476 5918")] == [Level.WARNING]


@given(st.text("0123456789", min_size=9, max_size=9).filter(lambda one: len(set(one)) > 1))
def test_at_most_one_last_digit_fits(nine: str):
    fitting = [last for last in "0123456789" if is_nhs_number(nine + last)]

    assert len(fitting) <= 1
