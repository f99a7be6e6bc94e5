"""Suspending, telling, looking again, chasing and ending."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import AccessLock
from tabard.accreditation import actions, queries
from tabard.accreditation.models import Suspension
from tabard.accreditation.settings import DAYS_TO_REVIEW_A_SUSPENSION
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.notices import actions as notices
from tabard.notices.models import Group, Notice
from tabard.people.models import Person
from tabard.record import actions as record
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_suspension_keeps_reason_author_and_the_day_to_look_again():
    one, officer, team = make.accreditation(), make.oversight_officer(), make.programme_member()

    found = actions.suspend(one, by=officer, reason="A complaint.", review_on=make.soon())

    assert (found.person, found.by, found.reason) == (one.person, officer, "A complaint.")
    assert (found.review_on, found.told_at, found.read_at) == (make.soon(), None, None)
    assert AccessLock.objects.get().person == one.person
    assert queries.permission(one.person).stops
    manager = one.person.manager
    assert manager is not None
    told = sorted([one.person.pk, manager.pk, officer.pk, team.pk])
    assert last_entry() == ("accreditation suspended", told)
    assert last_facts() == {
        "suspension": found.pk,
        "accreditation": one.pk,
        "person": one.person.pk,
        "by": officer.pk,
        "why": "A complaint.",
        "review_on": make.soon().isoformat(),
    }


@pytest.mark.parametrize(
    ("days", "match"), [(0, "must be after today"), (-1, "after today"), (29, "or earlier")]
)
def test_suspension_without_a_day_soon_enough_is_refused(days, match):
    one = make.accreditation()

    with pytest.raises(NotAllowedError, match=match):
        actions.suspend(
            one,
            by=make.oversight_officer(),
            reason="Why.",
            review_on=timezone.localdate() + days * DAY,
        )
    assert not Suspension.objects.exists()
    assert not AccessLock.objects.exists()


def test_council_sets_how_soon_is_soon_enough():
    make.chosen(DAYS_TO_REVIEW_A_SUSPENSION, 3)

    with pytest.raises(NotAllowedError, match="or earlier"):
        actions.suspend(
            make.accreditation(),
            by=make.oversight_officer(),
            reason="Why.",
            review_on=timezone.localdate() + 4 * DAY,
        )


def test_nobody_is_suspended_twice_at_a_time():
    suspension = make.suspension()
    suspension.accreditation.refresh_from_db()

    with pytest.raises(NotNowError):
        actions.suspend(
            suspension.accreditation,
            by=make.oversight_officer(),
            reason="Again.",
            review_on=make.soon(),
        )


@pytest.mark.parametrize("how", ["resume", "end"])
def test_end_of_a_suspension_opens_the_access_again(how):
    suspension, officer = make.suspension(), make.oversight_officer()
    if how == "resume":
        actions.resume(suspension.accreditation, by=officer)
    else:
        actions.end(suspension.accreditation, by=officer, reason="They left.")

    assert Suspension.objects.get().ended_at is not None
    assert not AccessLock.objects.exists()
    assert queries.suspension_of(suspension.person) is None
    assert last_facts()["suspension"] == suspension.pk


def test_person_is_told_by_a_person_in_words_once():
    suspension, team = make.suspension(), make.programme_member()

    found = actions.tell(suspension, by=team, words="I rang, and said that we look into it.")

    assert (found.told_by, found.told_words) == (team, "I rang, and said that we look into it.")
    assert last_entry() == ("suspension told", [suspension.person.pk])
    assert last_facts()["why"] == "I rang, and said that we look into it."
    with pytest.raises(NotAllowedError, match="noted already"):
        actions.tell(suspension, by=team, words="Again.")


def test_person_says_once_that_they_have_read_it():
    suspension = make.suspension()

    found = actions.say_read(suspension, by=suspension.person)

    assert found.read_at is not None
    assert last_entry() == ("suspension read", [suspension.by.pk])
    with pytest.raises(NotAllowedError, match="said already"):
        actions.say_read(suspension, by=suspension.person)


def test_suspension_goes_on_until_another_day_with_a_reason():
    suspension = make.suspension(chased_on=timezone.localdate())
    later = timezone.localdate() + 20 * DAY

    found = actions.look_again(
        suspension, by=make.oversight_officer(), reason="Not heard yet.", review_on=later
    )

    assert (found.review_on, found.chased_on) == (later, None)
    assert last_entry() == ("suspension looked at again", [suspension.person.pk])


@pytest.mark.parametrize("act", ["tell", "look_again", "say_read"])
def test_others_do_nothing_about_a_suspension(act):
    suspension = make.suspension(make.accreditation(make.programme_member()))
    wrong = [make.person(), make.reviewer()]
    if act != "say_read":
        wrong.append(suspension.person)
    for person in wrong:
        with pytest.raises(NotAllowedError):
            do(act, suspension, person)


@pytest.mark.parametrize("act", ["tell", "look_again", "say_read"])
def test_nothing_is_done_about_a_suspension_that_has_ended(act):
    suspension = make.suspension(ended_at=timezone.now())

    with pytest.raises(NotAllowedError, match="has ended"):
        do(act, suspension, suspension.person if act == "say_read" else make.programme_member())


def do(act: str, suspension: Suspension, person: Person) -> None:
    if act == "tell":
        actions.tell(suspension, by=person, words="I rang.")
    elif act == "say_read":
        actions.say_read(suspension, by=person)
    else:
        actions.look_again(suspension, by=person, reason="Why.", review_on=make.soon())


# What the database holds


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        ("suspension_has_a_reason", {"reason": ""}),
        ("told_by_somebody_at_a_time_in_words", {"told_words": "I rang."}),
        ("told_by_somebody_at_a_time_in_words", {"told_at": timezone.now()}),
    ],
)
def test_database_holds_what_belongs_to_a_suspension(name, differs):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.suspension(**differs)


def test_database_holds_one_open_suspension_by_somebody_else():
    suspension = make.suspension()

    with pytest.raises(IntegrityError, match="one_open_suspension"), transaction.atomic():
        make.suspension(suspension.accreditation)
    one = make.accreditation()
    with pytest.raises(IntegrityError, match="suspension_not_by"), transaction.atomic():
        make.suspension(one, by=one.person)


# Who is to act


def test_what_a_suspension_needs_waits_for_those_who_look_after_it_and_for_its_person():
    told: Any = {
        "told_by": make.programme_member(),
        "told_at": timezone.now(),
        "told_words": "I rang.",
    }
    untold = make.suspension(make.accreditation(make.programme_member()))
    unread = make.suspension(**told)
    late = make.suspension(**told, read_at=timezone.now(), review_on=timezone.localdate() - DAY)
    make.suspension(ended_at=timezone.now())
    officer = make.oversight_officer()

    assert list(queries.open_suspensions()) == [late, untold, unread]
    assert list(queries.suspensions_to_tend(officer)) == [late, untold]
    assert list(queries.suspensions_to_tend(untold.person)) == [late]
    assert list(queries.suspensions_to_tend(make.reviewer())) == []
    assert list(queries.suspensions_to_read(unread.person)) == [unread]
    assert list(queries.suspensions_to_read(late.person)) == []


def tell_people() -> None:
    record.chain()
    notices.follow()


# Both sides, and somebody else


def asked(**differs: Any) -> Suspension:
    return make.suspension(asked_at=timezone.now(), **differs)


def test_person_says_their_side_and_whoever_suspended_and_the_team_hear_of_it():
    suspension, team = make.suspension(by=make.oversight_officer()), make.programme_member()
    bystander = make.oversight_officer()

    found = actions.say_side(suspension, by=suspension.person, words="The parents had agreed.")

    assert (found.side, found.side_at is not None) == ("The parents had agreed.", True)
    kind, told = last_entry()
    assert kind == "suspension side said"
    assert {suspension.by.pk, team.pk} <= set(told)
    assert not {bystander.pk, suspension.person.pk} & set(told)
    assert last_facts()["why"] == "The parents had agreed."


def test_record_keeps_what_somebody_said_before_they_changed_it():
    suspension = make.suspension()

    for words in ("They had agreed.", "Both parents had agreed."):
        actions.say_side(suspension, by=suspension.person, words=words)

    said = [facts_of(one)["why"] for one in Entry.objects.filter(kind="suspension side said")]
    assert said == ["They had agreed.", "Both parents had agreed."]
    assert Suspension.objects.get().side == "Both parents had agreed."


def test_suspended_member_of_the_team_is_not_told_of_their_own_side():
    suspension = make.suspension(make.accreditation(make.programme_member()))

    actions.say_side(suspension, by=suspension.person, words="No.")

    assert suspension.person.pk not in last_entry()[1]


def test_somebody_else_is_asked_once_and_not_whoever_suspended_nor_the_line():
    boss, officer = make.programme_member(), make.oversight_officer()
    suspension = make.suspension(make.accreditation(make.person(manager=make.person(manager=boss))))

    found = actions.ask_again(suspension, by=suspension.person)

    assert found.waits_for_another
    assert last_entry() == ("suspension appealed", [officer.pk])
    with pytest.raises(NotAllowedError, match="asked already"):
        actions.ask_again(suspension, by=suspension.person)


def test_only_the_person_says_their_side_and_asks():
    suspension = make.suspension()
    for other in (make.person(), make.programme_member(), suspension.by):
        with pytest.raises(NotAllowedError, match="say their side"):
            actions.say_side(suspension, by=other, words="No.")
        with pytest.raises(NotAllowedError, match="Only the person"):
            actions.ask_again(suspension, by=other)


def test_nothing_is_said_or_asked_when_it_has_ended():
    suspension = make.suspension(ended_at=timezone.now())

    with pytest.raises(NotAllowedError, match="has ended"):
        actions.say_side(suspension, by=suspension.person, words="No.")
    with pytest.raises(NotAllowedError, match="has ended"):
        actions.ask_again(suspension, by=suspension.person)


def test_somebody_else_upholds_it_with_a_reason_and_a_day():
    suspension, officer = asked(chased_on=timezone.localdate()), make.oversight_officer()
    later = timezone.localdate() + 20 * DAY

    found = actions.uphold_suspension(
        suspension, by=officer, answer="We have to hear the parents.", review_on=later
    )

    assert (found.heard_by, found.answer) == (officer, "We have to hear the parents.")
    assert (found.review_on, found.chased_on, found.ended_at) == (later, None, None)
    told = sorted([suspension.person.pk, suspension.by.pk])
    assert last_entry() == ("suspension upheld", told)
    assert queries.permission(suspension.person).stops
    with pytest.raises(NotAllowedError, match="or somebody has"):
        actions.overturn_suspension(found, by=make.oversight_officer(), answer="Again.")


def test_somebody_else_overturns_it_and_the_person_speaks_again():
    suspension, officer = asked(), make.oversight_officer()

    found = actions.overturn_suspension(suspension, by=officer, answer="They had agreed.")

    assert (found.heard_by, found.answer) == (officer, "They had agreed.")
    assert found.ended_at is not None
    assert kinds()[-3:] == ["suspension overturned", "access unlocked", "accreditation resumed"]
    assert not AccessLock.objects.exists()


@pytest.mark.parametrize("how", ["uphold", "overturn"])
def test_nobody_answers_who_suspended_is_in_the_line_has_no_role_or_was_not_asked(how):
    boss = make.oversight_officer()
    suspension = asked(of=make.accreditation(make.programme_member(manager=boss)))
    quiet = make.suspension()
    for wrong, about in [
        (suspension.by, suspension),
        (boss, suspension),
        (suspension.person, suspension),
        (make.reviewer(), suspension),
        (make.oversight_officer(), quiet),
    ]:
        with pytest.raises(NotAllowedError):
            answer(about, how, wrong)
    assert not Suspension.objects.exclude(heard_by=None).exists()
    assert not Suspension.objects.exclude(ended_at=None).exists()


def test_suspension_is_not_upheld_without_a_day_soon_enough():
    with pytest.raises(NotAllowedError, match="after today"):
        actions.uphold_suspension(
            asked(), by=make.oversight_officer(), answer="No.", review_on=timezone.localdate()
        )


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        ("side_said_at_a_time_in_words", {"side": "No."}),
        ("side_said_at_a_time_in_words", {"side_at": timezone.now()}),
        ("suspension_heard_once_asked_with_an_answer", {"answer": "No."}),
        ("suspension_heard_once_asked_with_an_answer", {"heard_at": timezone.now()}),
    ],
)
def test_database_holds_both_sides_whole(name, differs):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.suspension(**differs)


@pytest.mark.parametrize("who", ["by", "person"])
def test_database_lets_neither_who_suspended_nor_the_person_answer(who):
    suspension = asked()
    suspension.heard_by, suspension.heard_at = getattr(suspension, who), timezone.now()
    suspension.answer = "No."

    with (
        pytest.raises(IntegrityError, match="suspension_not_heard_by_its_person"),
        transaction.atomic(),
    ):
        suspension.save()


def test_answer_to_nobodys_question_is_refused_by_the_database():
    suspension = make.suspension()
    suspension.heard_by, suspension.heard_at = make.oversight_officer(), timezone.now()
    suspension.answer = "No."

    with pytest.raises(IntegrityError, match="heard_once_asked"), transaction.atomic():
        suspension.save()


def test_question_waits_for_those_who_may_answer_it():
    told: Any = {
        "told_by": make.programme_member(),
        "told_at": timezone.now(),
        "told_words": "I rang.",
    }
    boss, officer = make.programme_member(), make.oversight_officer()
    suspension = asked(of=make.accreditation(make.person(manager=boss)), **told)

    assert list(queries.suspensions_to_tend(officer)) == [suspension]
    for other in (boss, suspension.by, suspension.person, make.reviewer()):
        assert list(queries.suspensions_to_tend(other)) == []

    actions.uphold_suspension(suspension, by=officer, answer="Yet.", review_on=make.soon())
    assert list(queries.suspensions_to_tend(officer)) == []


def test_question_reaches_those_who_may_answer_and_its_answer_settles_it():
    officer = make.oversight_officer()
    suspension = make.suspension()
    actions.ask_again(suspension, by=suspension.person)
    tell_people()
    page = reverse("accreditation:suspension", args=[suspension.pk])
    found = Notice.objects.values_list("person", "group", "url", "read_at")
    assert list(found) == [(officer.pk, Group.WAITING, page, None)]

    actions.uphold_suspension(suspension, by=officer, answer="Yet.", review_on=make.soon())
    tell_people()
    assert Notice.objects.get(person=officer).read_at is not None
    assert Notice.objects.filter(person=suspension.person).exists()


def answer(suspension: Suspension, how: str, person: Person) -> None:
    if how == "uphold":
        actions.uphold_suspension(suspension, by=person, answer="No.", review_on=make.soon())
    else:
        actions.overturn_suspension(suspension, by=person, answer="No.")
