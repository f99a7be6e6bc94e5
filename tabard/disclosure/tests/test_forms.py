"""What somebody can ask of the record."""

from datetime import date

import pytest

from tabard.disclosure.forms import FilterForm
from tabard.disclosure.queries import Asked
from tests import make

pytestmark = pytest.mark.django_db


def form(**sent: str) -> FilterForm:
    return FilterForm(sent, of_everybody=True)


def test_nothing_asked_asks_for_everything():
    asked = form(kind="")

    assert asked.is_valid()
    assert asked.asked() == Asked()


def test_everything_can_be_asked_at_once():
    person = make.person()

    asked = form(
        person=str(person.pk),
        kind="message approved",
        message="12",
        first_day="1",
        first_month="july",
        first_year="2026",
        last_day="2",
        last_month="7",
        last_year="2026",
        order="oldest",
    )

    assert asked.is_valid()
    assert asked.asked() == Asked(
        person, "message approved", 12, date(2026, 7, 1), date(2026, 7, 2)
    )


def test_who_reads_their_own_entries_is_not_asked_for_a_person():
    person = make.person()

    asked = FilterForm({"person": str(person.pk)}, of_everybody=False)

    assert "person" not in asked.fields
    assert asked.is_valid()
    assert asked.asked() == Asked()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "everything bad"),
        ("message", "0"),
        ("message", "9" * 30),
        ("message", "twelve"),
        ("person", "x"),
        ("first_day", "32"),
        ("order", "sideways"),
    ],
)
def test_a_wrong_answer_is_refused(field: str, value: str):
    asked = form(**{field: value})

    assert list(asked.errors) == [field.removesuffix("_day")]


@pytest.mark.parametrize("year", ["9999", "3000", "1999", "0001"])
@pytest.mark.parametrize("field", ["first", "last"])
def test_a_year_that_no_entry_is_of_is_refused(field: str, year: str):
    asked = form(**{f"{field}_day": "31", f"{field}_month": "12", f"{field}_year": year})

    assert asked.errors == {field: ["Enter a year between 2000 and 2999"]}


def test_the_last_day_is_not_before_the_first():
    asked = form(
        first_day="2",
        first_month="7",
        first_year="2026",
        last_day="1",
        last_month="7",
        last_year="2026",
    )

    assert asked.errors == {"last": ["The last day must not be before the first day"]}
