"""Tests of days and times that are typed in parts."""

from datetime import UTC, date, datetime

import pytest
from django import forms

from tabard.common.fields import GovukDateField, GovukDateTimeField


class EndForm(forms.Form):
    until = GovukDateField(called="the end date")


class TimeForm(forms.Form):
    due = GovukDateTimeField(called="the time it goes out", required=False)


def end(day: str, month: str, year: str | None) -> EndForm:
    return EndForm({"until_day": day, "until_month": month, "until_year": year})


def due(time: str, *, day: str = "1", month: str = "6", year: str = "2027") -> TimeForm:
    return TimeForm({"due_day": day, "due_month": month, "due_year": year, "due_time": time})


@pytest.mark.parametrize("month", ["3", "03", " 3 ", "March", "mar", "MAR"])
def test_a_month_may_be_a_number_or_a_name(month):
    form = end("27", month, "2027")

    assert form.is_valid()
    assert form.cleaned_data == {"until": date(2027, 3, 27)}


@pytest.mark.parametrize(
    ("typed", "error", "parts"),
    [
        (("", "", ""), "Enter the end date", None),
        (("", "3", "2027"), "The end date must include a day", ["day"]),
        (("27", " ", ""), "The end date must include a month and year", ["month", "year"]),
        (("27", "3", "27"), "The end date must have a year of 4 numbers, like 2027", ["year"]),
        (("31", "2", "2027"), "The end date must be a real date", ["day", "month", "year"]),
        (("27", "13", "2027"), "The end date must be a real date", ["day", "month", "year"]),
        (("27", "soon", "2027"), "The end date must be a real date", ["day", "month", "year"]),
        (("x", "3", "2027"), "The end date must be a real date", ["day", "month", "year"]),
        (("27", "3", "20x7"), "The end date must be a real date", ["day", "month", "year"]),
    ],
)
def test_a_wrong_day_is_refused_in_plain_words_that_name_the_part(typed, error, parts):
    form = end(*typed)

    assert form.errors == {"until": [error]}
    assert (form.errors.as_data()["until"][0].params or {}).get("parts") == parts


def test_an_answer_that_was_not_sent_is_a_missing_one():
    assert EndForm({}).errors == {"until": ["Enter the end date"]}


def test_own_words_for_a_missing_day_are_kept():
    field = GovukDateField(error_messages={"required": "Say until when"})

    with pytest.raises(forms.ValidationError, match="Say until when"):
        field.clean(["", "", ""])


def test_a_day_that_need_not_be_given_may_be_left_out():
    form = due("", day="", month="", year="")

    assert form.is_valid()
    assert form.cleaned_data == {"due": None}


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("10:30", 10, 30),
        ("10.30", 10, 30),
        ("1030", 10, 30),
        ("9", 9, 0),
        ("9am", 9, 0),
        ("9:05 PM", 21, 5),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("23:59", 23, 59),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, hour, minute):
    form = due(typed, day="1", month="12")

    assert form.is_valid()
    assert form.cleaned_data == {"due": datetime(2027, 12, 1, hour, minute, tzinfo=UTC)}


def test_a_time_in_summer_is_british_summer_time():
    form = due("10:30", month="6")

    assert form.is_valid()
    assert form.cleaned_data["due"] == datetime(2027, 6, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["noon", "24:00", "10:60", "13pm", "0am", "10:3"])
def test_a_wrong_time_is_refused(typed):
    form = due(typed)

    assert form.errors == {"due": ["The time it goes out must have a time like 10:30"]}


def test_a_missing_time_is_asked_for():
    assert due("").errors == {"due": ["The time it goes out must include a time"]}


def test_a_wrong_day_with_a_time_is_refused():
    assert due("10:30", day="32").errors == {"due": ["The time it goes out must be a real date"]}


def test_an_hour_that_the_clocks_leave_out_is_refused():
    form = due("01:30", day="28", month="3", year="2027")

    assert form.errors == {
        "due": ["The time it goes out cannot be at 01:30: the clocks go forward then"]
    }


def test_a_known_day_is_shown_in_parts():
    form = EndForm(initial={"until": date(2027, 3, 27)})

    assert form.fields["until"].widget.texts(form["until"].value()) == {
        "day": "27",
        "month": "3",
        "year": "2027",
    }


@pytest.mark.parametrize(
    "moment",
    [datetime(2027, 6, 1, 9, 5, tzinfo=UTC), datetime(2027, 6, 1, 10, 5)],  # noqa: DTZ001 - a form may hold a naive one
)
def test_a_known_moment_is_shown_in_the_councils_own_time(moment):
    form = TimeForm(initial={"due": moment})

    assert form.fields["due"].widget.texts(form["due"].value()) == {
        "day": "1",
        "month": "6",
        "year": "2027",
        "time": "10:05",
    }


def test_an_unknown_moment_is_shown_as_empty_parts():
    form = TimeForm()

    assert form.fields["due"].widget.texts(form["due"].value()) == {
        "day": "",
        "month": "",
        "year": "",
        "time": "",
    }


def test_what_was_typed_is_shown_again_with_its_mistakes():
    form = end("31", "Feb", None)

    assert form.fields["until"].widget.texts(form["until"].value()) == {
        "day": "31",
        "month": "Feb",
        "year": "",
    }


@pytest.mark.parametrize(("day", "changed"), [("27", False), ("28", True), ("x", True)])
def test_a_day_has_changed_only_when_it_is_another_day(day, changed):
    typed = {"until_day": day, "until_month": "03", "until_year": "2027"}
    form = EndForm(typed, initial={"until": date(2027, 3, 27)})

    assert form.has_changed() == changed


def test_a_day_given_by_the_program_is_taken_as_it_is():
    assert GovukDateField().clean(date(2027, 3, 27)) == date(2027, 3, 27)
