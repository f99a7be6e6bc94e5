"""What people do with applications."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accreditation import actions
from tabard.accreditation.models import (
    Application,
    ApplicationState,
)
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


S = ApplicationState


WISH: dict[str, Any] = {
    "purpose": "To say where the mobile library stops.",
    "audience": "Villages without a library.",
    "networks": ["bluesky", "practice"],
    "handles": {"bluesky": "ada.example", "practice": "ada_libraries"},
}


YEAR = timedelta(days=365)


def endorsed(ada: Person, **differs: Any) -> Application:
    return make.application(ada, state=S.ENDORSED, endorsed_by=ada.manager, **differs)


def test_application_goes_to_the_line_manager(ada, manager):
    one = actions.apply(ada, **WISH)

    one.refresh_from_db()
    assert (one.state, one.applicant) == (S.APPLIED, ada)
    assert {name: getattr(one, name) for name in WISH} == WISH
    assert last_entry() == ("application made", [manager.pk])
    assert last_facts() == {"application": one.pk, "applicant": ada.pk, "by": ada.pk}


def test_nobody_applies_without_a_manager_or_twice(ada):
    with pytest.raises(NotAllowedError, match="Nobody is entered as your line manager"):
        actions.apply(make.person(), **WISH)
    actions.apply(ada, **WISH)
    with pytest.raises(NotAllowedError, match="under way"):
        actions.apply(ada, **WISH)

    assert Application.objects.count() == 1


def test_suspended_person_does_not_apply(ada):
    make.accreditation(ada, state="suspended", reason="A complaint.")

    with pytest.raises(NotAllowedError, match="suspended: A complaint"):
        actions.apply(ada, **WISH)


def test_application_sent_back_goes_to_the_manager_anew(ada, manager):
    one = make.application(
        ada,
        state=S.SENT_BACK,
        reason="Say where.",
        endorsed_by=manager,
        endorsed_at=timezone.now(),
    )

    actions.apply_again(one, by=ada, **{**WISH, "networks": ["bluesky"]})

    one.refresh_from_db()
    assert (one.state, one.reason, one.endorsed_by, one.endorsed_at) == (S.APPLIED, "", None, None)
    assert (one.purpose, one.networks) == (WISH["purpose"], ["bluesky"])
    assert last_entry() == ("application made again", [manager.pk])


def test_application_is_not_made_again_by_others_or_at_other_times(ada, manager):
    one = make.application(ada, state=S.SENT_BACK)

    with pytest.raises(NotAllowedError, match="Only the person who applied"):
        actions.apply_again(one, by=manager, **WISH)
    actions.apply_again(one, by=ada, **WISH)
    with pytest.raises(NotNowError):
        actions.apply_again(one, by=ada, **WISH)


def test_application_is_not_made_again_to_nobody():
    alone = make.person()
    one = make.application(alone, state=S.SENT_BACK)

    with pytest.raises(NotAllowedError, match="Nobody is entered"):
        actions.apply_again(one, by=alone, **WISH)


@pytest.mark.parametrize("state", ["applied", "endorsed", "sent_back"])
def test_application_under_way_is_withdrawn(ada, manager, state):
    one = make.application(ada, state=S(state))

    actions.withdraw(one, by=ada)

    one.refresh_from_db()
    assert one.state == S.WITHDRAWN
    assert last_entry() == ("application withdrawn", [manager.pk])


def test_application_is_withdrawn_by_its_applicant_only(ada, manager):
    one = make.application(ada)

    with pytest.raises(NotAllowedError):
        actions.withdraw(one, by=manager)


def test_endorsed_application_goes_to_the_programme_team(ada, manager, team):
    left = make.programme_member()
    left.is_active = False
    left.save()
    one = make.application(ada)

    actions.endorse(one, by=manager)

    one.refresh_from_db()
    assert (one.state, one.endorsed_by) == (S.ENDORSED, manager)
    assert one.endorsed_at is not None
    assert last_entry() == ("application endorsed", [ada.pk, team.pk])


def test_applicant_on_the_programme_team_is_told_once_and_not_asked(manager, team):
    member = make.programme_member(manager=manager)

    actions.endorse(make.application(member), by=manager)

    assert last_entry() == ("application endorsed", sorted([member.pk, team.pk]))


def test_only_the_manager_endorses_and_only_once(ada, manager, team):
    one = make.application(ada)

    with pytest.raises(NotAllowedError, match="Only the line manager of Ada Okafor"):
        actions.endorse(one, by=team)
    actions.endorse(one, by=manager)
    with pytest.raises(NotNowError):
        actions.endorse(one, by=manager)


def test_manager_sends_back_with_words(ada, manager):
    one = make.application(ada)

    actions.send_back(one, by=manager, reason="Say where.")

    one.refresh_from_db()
    assert (one.state, one.reason) == (S.SENT_BACK, "Say where.")
    assert last_entry() == ("application sent back", [ada.pk])
    assert last_facts()["why"] == "Say where."


def test_programme_team_sends_back_what_is_endorsed(ada, manager, team):
    one = endorsed(ada)

    with pytest.raises(NotAllowedError):
        actions.send_back(one, by=manager, reason="Say where.")
    actions.send_back(one, by=team, reason="Say where.")

    one.refresh_from_db()
    assert one.state == S.SENT_BACK


def test_declining_says_why_and_what_would_change_it(ada, manager, team):
    one = endorsed(ada)

    actions.decline(one, by=team, reason="Too many.", would_change="Another topic.")

    one.refresh_from_db()
    assert (one.state, one.decided_by) == (S.DECLINED, team)
    assert (one.reason, one.would_change) == ("Too many.", "Another topic.")
    assert last_entry() == ("application declined", sorted([ada.pk, manager.pk]))


def test_only_the_programme_team_declines(ada, manager):
    with pytest.raises(NotAllowedError):
        actions.decline(endorsed(ada), by=manager, reason="No.", would_change="More.")


def test_application_is_not_decided_before_it_is_endorsed(ada, team):
    with pytest.raises(NotNowError):
        actions.accredit(make.application(ada), by=team, until=timezone.now() + YEAR)
