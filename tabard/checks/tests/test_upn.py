"""Unique pupil numbers are found by the letter that is worked out from their digits."""

from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import Level
from tabard.checks.personal.upn import LETTERS, Upn, is_upn
from tabard.checks.tests.contract import CheckContract


class TestUpn(CheckContract):
    check = Upn
    noticed = {
        "Her UPN is ⟦A123456789012⟧.": "upn",
        "pupil ⟦a 123 4567 89 012⟧": "upn",
        "⟦A123456789012⟧ alone": "upn",
        "UPN-⟦A123456789012⟧": "upn",
        "UPN: ⟦B123456789012⟧ with a slip": "upn",
        "temporary UPN ⟦F12345678901A⟧": "upn",
    }
    left_alone = ("Order B123456789012", "UPRN 100061234567", "A12345678901", "I123456789012")


def test_only_near_a_child_it_stops():
    look = TestUpn().look

    assert [one.level for one in look("pupil A123456789012")] == [Level.STOP]
    assert [one.level for one in look("A123456789012")] == [Level.WARNING]
    assert [one.level for one in look("UPN B123456789012")] == [Level.WARNING]


@given(st.text("0123456789", min_size=12, max_size=12))
def test_exactly_one_letter_fits(digits: str):
    assert sum(is_upn(letter + digits) for letter in LETTERS) == 1


def test_letters_that_are_never_used_do_not_fit():
    assert [one for one in "IOS" if is_upn(f"{one}123456789012")] == []
    assert [one for one in "IOS" if is_upn(f"A12345678901{one}")] == []
