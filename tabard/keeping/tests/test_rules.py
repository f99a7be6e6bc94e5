"""Who says who holds an account."""

import pytest
from django.utils import timezone

from tabard.accreditation.models import Standing, StandingKind
from tabard.keeping import rules
from tabard.keeping.rules import succeeding
from tests import make

pytestmark = pytest.mark.django_db

ACCREDITED = Standing(StandingKind.ACCREDITED, None, "You are accredited.")


@pytest.mark.parametrize("kind", set(StandingKind) - {StandingKind.ACCREDITED})
def test_only_accredited_people_hold_accounts(kind):
    refusal = rules.may_hold(make.person(), Standing(kind, None, "You are not."))

    assert refusal is not None
    assert "is not accredited now" in refusal.why


def test_accredited_people_hold_accounts_while_they_are_here():
    ada = make.person()

    assert rules.may_hold(ada, ACCREDITED) is None
    ada.is_active = False
    refusal = rules.may_hold(ada, ACCREDITED)
    assert refusal is not None
    assert "does not sign in here any more" in refusal.why


def test_programme_team_lets_others_connect_a_shared_account_but_not_itself():
    team, ada = make.programme_member(), make.person()

    assert rules.may_give(team, ada, ACCREDITED) is None
    assert "Somebody else" in str(rules.may_give(team, team, ACCREDITED))
    assert "Only the programme team" in str(rules.may_give(ada, team, ACCREDITED))


def test_hold_of_a_shared_account_ends_by_its_holder_or_the_programme_team():
    ada, grace = make.person(), make.person()
    holding = make.shared_account(ada, grace).holdings.get(person=ada)

    assert rules.may_end_holding(ada, holding, 1) is None
    assert rules.may_end_holding(make.programme_member(), holding, 1) is None
    assert "somebody else holds" in str(rules.may_end_holding(grace, holding, 1))


def test_last_one_who_holds_an_account_stays():
    ada = make.person()
    holding = make.shared_account(ada).holdings.get()

    refusal = rules.may_end_holding(ada, holding, 0)

    assert refusal is not None
    assert "never without anybody" in refusal.why


def test_hold_that_is_over_or_of_one_s_own_account_does_not_end_this_way():
    ada = make.person()
    own = make.account(ada).holdings.get()
    over = make.shared_account(ada).holdings.get()
    over.until = timezone.now()

    assert "one person's" in str(rules.may_end_holding(ada, own, 1))
    assert "any more" in str(rules.may_end_holding(ada, over, 1))


def test_account_that_ended_is_presented_no_more():
    account = make.shared_account(state="ended", official_until=timezone.now())

    assert "no longer an account" in str(rules.may_be_presented(account))
    assert rules.may_be_presented(make.shared_account()) is None


def test_only_an_account_that_ended_leads_to_another_and_to_one_of_today():
    ended = make.shared_account(state="ended", official_until=timezone.now())
    other = make.shared_account(state="ended", official_until=timezone.now())
    today = make.shared_account()

    assert succeeding.may_be_succeeded(ended, today) is None
    assert succeeding.may_be_succeeded(ended, None) is None
    assert "still" in str(succeeding.may_be_succeeded(today, None))
    assert "another account" in str(succeeding.may_be_succeeded(ended, ended))
    assert "no longer" in str(succeeding.may_be_succeeded(ended, other))
