"""Renewing: looking back, endorsing again, asking the programme team, and what goes on."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.accreditation import actions, queries
from tabard.accreditation.actions.renewing import Review
from tabard.accreditation.models import (
    Accreditation,
    ApplicationState,
    EvidenceKind,
    Renewal,
    RenewalState,
    Rung,
    StandingKind,
    days_left,
    end_of,
    renewed_until,
)
from tabard.accreditation.settings import RENEWAL_AGREES, RENEWAL_MONTHS
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.training.models import SittingState
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
S = RenewalState
REVIEW: Review = {
    "answers": [("What went well?", "All of it.")],
    "changes": "",
    "minutes_a_week": 45,
}


def in_days(days: int) -> datetime:
    return end_of(timezone.localdate() + days * DAY)


def boss_of(renewal: Renewal) -> Person:
    manager = renewal.person.manager
    assert manager is not None
    return manager


def ready(days: int = 20, **differs) -> Renewal:
    """Make a renewal that was sent, of somebody prepared."""
    return make.renewal(state=S.SENT, days=days, **differs)


# The person


def test_person_begins_before_they_are_asked_to_and_is_not_told_what_they_know():
    one = make.accreditation(until=in_days(40))

    renewal = actions.begin_renewal(one, by=one.person)

    assert (renewal.state, renewal.told_with) == (S.OPEN, 60)
    assert last_entry() == ("renewal begun", [])
    assert actions.begin_renewal(one, by=one.person) == renewal
    actions.run_night(timezone.now())
    assert Entry.objects.count() == 1


def test_whoever_has_lapsed_begins_too():
    one = make.accreditation(until=in_days(-20))

    assert actions.begin_renewal(one, by=one.person).is_with_the_person


@pytest.mark.parametrize(
    ("differs", "match"),
    [
        ({"until": in_days(61)}, "You can renew your accreditation from"),
        ({"state": "suspended", "reason": "Why."}, "renewal waits"),
    ],
)
def test_nobody_renews_too_early_or_while_suspended(differs, match):
    one = make.accreditation(**{"until": in_days(20), **differs})

    with pytest.raises(NotAllowedError, match=match):
        actions.begin_renewal(one, by=one.person)


def test_nobody_begins_for_somebody_else_or_without_a_manager():
    one = make.accreditation(until=in_days(20))
    alone = make.accreditation(make.person(), until=in_days(20))
    ended = make.accreditation(until=in_days(20), state="ended", reason="Over.")

    for not_theirs, person in ((one, make.programme_member()), (ended, ended.person)):
        with pytest.raises(NotAllowedError, match="no accreditation to renew"):
            actions.begin_renewal(not_theirs, by=person)
    with pytest.raises(NotAllowedError, match="Nobody is entered"):
        actions.begin_renewal(alone, by=alone.person)


def test_review_is_sent_to_the_manager():
    renewal = make.renewal(told_with=30)
    make.prepared(renewal.person)

    sent = actions.send_review(renewal, by=renewal.person, **REVIEW)

    assert (sent.state, sent.answers) == (S.SENT, [["What went well?", "All of it."]])
    assert (sent.changes, sent.minutes_a_week) == ("", 45)
    assert last_entry() == ("renewal sent", [boss_of(renewal).pk])


def test_stand_in_is_told_of_it_too():
    renewal = make.renewal()
    make.prepared(renewal.person)
    acting = make.person()
    make.stand_in(boss_of(renewal), acting)

    actions.send_review(renewal, by=renewal.person, **REVIEW)

    assert last_entry()[1] == sorted([boss_of(renewal).pk, acting.pk])


def test_nobody_sends_a_review_unprepared_and_what_is_missing_is_said():
    renewal = make.renewal()

    with pytest.raises(NotAllowedError, match="no valid certificate"):
        actions.send_review(renewal, by=renewal.person, **REVIEW)
    make.sitting(renewal.person, make.newest_edition("pilot"), state=SittingState.PASSED)
    make.code()
    with pytest.raises(NotAllowedError, match="not agreed to the code"):
        actions.send_review(renewal, by=renewal.person, **REVIEW)
    assert Renewal.objects.get().state == S.OPEN


def test_whoever_gives_up_is_asked_no_more_and_others_hear_of_it():
    team = make.programme_member()
    renewal = make.renewal(days=40)

    actions.give_up(renewal, by=renewal.person)

    assert Renewal.objects.get().state == S.GIVEN_UP
    assert last_entry() == ("renewal given up", sorted([boss_of(renewal).pk, team.pk]))
    again = actions.begin_renewal(renewal.accreditation, by=renewal.person)
    assert again != renewal


# The line manager


def test_manager_s_word_renews_the_same_accreditation_for_a_year_from_its_last_day():
    renewal = ready()
    one = renewal.accreditation
    Accreditation.objects.filter(pk=one.pk).update(rung=Rung.FREE, put_off_days=12)
    account = make.account(one.person)
    before = one.until

    actions.endorse_renewal(renewal, by=boss_of(renewal))

    renewal.refresh_from_db()
    after = Accreditation.objects.get(person=one.person)
    assert (after.pk, after.rung, after.since) == (one.pk, Rung.FREE, one.since)
    assert (after.until, after.put_off_days) == (renewed_until(before, timezone.now(), 12), 0)
    assert (renewal.state, renewal.was_until, renewal.until) == (S.RENEWED, before, after.until)
    assert renewal.decided_by is None
    assert account.holdings.get().until is None
    assert last_entry() == (
        "accreditation renewed",
        sorted([one.person.pk, boss_of(renewal).pk]),
    )
    assert last_facts() == {
        "renewal": renewal.pk,
        "accreditation": one.pk,
        "person": one.person.pk,
        "by": boss_of(renewal).pk,
        "until": after.until.isoformat(),
        "agreed_to": RENEWAL_AGREES.default,
    }


def test_whoever_had_lapsed_is_accredited_again_from_today():
    renewal = ready(days=-10)

    actions.endorse_renewal(renewal, by=boss_of(renewal))

    assert queries.standing(renewal.person).kind == StandingKind.ACCREDITED
    assert days_left(Renewal.objects.get().until or in_days(0), timezone.localdate()) in {365, 366}


def test_council_sets_for_how_long():
    make.chosen(RENEWAL_MONTHS, 3)
    renewal = ready()

    actions.endorse_renewal(renewal, by=boss_of(renewal))

    was = renewal.accreditation.until
    assert Renewal.objects.get().until == renewed_until(was, timezone.now(), 3)


def test_stand_in_endorses_on_behalf_of_the_manager():
    renewal, acting = ready(), make.person()
    make.stand_in(boss_of(renewal), acting)

    actions.endorse_renewal(renewal, by=acting)

    renewal.refresh_from_db()
    assert (renewal.endorsed_by, renewal.endorsed_for) == (acting, boss_of(renewal))
    assert last_entry()[0] == "accreditation renewed for somebody"
    assert last_facts()["manager"] == boss_of(renewal).pk


def test_nobody_endorses_their_own_nor_that_of_somebody_else_s_team():
    renewal = ready()
    make.stand_in(boss_of(renewal), renewal.person)
    above = make.programme_member()
    Person.objects.filter(pk=boss_of(renewal).pk).update(manager=above)

    with pytest.raises(NotAllowedError, match="Nobody endorses their own"):
        actions.endorse_renewal(renewal, by=renewal.person)
    for person in (make.person(), make.programme_member(), above):
        with pytest.raises(NotAllowedError, match="Only the line manager"):
            actions.endorse_renewal(renewal, by=person)
    assert Renewal.objects.get().state == S.SENT


def test_nothing_is_endorsed_for_whoever_is_suspended_or_no_longer_prepared():
    suspended = ready()
    make.suspension(suspended.accreditation)
    unprepared = ready()
    unprepared.person.sittings.all().delete()

    with pytest.raises(NotAllowedError, match="renewal waits"):
        actions.endorse_renewal(suspended, by=boss_of(suspended))
    with pytest.raises(NotAllowedError, match="no valid certificate"):
        actions.endorse_renewal(unprepared, by=boss_of(unprepared))


def test_renewal_is_endorsed_once_and_only_after_the_review():
    renewal, opened = ready(), make.renewal()
    actions.endorse_renewal(renewal, by=boss_of(renewal))

    for one in (renewal, opened):
        with pytest.raises(NotNowError):
            actions.endorse_renewal(one, by=boss_of(one))


def test_manager_sends_back_with_words_and_the_person_sends_again():
    renewal = ready()

    back = actions.send_renewal_back(renewal, by=boss_of(renewal), reason="And in August?")

    assert (back.state, back.reason) == (S.SENT_BACK, "And in August?")
    assert last_entry() == ("renewal sent back", [renewal.person.pk])
    again = actions.send_review(back, by=renewal.person, **REVIEW)
    assert (again.state, again.reason) == (S.SENT, "")


# The programme team


def _changes(renewal: Renewal) -> None:
    Renewal.objects.filter(pk=renewal.pk).update(changes="I moved to the rangers.")


def _is_looked_at(renewal: Renewal) -> None:
    actions.look_at_renewal(renewal, by=make.programme_member(), reason="Two corrections.")


def _has_a_concern(renewal: Renewal) -> None:
    make.evidence(renewal.person, EvidenceKind.CONCERN)


def _is_proposed_down(renewal: Renewal) -> None:
    Accreditation.objects.update(rung=Rung.FREE)
    make.proposal(renewal.accreditation, from_rung=Rung.FREE, to_rung=Rung.SAMPLED)


@pytest.mark.parametrize(
    ("stands_against_it", "why"),
    [
        (_changes, "What was agreed on has changed."),
        (_is_looked_at, "looks at it first"),
        (_has_a_concern, "A concern is open."),
        (_is_proposed_down, "A move down the ladder is proposed."),
    ],
)
def test_programme_team_is_asked_where_something_stands_against_it(stands_against_it, why):
    renewal = ready()
    stands_against_it(renewal)
    team = make.programme_member()

    asked = actions.endorse_renewal(renewal, by=boss_of(renewal))

    assert asked.state == S.ASKED
    assert (len(asked.against), asked.agreed_to) == (1, RENEWAL_AGREES.default)
    assert why.split()[-1] in asked.against[0]
    assert asked.accreditation.until == renewal.accreditation.until
    kind, people = last_entry()
    assert kind == "renewal endorsed"
    assert {renewal.person.pk, team.pk} <= set(people)


def test_move_up_that_is_proposed_stands_against_nothing():
    renewal = ready()
    make.proposal(renewal.accreditation)

    assert actions.endorse_renewal(renewal, by=boss_of(renewal)).state == S.RENEWED


def test_programme_team_renews_to_a_day_no_later_than_usual():
    renewal, team = make.renewal(state=S.ASKED), make.programme_member()

    for wrong in (renewal.accreditation.until, in_days(20 + 367)):
        with pytest.raises(NotAllowedError, match="no later than usual"):
            actions.renew(renewal, by=team, until=wrong)
    actions.renew(renewal, by=team, until=in_days(100))

    renewal.refresh_from_db()
    assert (renewal.state, renewal.decided_by) == (S.RENEWED, team)
    assert Accreditation.objects.get(pk=renewal.accreditation_id).until == in_days(100)
    assert last_entry()[0] == "accreditation renewed"


def test_nobody_decides_in_their_own_line_after_endorsing_or_about_themselves():
    boss = make.programme_member()
    above = make.programme_member()
    Person.objects.filter(pk=boss.pk).update(manager=above)
    of = make.accreditation(make.programme_member(manager=boss), until=in_days(20))
    renewal = make.renewal(of, state=S.ASKED)

    for person in (boss, above, renewal.person, make.oversight_officer()):
        with pytest.raises(NotAllowedError):
            actions.renew(renewal, by=person, until=in_days(100))
        with pytest.raises(NotAllowedError):
            actions.send_renewal_back(renewal, by=person, reason="Why.")


def test_manager_does_not_send_back_what_the_programme_team_has_and_they_do():
    renewal = make.renewal(state=S.ASKED)

    with pytest.raises(NotAllowedError, match="Only the programme team"):
        actions.send_renewal_back(renewal, by=boss_of(renewal), reason="Why.")
    back = actions.send_renewal_back(renewal, by=make.programme_member(), reason="Say more.")

    assert (back.state, back.endorsed_by, back.against) == (S.SENT_BACK, None, [])


def test_programme_team_does_not_renew_before_the_manager_has_endorsed():
    renewal = ready()

    with pytest.raises(NotNowError):
        actions.renew(renewal, by=make.programme_member(), until=in_days(100))


def test_look_is_asked_for_once_with_a_reason_before_the_endorsement():
    renewal, team = ready(), make.programme_member()

    actions.look_at_renewal(renewal, by=team, reason="Two corrections.")

    assert last_entry() == (
        "renewal looked at",
        sorted([renewal.person.pk, boss_of(renewal).pk]),
    )
    with pytest.raises(NotAllowedError, match="looks at this renewal already"):
        actions.look_at_renewal(renewal, by=make.programme_member(), reason="Me too.")
    with pytest.raises(NotNowError, match="too late"):
        actions.look_at_renewal(make.renewal(state=S.ASKED), by=team, reason="Me too.")


# What ends it


@pytest.mark.parametrize("how", ["end", "leave", "accredit"])
def test_end_of_an_accreditation_overtakes_its_renewal(how):
    renewal, panel = ready(), make.programme_member()
    if how == "end":
        actions.end(renewal.accreditation, by=panel, reason="Over.")
    elif how == "leave":
        make.gone(renewal.person)
        actions.close_for_leavers()
    else:
        application = make.application(
            renewal.person, state=ApplicationState.ENDORSED, endorsed_by=boss_of(renewal)
        )
        actions.accredit(application, by=panel, until=in_days(300))

    renewal.refresh_from_db()
    assert renewal.state == S.OVERTAKEN
    assert Entry.objects.get(kind="renewal overtaken").people == [renewal.person.pk]


# Days


@given(
    st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 12, 31)),
    st.integers(min_value=-400, max_value=60),
    st.integers(min_value=1, max_value=24),
)
def test_renewal_ends_in_the_month_that_was_promised_and_always_later(last, left, months):
    now = end_of(last - left * DAY)
    until = renewed_until(end_of(last), now, months)

    begins = max(last, last - left * DAY)
    passed = (until.year - begins.year) * 12 + until.month - begins.month
    assert passed == months
    assert until.day == begins.day or (until + DAY).day == 1
    assert until > max(now, end_of(last))


# What the database holds


@pytest.mark.parametrize(
    ("name", "state", "differs"),
    [
        ("renewal_sent_with_a_review", S.SENT, {"sent_at": None}),
        ("renewal_sent_back_with_words", S.SENT_BACK, {"reason": ""}),
        ("renewal_asked_or_renewed_with_an_endorsement", S.ASKED, {"endorsed_by": None}),
        ("renewed_until_a_later_day", S.RENEWED, {"until": None}),
        ("renewed_until_a_later_day", S.OPEN, {"until": in_days(1)}),
        ("looked_at_for_a_reason", S.OPEN, {"looks_because": "Why."}),
    ],
)
def test_database_holds_what_belongs_to_a_renewal(name, state, differs):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.renewal(state=state, **differs)


def test_database_holds_who_endorses_looks_and_decides_and_that_there_is_one():
    of, team = make.accreditation(until=in_days(20)), make.programme_member()
    wrong: dict[str, dict[str, Any]] = {
        "renewal_not_endorsed_by_its_person": {"endorsed_by": of.person},
        "renewal_not_looked_at_by_its_person": {"looks": of.person, "looks_because": "Why."},
        "renewal_not_decided_by_its_person": {"decided_by": of.person},
        "renewal_not_decided_by_whoever_endorsed_it": {"endorsed_by": team, "decided_by": team},
        "renewal_not_decided_in_its_own_line": {"decided_by": team, "line": [team.pk]},
    }
    for name, differs in wrong.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make.renewal(of, state=S.SENT, **differs)
    make.renewal(of)
    with (
        pytest.raises(IntegrityError, match="one_renewal_under_way"),
        transaction.atomic(),
    ):
        make.renewal(of, state=S.SENT)
