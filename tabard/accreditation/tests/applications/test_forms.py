"""What is asked of those who apply, endorse and decide."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
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
from tabard.naming.choosing import Naming
from tabard.naming.known import Known
from tabard.naming.proposals import Whose
from tests import make

FILLED = {
    "purpose": "To say where the mobile library stops.",
    "audience": "Villages without a library.",
    "networks": ["bluesky"],
    "handle_bluesky": "own",
    "own_bluesky": "@ada.example",
    "handle_practice": "left over",
    "minutes_a_week": "60",
    "risks": "Somebody could be rude. I would stay kind.",
}
WHOSE = Whose(
    first_name="Ada",
    last_name="Okafor",
    role="Librarian",
    service="Libraries",
    council="Exampleton",
    domain="exampleton.example",
)
NAMING = Naming(
    WHOSE,
    ["{first_name}_{last_name}", "{first_name}_{service}"],
    Known.of(taken={"ada_lib": "an account of the council"}),
)


OTHERS = "You could use ada_okafor, ada_libraries or adaokafor."
ADDRESS = "A handle on Bluesky is an address, such as name.council.gov.uk."
LONG, PRACTICE = "a" * 254, "The practice network"


def asked(*, network: str = "bluesky", naming: Naming = NAMING, **differs: Any) -> ApplicationForm:
    return ApplicationForm({**FILLED, "networks": [network], **differs}, naming=naming)


def until(**differs: int) -> AccreditForm:
    day = timezone.localdate() + timedelta(**differs)
    return AccreditForm(
        {"until_day": f"{day.day}", "until_month": f"{day.month}", "until_year": f"{day.year}"}
    )


def test_application_is_what_was_written_for_the_networks_chosen():
    form = asked(handle_practice="")

    assert form.is_valid()
    assert form.wish == {
        "purpose": "To say where the mobile library stops.",
        "audience": "Villages without a library.",
        "networks": ["bluesky"],
        "handles": {"bluesky": "ada.example"},
        "minutes_a_week": 60,
        "risks": "Somebody could be rude. I would stay kind.",
    }


def test_everything_that_is_missing_is_named():
    assert ApplicationForm({}, naming=NAMING).errors == {
        "minutes_a_week": ["Enter how many minutes it would take"],
        "risks": ["Enter what could go wrong, and what you would do then"],
        "purpose": ["Enter what you do and would use an account for"],
        "audience": ["Enter which residents it is for"],
        "networks": ["Choose at least one network"],
    }


def test_handle_is_asked_for_each_network_that_was_chosen():
    form = asked(networks=["bluesky", "practice"], handle_practice="", handle_bluesky="own")

    assert form.errors == {
        "handle_practice": ["Choose the handle you would like on Practice network"]
    }


def test_proposals_are_offered_and_one_is_taken():
    form = asked(network="practice", handle_practice="ada_okafor", own_practice="left over")

    shown = str(form.networks_control)
    for handle in ("ada_okafor", "ada_libraries", "adaokafor", "adalibraries", "own"):
        assert f'value="{handle}"' in shown
    assert form.is_valid()
    assert form.wish["handles"] == {"practice": "ada_okafor"}


def test_proposal_that_somebody_took_meanwhile_is_not_to_be_had():
    form = asked(network="practice", handle_practice="ada_lib")

    assert form.errors == {"handle_practice": ["Choose again: that handle is no longer to be had"]}


@pytest.mark.parametrize(
    ("own", "error"),
    [
        ("", "Enter the handle you would like on Practice network"),
        (
            "ada at work",
            f"“ada at work” cannot be used. A handle has no spaces. {OTHERS}",
        ),
        (
            "@ada_l1b",
            f"“ada_l1b” cannot be used. It looks like ada_lib, an account of the council. {OTHERS}",
        ),
        (
            LONG,
            f"“{LONG}” cannot be used. It has 254 characters, and {PRACTICE} allows 30. {OTHERS}",
        ),
    ],
)
def test_handle_of_ones_own_that_does_not_do_is_explained(own, error):
    form = asked(network="practice", handle_practice="own", own_practice=own)

    assert form.errors == {"own_practice": [error]}


def test_where_nothing_can_be_proposed_people_type_their_own():
    form = asked(
        handle_bluesky="", own_bluesky="ada", naming=Naming(replace(WHOSE, domain=""), [], Known())
    )

    assert form.errors == {
        "own_bluesky": [
            "“ada” cannot be used. A handle on Bluesky is an address, such as name.council.gov.uk."
        ]
    }
    assert 'type="radio"' not in str(form.networks_control)


@pytest.mark.parametrize(
    ("minutes", "error"),
    [
        ("some", "Enter a number of minutes, such as 60"),
        ("0", "Enter at least 1 minute"),
        ("2221", "Enter 2,220 minutes or fewer: that is a whole week of work"),
    ],
)
def test_minutes_are_a_number_that_a_week_can_hold(minutes, error):
    assert asked(minutes_a_week=minutes).errors["minutes_a_week"] == [error]


def test_network_that_is_not_there_cannot_be_chosen():
    assert list(asked(network="pixelpost").errors) == ["networks"]


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        ("a" * 2000, {}),
        ("a\r\n" * 999 + "aa", {}),
        ("a" * 2001, {"purpose": ["What you do must be 2,000 characters or fewer"]}),
    ],
)
def test_words_are_counted_as_people_count_them(words, errors):
    assert asked(purpose=words, handle_practice="").errors == errors


@pytest.mark.django_db
def test_application_is_shown_again_as_it_was():
    one = make.application(
        networks=["practice", "bluesky"],
        handles={"practice": "ada_okafor", "bluesky": "ada.example"},
        minutes_a_week=45,
        risks="None.",
    )

    form = ApplicationForm.about(one, None, naming=NAMING)

    names = ("purpose", "networks", "minutes_a_week", "risks")
    assert [form[name].value() for name in names] == [getattr(one, name) for name in names]
    assert form["handle_practice"].value() == "ada_okafor"
    assert form["handle_bluesky"].value() == "own"
    assert form["own_bluesky"].value() == "ada.example"


NETWORKS = [
    *("bluesky", "facebook", "instagram", "linkedin", "mastodon", "pinterest", "practice"),
    "x",
]


@pytest.mark.usefixtures("without_x")
def test_every_network_of_which_something_is_known_can_be_asked_for():
    shown = str(asked().networks_control)

    assert sorted(NETWORKS, key=lambda one: shown.index(f'value="{one}"')) == NETWORKS
    assert "Tabard cannot connect X yet." in shown
    assert "Your handle is kept for you in the directory of names." in shown
    assert "cannot connect Bluesky" not in shown


TOO_LONG = "“stevehillSurreyCouncil” cannot be used."


def test_name_that_is_too_long_for_x_is_explained_and_shorter_ones_are_offered():
    form = asked(network="x", handle_x="own", own_x="stevehillSurreyCouncil")

    assert form.errors == {
        "own_x": [f"{TOO_LONG} It has 22 characters, and X allows 15. {OTHERS}"],
    }


def test_handles_are_asked_under_their_networks():
    shown = str(asked().networks_control)

    assert shown.index('value="bluesky"') < shown.index('name="handle_bluesky"')
    assert shown.index('name="own_bluesky"') < shown.index('value="practice"')


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
        (
            EndorseForm({"shown": sha256(b"We agree.").hexdigest()}, words=["We agree."]),
            {"agrees": ["Say that you have talked about it and agree"]},
        ),
        (AppealForm({}), {"words": ["Enter why the answer should be another one"]}),
        (
            SuspendForm({"reason": "  "}),
            {
                "reason": ["Enter why it is suspended"],
                "review_on": ["Enter the day to look again"],
            },
        ),
        (
            EndForm({"reason": "a" * 2001}),
            {"reason": ["The reason must be 2,000 characters or fewer"]},
        ),
    ],
)
def test_decisions_need_words(form: Form, errors):
    assert form.errors == errors


@pytest.mark.django_db
def test_whoever_sends_back_says_what_has_to_change():
    assert SendBackForm({}).errors == {
        "reasons": ["Choose what has to change, or say it in your own words"]
    }
    assert SendBackForm({"reasons": ["Another."]}).errors.keys() == {"reasons"}
    assert SendBackForm({"reason": "Where?"}).is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "errors"),
    [
        (
            {},
            {
                "reasons": ["Choose a reason, or say it in your own words"],
                "would_change": ["Enter what would change the answer"],
            },
        ),
        ({"reason": "No."}, {"would_change": ["Enter what would change the answer"]}),
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
