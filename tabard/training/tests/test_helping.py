"""Somebody reads the questions to a learner, and enters the answers with them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training import actions, queries
from tabard.training.models import Answer, Arrangement, ArrangementKind, Sitting
from tests import make

pytestmark = pytest.mark.django_db

K = ArrangementKind
SOON = timezone.now() + timedelta(days=9)
COURSES = reverse("training:courses")


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(first_name="Ada", last_name="Lovelace")


@pytest.fixture
def ben() -> Person:
    return make.person(first_name="Ben", last_name="Hill")


@pytest.fixture
def arranged(ada, ben) -> Arrangement:
    team = make.programme_member()
    return actions.arrange(ada, kinds=[K.READ_ALOUD], until=SOON, by=team, helper=ben)


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(name: str, sitting: Sitting, *number: int) -> str:
    return reverse(f"training:{name}", args=[sitting.pk, *number])


def enter_all(sitting: Sitting, *, who: Person) -> Sitting:
    for asked in queries.answers_of(sitting):
        actions.answer(asked, chosen=asked.question.right_choices, by=who)
    return actions.finish(sitting, by=who)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("kind", [K.ON_PAPER, K.READ_ALOUD])
def test_without_a_name_it_is_whoever_arranges(ada, kind):
    team = make.programme_member()

    arranged = actions.arrange(ada, kinds=[kind], until=SOON, by=team)

    assert arranged.helper == team


@pytest.mark.parametrize("kind", [K.MORE_TIME, K.NO_PAUSE])
def test_where_nobody_is_needed_nobody_helps(ada, ben, kind):
    team = make.programme_member()

    arranged = actions.arrange(ada, kinds=[kind], until=SOON, by=team, helper=ben)

    assert arranged.helper is None


def test_nobody_helps_themselves_or_after_they_have_left(ada, ben):
    team = make.programme_member()
    with pytest.raises(NotAllowedError, match="Nobody helps themselves"):
        actions.arrange(ada, kinds=[K.ON_PAPER], until=SOON, by=team, helper=ada)
    ben.is_active = False
    ben.save()
    with pytest.raises(NotAllowedError, match="does not sign in here any more"):
        actions.arrange(ada, kinds=[K.ON_PAPER], until=SOON, by=team, helper=ben)


def test_database_lets_nobody_help_themselves(ada):
    with pytest.raises(IntegrityError, match="nobody_helps_themselves"):
        make.arrangement(ada, helper=ada)


@pytest.mark.usefixtures("arranged")
class TestEntering:
    def test_what_was_entered_with_somebody_is_recorded_as_such(self, ada, ben):
        done = enter_all(make.sitting(ada), who=ben)

        assert done.is_valid
        assert kinds() == ["arrangement made", "answers entered", "assessment passed"]
        entered, passed = Entry.objects.order_by("pk")[1:]
        assert entered.people == [ada.pk, ben.pk]
        assert facts_of(entered) == {
            "person": ada.pk,
            "sitting": done.pk,
            "course": "Speaking for the council",
            "by": ben.pk,
        }
        assert facts_of(passed)["by"] == ada.pk

    def test_so_it_is_when_the_person_hands_in_what_was_entered(self, ada, ben):
        sitting = make.sitting(ada)
        first, *others = queries.answers_of(sitting)
        actions.answer(first, chosen=first.question.right_choices, by=ben)
        for asked in others:
            actions.answer(asked, chosen=asked.question.right_choices, by=ada)
        actions.finish(sitting, by=ada)

        assert kinds() == ["arrangement made", "answers entered", "assessment passed"]

    def test_what_the_person_enters_anew_is_theirs(self, ada, ben):
        sitting = make.sitting(ada)
        asked = sitting.answers.get(number=1)
        actions.answer(asked, chosen=[1], by=ben)
        assert Answer.objects.get(pk=asked.pk).entered_by == ben
        actions.answer(asked, chosen=[0], by=ada)

        assert Answer.objects.get(pk=asked.pk).entered_by is None
        enter_all(sitting, who=ada)
        assert kinds() == ["arrangement made", "assessment passed"]

    def test_nobody_else_enters_anything(self, ada):
        sitting = make.sitting(ada)
        asked = sitting.answers.get(number=1)

        for other in (make.person(), make.programme_member()):
            with pytest.raises(NotAllowedError, match="Only the person"):
                actions.answer(asked, chosen=[0], by=other)
            assert by(other).get(page("sit", sitting, 1)).status_code == 403

    def test_helper_enters_nothing_for_anybody_else(self, ben):
        asked = make.sitting(make.person()).answers.get(number=1)

        with pytest.raises(NotAllowedError, match="Only the person"):
            actions.answer(asked, chosen=[0], by=ben)

    def test_after_the_last_day_the_helper_enters_nothing(self, ada, ben, time_machine):
        asked = make.sitting(ada).answers.get(number=1)
        time_machine.move_to(SOON + timedelta(days=1))

        with pytest.raises(NotAllowedError, match="Only the person"):
            actions.answer(asked, chosen=[0], by=ben)


@pytest.mark.usefixtures("arranged")
class TestPages:
    def test_helper_finds_the_assessment_and_hands_it_in_without_seeing_the_result(self, ada, ben):
        sitting, browser = make.sitting(ada), by(ben)
        assert page("finish", sitting) in browser.get(COURSES).content.decode()
        assert "You enter the answers of Ada Lovelace" in (
            browser.get(page("sit", sitting, 1)).content.decode()
        )
        for asked in queries.answers_of(sitting):
            chosen = {"chosen": asked.question.right_choices}
            browser.post(page("sit", sitting, asked.number), chosen)

        handed_in = browser.post(page("finish", sitting), follow=True).content.decode()

        assert "It is handed in. Only Ada Lovelace sees the result." in handed_in
        assert browser.get(page("result", sitting)).status_code == 403
        assert browser.get(page("finish", sitting))["Location"] == COURSES
        assert "You have passed" in by(ada).get(page("result", sitting)).content.decode()

    def test_helper_is_told_when_nothing_is_under_way(self, ben):
        assert "Nothing is under way. Ada begins an assessment" in (
            by(ben).get(COURSES).content.decode()
        )

    def test_person_reads_who_helps(self, ada):
        shown = by(ada).get(COURSES).content.decode()

        assert "Ben Hill can enter your answers with you" in shown
        assert "People whose answers you enter" not in shown


def test_team_names_who_helps(ada, ben):
    team, last = make.programme_member(), timezone.localdate() + timedelta(days=30)
    sent = {"email": ada.email, "kinds": ["read_aloud"], "helper": ben.email, "until_day": last.day}
    sent |= {"until_month": last.month, "until_year": last.year}
    address = reverse("training:arrangements")

    wrong = by(team).post(address, sent | {"helper": ada.email}).content.decode()
    assert "Whoever helps must be somebody else" in wrong
    unknown = by(team).post(address, sent | {"helper": "x@exampleton.example"}).content.decode()
    assert "Nobody with this e-mail address signs in here" in unknown
    shown = by(team).post(address, sent, follow=True).content.decode()

    assert Arrangement.objects.get().helper == ben
    assert "Ben Hill helps" in shown
