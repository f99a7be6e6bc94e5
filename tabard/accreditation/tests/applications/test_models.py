"""Applications, and what the database itself refuses."""

import pytest
from django.db import IntegrityError

from tabard.accreditation.models import (
    APPLICATION_LIFECYCLE,
    ApplicationState,
)
from tests import make


@pytest.mark.django_db
def test_things_are_called_after_people():
    one = make.accreditation(make.person(last_name="Okafor", manager=make.person()))

    assert str(one) == "accreditation of Ada Okafor"
    assert str(one.application) == "application of Ada Okafor"


@pytest.mark.django_db
@pytest.mark.parametrize("second", ["applied", "endorsed", "sent_back"])
def test_nobody_has_two_applications_under_way(second):
    applicant = make.application().applicant

    with pytest.raises(IntegrityError, match="one_application_under_way_per_person"):
        make.application(applicant, state=ApplicationState(second))


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["accredited", "withdrawn"])
def test_finished_application_is_not_in_the_way(first):
    applicant = make.application(state=ApplicationState(first)).applicant

    assert make.application(applicant).pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("endorsed_by", "application_not_endorsed_by_its_applicant"),
        ("decided_by", "application_not_decided_by_its_applicant"),
    ],
)
def test_nobody_endorses_or_decides_their_own_application(who, name):
    application = make.application()
    setattr(application, who, application.applicant)

    with pytest.raises(IntegrityError, match=name):
        application.save()


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "would_change"), [("", "More."), ("No.", ""), ("", "")])
def test_declining_needs_a_reason_and_what_would_change_it(reason, would_change):
    with pytest.raises(IntegrityError, match="declined_with_a_reason_and_what_would_change_it"):
        make.application(state=ApplicationState.DECLINED, reason=reason, would_change=would_change)


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("applied", {"endorse", "send_back", "withdraw"}),
        ("endorsed", {"send_back", "accredit", "decline", "withdraw"}),
        ("sent_back", {"apply_again", "withdraw"}),
        ("accredited", set()),
        ("declined", {"appeal"}),
        ("appealed", {"uphold", "overturn", "overturn_for_later", "withdraw"}),
        ("upheld", set()),
        (
            "withdrawn",
            {"take_up", "take_up_endorsed", "take_up_sent_back", "take_up_appeal"},
        ),
    ],
)
def test_each_state_of_an_application_allows_these_moves(state, moves):
    allowed = APPLICATION_LIFECYCLE.allows

    assert {move for move in APPLICATION_LIFECYCLE.moves if allowed(state, move)} == moves
