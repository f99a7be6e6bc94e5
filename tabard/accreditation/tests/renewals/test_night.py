"""The nightly run: whom it tells what, once, and whose end it puts off."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tabard.accreditation import actions
from tabard.accreditation.actions.night import NIGHT_LOCK
from tabard.accreditation.models import (
    Accreditation,
    Night,
    Renewal,
    RenewalState,
    StandingKind,
    end_of,
)
from tabard.accreditation.queries import standing
from tabard.accreditation.settings import (
    MOST_DAYS_PUT_OFF,
    NIGHT_HOUR,
    RENEWAL_REMINDERS,
)
from tabard.notices.actions import follow
from tabard.notices.models import Notice
from tabard.people.actions import deactivate
from tabard.people.models import Person
from tabard.record.actions import chain
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training.settings import DAYS_AFTER_ABSENCE
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
S = RenewalState


def in_days(days: int) -> datetime:
    return end_of(timezone.localdate() + days * DAY)


def runs_for(days: int, **differs) -> Accreditation:
    return make.accreditation(until=in_days(days), **differs)


def night(days: int = 0) -> Night:
    return actions.run_night(timezone.now() + days * DAY)


def told(kind: str) -> list[list[int]]:
    return list(Entry.objects.filter(kind=kind).order_by("pk").values_list("people", flat=True))


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


# Opening and reminding


def test_renewal_opens_sixty_days_before_the_last_day_and_not_a_day_earlier():
    later, due = runs_for(61), runs_for(60)

    assert night().opened == 1

    renewal = Renewal.objects.get()
    assert (renewal.accreditation, renewal.person, renewal.state) == (due, due.person, S.OPEN)
    assert told("renewal opened") == [[due.person.pk]]
    assert not later.renewals.exists()
    assert facts_of(Entry.objects.get()) == {
        "renewal": renewal.pk,
        "accreditation": due.pk,
        "person": due.person.pk,
        "until": due.until.isoformat(),
    }


def test_person_is_told_at_sixty_thirty_and_seven_days_and_on_the_day_after_the_last():
    runs_for(65)

    happened = {}
    for passed in range(70):
        before = Entry.objects.count()
        night(passed)
        if Entry.objects.count() > before:
            happened[65 - passed] = kinds()[before:]

    assert happened == {
        60: ["renewal opened"],
        30: ["renewal reminder"],
        7: ["renewal reminder"],
        -1: ["accreditation ran out"],
    }


def test_days_are_the_council_s_own():
    make.chosen(RENEWAL_REMINDERS, ["3", "10"])
    runs_for(11)

    happened = [11 - passed for passed in range(11) if _tells(passed)]

    assert happened == [10, 3]


def _tells(passed: int) -> bool:
    before = Entry.objects.count()
    night(passed)
    return Entry.objects.count() > before


def test_missed_nights_tell_what_is_still_true_and_nothing_of_what_is_over():
    one = runs_for(62)
    night(2)

    night(58)

    assert kinds() == ["renewal opened", "renewal reminder"]
    assert one.renewals.get().told_with == 7


def test_run_that_comes_twice_tells_nothing_twice():
    for days in (60, 20, 5, -3):
        runs_for(days)
    night()
    before = kinds()

    again = night()

    assert kinds() == before
    assert (again.opened, again.lapsed) == (4, 1)
    assert Night.objects.count() == 1


def test_only_whose_turn_it_is_are_reminded():
    made = {state: make.renewal(state=state, days=20, told_with=60) for state in RenewalState}

    night()

    assert told("renewal reminder") == [[made[S.OPEN].person_id], [made[S.SENT_BACK].person_id]]
    told_now = dict(
        Renewal.objects.values_list("state", "told_with").filter(
            pk__in=[one.pk for one in made.values()]
        )
    )
    assert told_now == {state: 30 if state in {S.OPEN, S.SENT_BACK} else 60 for state in made}


@pytest.mark.parametrize(
    "differs",
    [
        {"state": "suspended", "reason": "Why.", "changed_at": timezone.now() - 90 * DAY},
        {"state": "ended", "reason": "Why."},
    ],
)
def test_nothing_is_opened_for_those_who_are_suspended_or_have_ended(differs):
    runs_for(50, **differs)

    night()

    assert not Renewal.objects.exists()
    assert kinds() == []


def test_nothing_is_opened_for_whoever_leaves_before_or_has_left():
    make.gone(runs_for(50).person)
    leaves = runs_for(50).person
    leaves.leaves_on = timezone.localdate() + 50 * DAY
    leaves.save()
    stays = runs_for(50).person
    stays.leaves_on = timezone.localdate() + 51 * DAY
    stays.save()

    night()

    assert [one.person for one in Renewal.objects.all()] == [stays]


@pytest.mark.parametrize("how", ["leaves before", "is closed for now"])
def test_nobody_is_reminded_or_chased_for_whoever_does_not_stay(how):
    since = timezone.now() - 9 * DAY
    made = [
        make.renewal(days=20, told_with=60),
        make.renewal(days=-1, told_with=7),
        *(make.renewal(days=20, state=one, waits_since=since) for one in (S.SENT, S.ASKED)),
    ]
    people = Person.objects.filter(pk__in=[one.person_id for one in made])
    if how == "leaves before":
        people.update(leaves_on=timezone.localdate() - DAY)
    else:
        people.update(is_active=False)

    done = night()

    assert (done.reminded, done.lapsed, done.chased) == (0, 0, 0)
    assert kinds() == []


def test_whoever_leaves_after_the_last_day_is_reminded():
    one = make.renewal(days=20, told_with=60)
    Person.objects.update(leaves_on=timezone.localdate() + 21 * DAY)

    night()

    assert told("renewal reminder") == [[one.person_id]]


def test_whoever_has_given_up_is_asked_again_only_after_they_renewed():
    given_up = make.renewal(state=S.GIVEN_UP, days=50)
    renewed = make.renewal(
        make.renewal(state=S.GIVEN_UP, days=50).accreditation, state=S.RENEWED
    ).accreditation

    night()

    assert list(given_up.accreditation.renewals.all()) == [given_up]
    assert list(renewed.renewals.values_list("state", flat=True)) == [
        S.GIVEN_UP,
        S.RENEWED,
        S.OPEN,
    ]


# Running out


def test_lapse_is_told_to_the_person_the_manager_and_the_programme_team_once():
    team = make.programme_member()
    one = make.renewal(days=-1, told_with=7)

    assert night().lapsed == 1

    assert standing(one.person).kind == StandingKind.LAPSED
    assert told("accreditation ran out") == [
        sorted([one.person.pk, one.person.manager_id or 0, team.pk])
    ]
    assert night(1).lapsed == 0


def test_those_who_lapsed_before_there_was_a_renewal_are_told_once_and_can_renew():
    one = runs_for(-20)

    night()

    assert kinds() == ["renewal opened", "accreditation ran out"]
    assert told("renewal opened") == [[]]
    assert one.renewals.get().is_with_the_person


# Others who let it wait


def test_manager_is_reminded_of_what_waits_and_not_every_night():
    one = make.renewal(state=S.SENT, waits_since=timezone.now() - 5 * DAY)

    done = [night(passed).chased for passed in range(7)]

    assert done == [1, 0, 0, 0, 0, 1, 0]
    assert told("renewal waits") == [[one.person.manager_id]] * 2


def test_programme_team_is_told_where_the_manager_is_away_and_nobody_stands_in():
    boss = make.programme_member()
    team = make.programme_member(manager=boss)
    away, covered, acting = make.person(), make.person(), make.person()
    for manager in (away, covered):
        make.absence(manager)
    make.stand_in(covered, acting)
    since = timezone.now() - 9 * DAY
    for manager in (away, covered):
        of = make.accreditation(make.person(manager=manager), until=in_days(20))
        make.renewal(of, state=S.SENT, waits_since=since)

    night()

    assert told("renewal waits") == [
        sorted([boss.pk, team.pk]),
        sorted([covered.pk, acting.pk]),
    ]


@pytest.mark.parametrize("closed", ["has left", "for now"])
def test_programme_team_is_told_where_the_manager_does_not_sign_in_any_more(closed):
    team, alone, covered, acting = make.programme_member(), *(make.person() for _ in range(3))
    make.stand_in(covered, acting)
    for manager in (alone, covered):
        of = make.accreditation(make.person(manager=manager), until=in_days(20))
        make.renewal(of, state=S.SENT, waits_since=timezone.now() - 9 * DAY)
        if closed == "has left":
            make.gone(manager)
        Person.objects.filter(pk=manager.pk).update(is_active=False)

    night()

    assert told("renewal waits") == [[team.pk], [acting.pk]]


def test_programme_team_is_told_where_only_the_person_stands_in_for_the_absent_manager():
    team, manager = make.programme_member(), make.person()
    person = make.person(manager=manager)
    make.absence(manager)
    make.stand_in(manager, person)
    of = make.accreditation(person, until=in_days(20))
    make.renewal(of, state=S.SENT, waits_since=timezone.now() - 9 * DAY)

    night()

    assert told("renewal waits") == [[team.pk]]


def test_stand_ins_of_the_programme_team_hear_nothing_of_strangers():
    team, acting = make.programme_member(), make.person()
    make.stand_in(team, acting)
    make.renewal(state=S.ASKED, waits_since=timezone.now() - 9 * DAY)

    night()
    chain()
    follow()

    assert told("renewal waits") == [[team.pk]]
    assert set(Notice.objects.values_list("person", flat=True)) == {team.pk}


def test_panel_is_reminded_without_those_who_cannot_decide():
    boss, team = make.programme_member(), make.programme_member()
    of = make.accreditation(make.person(manager=boss), until=in_days(20))
    make.renewal(of, state=S.ASKED, waits_since=timezone.now() - 9 * DAY, line=[boss.pk])

    night()

    assert told("renewal waits") == [[team.pk]]


# Away


def test_end_is_put_off_for_whoever_is_away_so_that_they_have_days_left_when_they_are_back():
    one = runs_for(10)
    make.absence(one.person)

    for passed in range(64):
        night(passed)
        one.refresh_from_db()
        left = (timezone.localdate(one.until) - timezone.localdate()).days - passed
        assert 30 <= left <= 60

    assert not Renewal.objects.exists()
    # Once in thirty days, and nothing else is said.
    assert kinds() == ["accreditation put off"] * 3
    assert told("accreditation put off")[0] == [one.person.pk]


def test_whoever_is_back_is_told_with_days_to_spare():
    one = runs_for(10)
    make.absence(one.person, until=40)

    for passed in range(42):
        night(passed)

    one.refresh_from_db()
    renewal = one.renewals.get()
    assert renewal.opened_at.date() == (timezone.now() + 41 * DAY).date()
    assert (timezone.localdate(one.until) - timezone.localdate()).days - 41 >= 29
    assert kinds()[-1] == "renewal opened"


def test_reminders_begin_anew_where_the_end_was_put_off():
    one = make.renewal(days=5, told_with=7)
    make.absence(one.person, until=3)

    night()
    night(4)

    one.refresh_from_db()
    assert kinds() == ["accreditation put off", "renewal reminder"]
    assert one.told_with == 30


@pytest.mark.parametrize(("last", "left", "then"), [(0, 10, 30), (5, 34, 35), (40, 10, 70)])
def test_known_last_day_puts_the_end_off_to_as_many_days_after_it_as_are_due(last, left, then):
    one = runs_for(left)
    make.absence(one.person, until=last)

    for passed in range(last + 1):
        night(passed)

    one.refresh_from_db()
    assert (one.until, one.put_off_days) == (in_days(then), then - left)
    assert kinds() == ["accreditation put off"]


def test_absence_that_leaves_days_enough_puts_nothing_off():
    one = runs_for(35)
    make.absence(one.person, until=5)

    for passed in range(6):
        night(passed)

    one.refresh_from_db()
    assert (one.until, one.put_off_days) == (in_days(35), 0)


def test_end_is_put_off_for_whoever_s_sign_in_is_closed_until_they_are_back():
    admin, one = make.administrator(), runs_for(10)
    person = deactivate(one.person, by=admin, comes_back=True)

    night()

    one.refresh_from_db()
    assert (one.until, one.put_off_days) == (in_days(60), 50)
    assert not one.renewals.exists()
    make.gone(person)
    assert night(40).put_off == 0


def test_absence_that_began_before_the_last_day_brings_back_what_ran_out_meanwhile():
    one = make.renewal(days=-3, told_with=7, lapse_told_at=timezone.now()).accreditation
    make.absence(one.person, since=-10)

    night()

    assert standing(one.person).kind == StandingKind.ACCREDITED
    assert one.renewals.get().lapse_told_at is None


def test_absence_that_began_after_the_last_day_brings_nothing_back():
    one = runs_for(-3)
    make.absence(one.person, since=-1)

    assert night().put_off == 0

    assert standing(one.person).kind == StandingKind.LAPSED


def test_absence_puts_off_for_no_longer_than_the_council_says():
    make.chosen(MOST_DAYS_PUT_OFF, 40)
    make.chosen(DAYS_AFTER_ABSENCE, 20)
    one = runs_for(10)
    make.absence(one.person)

    for passed in range(60):
        night(passed)

    one.refresh_from_db()
    assert (one.until, one.put_off_days) == (in_days(50), 40)
    assert not told("accreditation ran out")


def test_suspension_puts_off_the_end_unless_it_came_after_it():
    running = make.suspension(runs_for(5)).accreditation
    over = make.suspension(runs_for(-5)).accreditation

    night()

    running.refresh_from_db()
    assert (running.until, running.put_off_days) == (in_days(60), 55)
    over.refresh_from_db()
    assert (over.until, over.put_off_days) == (in_days(-5), 0)


@pytest.mark.parametrize("state", [S.GIVEN_UP])
def test_nothing_is_put_off_for_whoever_does_not_want_to_renew(state):
    one = make.renewal(state=state, days=5)
    make.absence(one.person)

    assert night().put_off == 0


# Once a night


def test_run_waits_for_its_hour_and_runs_once_a_night():
    runs_for(50)
    day = timezone.localtime(timezone.now()).replace(minute=30)
    make.chosen(NIGHT_HOUR, 2)

    assert actions.run_at_night(day.replace(hour=1)) is None
    first = actions.run_at_night(day.replace(hour=2))
    assert first is not None
    assert first.opened == 1
    runs_for(50)
    assert actions.run_at_night(day.replace(hour=3)) is None

    late = actions.run_at_night((day + DAY).replace(hour=17))
    assert late is not None
    assert late.opened == 1


@pytest.mark.django_db(transaction=True)
def test_second_worker_leaves_the_night_to_the_first():
    runs_for(50)
    make.chosen(NIGHT_HOUR, 0)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [NIGHT_LOCK])

            assert actions.run_at_night() is None

            cursor.execute("SELECT pg_advisory_unlock(%s)", [NIGHT_LOCK])
        assert actions.run_at_night() is not None
    finally:
        other.close()


def test_command_runs_and_says_what_was_done(capsys):
    runs_for(50)

    call_command("renew_accreditations")

    assert capsys.readouterr().out.startswith("Today: 1 renewals opened, 0 people reminded")


@pytest.mark.parametrize("how_many", [1, 3])
def test_number_of_queries_does_not_depend_on_how_many_people_there_are(how_many):
    for _ in range(how_many):
        fill_a_night()

    with CaptureQueriesContext(connection) as asked:
        done = night()

    assert (done.opened, done.reminded, done.lapsed) == (2 * how_many, how_many, 2 * how_many)
    assert (done.put_off, done.chased) == (how_many, 2 * how_many)
    assert len(asked) == 42


def fill_a_night() -> None:
    """Let one of everything be due that a night looks for."""
    runs_for(50)
    runs_for(-1)
    make.renewal(days=20, told_with=60)
    make.renewal(days=-1, told_with=7)
    make.absence(runs_for(10).person)
    since = timezone.now() - 9 * DAY
    make.renewal(state=S.SENT, waits_since=since)
    make.renewal(state=S.ASKED, waits_since=since)


def test_quiet_night_asks_no_more_for_many():
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            night()
        return len(asked)

    runs_for(200)
    night()
    few = count()
    for _ in range(5):
        runs_for(200)

    assert count() == few


def test_whoever_lapsed_before_they_were_away_is_not_nagged_until_they_are_back():
    one = make.renewal(days=-3, told_with=7)
    make.absence(one.person, since=-1, until=5)

    assert night().lapsed == 0
    assert night(6).lapsed == 1
