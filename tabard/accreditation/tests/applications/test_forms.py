"""What is asked of those who apply, endorse and decide."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.forms import Form
from django.utils import timezone

from tabard.accreditation.forms import (
    AccreditForm,
    AppealForm,
    ApplicationForm,
    DeclineForm,
    EndForm,
    EndorseForm,
    HearForm,
    SendBackForm,
    SuspendForm,
)
from tabard.accreditation.settings import DECLINE_REASONS
from tabard.council.models import ChosenSetting
from tests import make

FILLED = {
    "purpose": "To say where the mobile library stops.",
    "audience": "Villages without a library.",
    "networks": ["bluesky"],
    "handle_bluesky": "@ada.example",
    "handle_practice": "left over",
}


def until(**differs: int) -> AccreditForm:
    day = timezone.localdate() + timedelta(**differs)
    return AccreditForm(
        {"until_day": f"{day.day}", "until_month": f"{day.month}", "until_year": f"{day.year}"}
    )


def test_application_is_what_was_written_for_the_networks_chosen():
    form = ApplicationForm(FILLED)

    assert form.is_valid()
    assert form.wish == {
        "purpose": "To say where the mobile library stops.",
        "audience": "Villages without a library.",
        "networks": ["bluesky"],
        "handles": {"bluesky": "ada.example"},
    }


def test_everything_that_is_missing_is_named():
    assert ApplicationForm({}).errors == {
        "purpose": ["Enter what you do and would use an account for"],
        "audience": ["Enter which residents it is for"],
        "networks": ["Choose at least one network"],
    }


def test_handle_is_asked_for_each_network_that_was_chosen():
    form = ApplicationForm({**FILLED, "networks": ["bluesky", "practice"], "handle_practice": ""})

    assert form.errors == {
        "handle_practice": ["Enter the handle you would like on Practice network"]
    }


def test_handle_has_no_spaces():
    form = ApplicationForm({**FILLED, "handle_bluesky": "ada at work"})

    assert form.errors == {"handle_bluesky": ["The handle on Bluesky must not have spaces"]}


def test_handle_that_is_far_too_long_is_refused():
    form = ApplicationForm({**FILLED, "handle_bluesky": "a" * 254})

    assert list(form.errors) == ["handle_bluesky"]


def test_network_that_is_not_there_cannot_be_chosen():
    assert list(ApplicationForm({**FILLED, "networks": ["pixelpost"]}).errors) == ["networks"]


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        ("a" * 2000, {}),
        ("a\r\n" * 999 + "aa", {}),
        ("a" * 2001, {"purpose": ["What you do must be 2,000 characters or fewer"]}),
    ],
)
def test_words_are_counted_as_people_count_them(words, errors):
    assert ApplicationForm({**FILLED, "purpose": words}).errors == errors


@pytest.mark.django_db
def test_application_is_shown_again_as_it_was():
    one = make.application(networks=["practice"], handles={"practice": "ada_libraries"})

    form = ApplicationForm.about(one, None)

    assert form["purpose"].value() == one.purpose
    assert form["networks"].value() == ["practice"]
    assert form["handle_practice"].value() == "ada_libraries"


def test_handles_are_asked_under_their_networks():
    shown = str(ApplicationForm(FILLED).networks_control)

    assert shown.index('value="bluesky"') < shown.index('name="handle_bluesky"')
    assert shown.index('name="handle_bluesky"') < shown.index('value="practice"')


def test_accreditation_lasts_a_year_unless_another_day_is_chosen():
    offered = AccreditForm()["until"].value()

    assert offered == timezone.localdate() + timedelta(days=365)


def test_last_day_counts_to_its_end():
    form = AccreditForm(
        {"until_day": "30", "until_month": "6", "until_year": f"{timezone.localdate().year + 1}"}
    )

    assert form.is_valid()
    assert form.cleaned_data["until"] == datetime(
        timezone.localdate().year + 1, 6, 30, 23, 59, 59, tzinfo=ZoneInfo("Europe/London")
    )


@pytest.mark.parametrize(
    ("days", "errors"),
    [
        (-1, ["The last day must be after today"]),
        (0, ["The last day must be after today"]),
        (1, []),
        (732, []),
        (733, ["The last day must be within the next 2 years"]),
    ],
)
def test_last_day_is_in_the_next_two_years(days, errors):
    assert until(days=days).errors.get("until", []) == errors


def test_last_day_has_to_be_entered():
    assert AccreditForm({}).errors == {"until": ["Enter the last day"]}


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        (SendBackForm({}), {"reason": ["Enter what has to change"]}),
        (EndorseForm({}), {"agrees": ["Say that you have talked about it and agree"]}),
        (AppealForm({}), {"words": ["Enter why the answer should be another one"]}),
        (SuspendForm({"reason": "  "}), {"reason": ["Enter why it is suspended"]}),
        (
            EndForm({"reason": "a" * 2001}),
            {"reason": ["The reason must be 2,000 characters or fewer"]},
        ),
    ],
)
def test_decisions_need_words(form: Form, errors):
    assert form.errors == errors


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({}, {"would_change": ["Enter what would change the answer"]}),
        (
            {"would_change": "More."},
            {"reasons": ["Choose a reason, or say it in your own words"]},
        ),
        ({"would_change": "More.", "reason": "No."}, {}),
        ({"would_change": "More.", "reasons": ["The training has to come first."]}, {}),
    ],
)
def test_declining_needs_a_reason_of_the_councils_or_of_ones_own(said, errors):
    assert DeclineForm(said).errors == errors


@pytest.mark.django_db
def test_reasons_for_declining_are_the_councils():
    ChosenSetting.objects.create(
        key=DECLINE_REASONS.key, value=["Because."], chosen_at=timezone.now()
    )

    assert list(DeclineForm({"reasons": ["Another."], "would_change": "More."}).errors) == [
        "reasons"
    ]
    assert DeclineForm({"reasons": ["Because."], "would_change": "More."}).is_valid()


def test_appeal_that_is_upheld_has_no_last_day():
    upheld = HearForm({"outcome": "uphold", "answer": "So."})
    overturned = HearForm({"outcome": "overturn", "answer": "So."})

    assert upheld.is_valid()
    assert not upheld.overturns
    assert overturned.errors == {"until": ["Enter the last day"]}
    assert HearForm({"until_day": "1"}).errors.keys() == {"until", "outcome", "answer"}
