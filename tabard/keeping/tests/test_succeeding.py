"""Who decides what becomes of an account, and what can become of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.keeping import actions
from tabard.keeping.models import Cause, Farewell, Outcome, Succession, SuccessionState
from tabard.keeping.queries import successions as queries
from tabard.keeping.rules import succeeding as rules
from tabard.keeping.rules.succeeding import Decision
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

ARCHIVE = Decision(Outcome.ARCHIVE)


def test_only_the_programme_team_decides_and_nobody_about_their_own():
    team = make.programme_member()
    make.accreditation(team)
    succession = make.succession(make.account(team))

    with pytest.raises(NotAllowedError, match="Only the programme team"):
        actions.decide(succession, ARCHIVE, by=make.person())
    with pytest.raises(NotAllowedError, match="Somebody else has to decide"):
        actions.decide(succession, ARCHIVE, by=team)


def test_decision_can_be_changed_until_the_day():
    succession = make.succession()
    grace = make.author()
    actions.decide(succession, ARCHIVE, by=make.programme_member())

    changed = actions.decide(
        succession, Decision(Outcome.HAND_OVER, colleague=grace), by=make.programme_member()
    )

    assert (changed.outcome, changed.colleague) == (Outcome.HAND_OVER, grace)
    changed.state = "done"
    changed.save()
    with pytest.raises(NotNowError):
        actions.decide(succession, ARCHIVE, by=make.programme_member())


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        ({"outcome": Outcome.HAND_OVER}, "Say to which colleague"),
        ({"outcome": Outcome.MERGE}, "Say into which account"),
        ({"outcome": Outcome.KEEP}, "cannot become"),
        ({"outcome": Outcome.LET_GO}, "cannot become"),
    ],
)
def test_decision_names_what_it_needs(decision: dict[str, Any], why: str):
    with pytest.raises(NotAllowedError, match=why):
        actions.decide(make.succession(), Decision(**decision), by=make.programme_member())


def handed_to(colleague: Any) -> Decision:
    return Decision(Outcome.HAND_OVER, colleague=colleague)


def test_account_is_handed_to_an_accredited_colleague_who_stays():
    succession, team = make.succession(), make.programme_member()

    for colleague, why in [
        (succession.person, "Hand it to somebody else"),
        (make.person(), "not accredited"),
        (make.leaver(days=5), "leaves the council by then, too"),
    ]:
        with pytest.raises(NotAllowedError, match=why):
            actions.decide(succession, handed_to(colleague), by=team)
    later = make.leaver(days=50)
    assert actions.decide(succession, handed_to(later), by=team).colleague == later


def test_account_is_merged_into_another_of_today():
    succession, team = make.succession(), make.programme_member()
    ended = make.account(state="ended", official_until=timezone.now())

    for successor, why in [(succession.account, "another account"), (ended, "no longer")]:
        with pytest.raises(NotAllowedError, match=why):
            actions.decide(succession, Decision(Outcome.MERGE, successor=successor), by=team)


def test_what_can_become_of_an_account_depends_on_why_it_is_asked():
    own, shared = make.account(make.author()), make.shared_account(make.author())
    three = [Outcome.HAND_OVER, Outcome.MERGE, Outcome.ARCHIVE]

    assert rules.outcomes(make.succession(own)) == three
    assert rules.outcomes(Succession(account=own, cause=Cause.MOVED)) == [Outcome.KEEP, *three]
    assert rules.outcomes(Succession(account=shared, cause=Cause.MOVED)) == [
        Outcome.KEEP,
        Outcome.LET_GO,
    ]


def test_farewell_is_said_by_whoever_it_was_agreed_with():
    rangers = make.shared_account(make.author())
    succession = make.succession()
    leaver, other, now = succession.person, rangers.holdings.get().person, timezone.now()

    assert rules.may_say_goodbye(leaver, succession, now) is not None
    succession.state, succession.farewell = SuccessionState.DECIDED, Farewell.FROM_IT
    assert rules.may_say_goodbye(leaver, succession, now) is None
    assert rules.may_say_goodbye(other, succession, now) is not None
    succession.over_at = now
    assert "not yours" in str(rules.may_say_goodbye(leaver, succession, now))
    succession.farewell, succession.successor = Farewell.FROM_OTHERS, rangers
    assert rules.may_say_goodbye(other, succession, now + timedelta(days=14)) is None
    late = rules.may_say_goodbye(other, succession, now + timedelta(days=15))
    assert "is over" in str(late)
    assert "Only those who hold" in str(rules.may_say_goodbye(leaver, succession, now))


def test_those_who_write_the_farewell_see_it_and_are_told():
    grace, team = make.author(), make.programme_member()
    rangers = make.shared_account(grace)
    succession = make.succession(make.account(make.leaver()))
    decision = Decision(Outcome.MERGE, successor=rangers, farewell=Farewell.FROM_OTHERS)
    assert rules.may_see(grace, succession) is not None

    succession = actions.decide(succession, decision, by=team)

    assert rules.may_see(grace, succession) is None
    told = Entry.objects.filter(kind="farewell to be written")
    assert [entry.people for entry in told] == [[grace.pk]]
    assert list(queries.farewells_from(rangers)) == [succession]
    assert list(queries.farewells_from(succession.account)) == []


@pytest.mark.parametrize("who", ["above", "below"])
def test_nobody_decides_what_becomes_of_an_account_in_their_own_line(who):
    above = make.programme_member()
    ada = make.leaver()
    Person.objects.filter(pk=ada.pk).update(manager=make.person(manager=above))
    below = make.programme_member(manager=ada)
    succession = make.succession(make.account(ada))
    member = {"above": above, "below": below}[who]

    with pytest.raises(NotAllowedError, match="same line of management"):
        actions.decide(succession, Decision(Outcome.ARCHIVE), by=member)
    succession.refresh_from_db()
    succession.line, succession.decided_by = [member.pk], member
    with pytest.raises(IntegrityError, match="succession_not_decided_in_its_own_line"):
        succession.save()


def test_those_concerned_see_a_succession_and_nobody_else():
    succession = make.succession(colleague=make.author())

    for person in (succession.person, succession.colleague, make.programme_member()):
        assert person is not None
        assert rules.may_see(person, succession) is None
    assert rules.may_see(make.person(), succession) is not None
    assert rules.can_decide(make.programme_member(), succession)
    assert not rules.can_decide(make.person(), succession)
    assert list(queries.of(succession.person)) == [succession]


@pytest.mark.parametrize(
    ("differs", "constraint"),
    [
        ({"state": "decided"}, "decided_succession_says_what_and_by_whom"),
        ({"outcome": "hand_over"}, "account_is_handed_to_somebody_else"),
        ({"outcome": "merge"}, "account_is_merged_into_another"),
    ],
)
def test_database_refuses_a_succession_that_cannot_be(differs: dict[str, Any], constraint: str):
    with pytest.raises(IntegrityError, match=constraint):
        make.succession(**differs)


def test_database_refuses_a_decision_by_the_one_who_goes():
    account = make.account(make.leaver())

    with pytest.raises(IntegrityError, match="not_decided_by_the_one_who_goes"):
        make.succession(account, decided_by=account.holdings.get().person)


def test_database_refuses_an_account_that_succeeds_itself():
    account = make.account(make.leaver())

    with pytest.raises(IntegrityError, match="account_does_not_succeed_itself"):
        make.succession(account, successor=account)


def test_database_asks_once_at_a_time_about_an_account_and_a_person():
    account = make.succession().account

    with pytest.raises(IntegrityError, match="one_open_succession"):
        make.succession(account)


def test_database_refuses_a_successor_of_an_account_that_goes_on():
    account, other = make.account(), make.account()

    with pytest.raises(IntegrityError, match="only_an_ended_account_has_a_successor"):
        Account.objects.filter(pk=account.pk).update(successor=other)


def test_database_refuses_an_ended_account_that_is_its_own_successor():
    account = make.account(state="ended", official_until=timezone.now())

    with pytest.raises(IntegrityError, match="account_is_not_its_own_successor"):
        Account.objects.filter(pk=account.pk).update(successor=account)
