"""What is arranged for somebody's assessments, without asking why."""

from datetime import date, timedelta
from typing import Any

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
from tabard.training.models import Arrangement, ArrangementKind, SittingState
from tabard.training.work.forgetting import forget_arrangements
from tests import make

pytestmark = pytest.mark.django_db

K = ArrangementKind
CHROME = 4
PAGE = reverse("training:arrangements")
SOON = timezone.now() + timedelta(days=9)


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(last_name="Lovelace")


@pytest.fixture
def team() -> Person:
    return make.programme_member()


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(ada: Person, last: date, **differs: Any) -> dict[str, Any]:
    told = {"email": ada.email.upper(), "kinds": ["no_pause"], "until_day": last.day}
    return told | {"until_month": last.month, "until_year": last.year} | differs


def test_record_says_that_something_is_arranged_and_not_what(ada, team):
    actions.arrange(ada, kinds=[K.ON_PAPER], until=SOON, by=team)

    [entry] = Entry.objects.all()
    assert (entry.kind, entry.people) == ("arrangement made", [ada.pk])
    assert facts_of(entry) == {"person": ada.pk, "until": SOON.isoformat(), "by": team.pk}


def test_new_arrangement_takes_the_place_of_the_old(ada, team):
    actions.arrange(ada, kinds=[K.ON_PAPER], until=SOON, by=team)
    actions.arrange(ada, kinds=[K.NO_PAUSE], until=SOON, by=team)

    assert Arrangement.objects.get().kinds == [K.NO_PAUSE]


def test_nobody_arranges_for_themselves_and_others_not_at_all(ada, team):
    with pytest.raises(NotAllowedError, match="Somebody else of the programme team"):
        actions.arrange(team, kinds=[K.NO_PAUSE], until=SOON, by=team)
    with pytest.raises(NotAllowedError, match="Only the programme team"):
        actions.arrange(ada, kinds=[K.NO_PAUSE], until=SOON, by=make.person())


@pytest.mark.parametrize(
    ("differs", "name"),
    [
        ({"kinds": []}, "arrangement_says_what"),
        ({"until": timezone.now() - timedelta(days=1)}, "arrangement_ends_after_it_begins"),
        ({"helper": None}, "arrangement_names_who_helps_where_somebody_does"),
    ],
)
def test_database_keeps_to_its_bounds(ada, differs, name):
    with pytest.raises(IntegrityError, match=name):
        make.arrangement(ada, **differs)


def test_database_lets_nobody_arrange_for_themselves(team):
    at = timezone.now()

    with pytest.raises(IntegrityError, match="nobody_arranges_for_themselves"):
        Arrangement.objects.create(
            person=team, kinds=["no_pause"], until=SOON, granted_at=at, granted_by=team
        )


def test_pause_is_waived_until_the_arrangement_ends(ada, time_machine):
    edition = make.edition(pause_days=5)
    make.sitting(ada, edition, state=SittingState.NOT_PASSED)
    with pytest.raises(NotAllowedError, match="You can try again from"):
        actions.begin(edition, by=ada)
    make.arrangement(ada, kinds=[K.NO_PAUSE], until=timezone.now() + timedelta(days=1))

    assert actions.begin(edition, by=ada)

    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert queries.progress_of(ada, edition).pause_days == 5


def test_what_is_over_is_deleted(ada):
    past = timezone.now() - timedelta(days=2)
    make.arrangement(ada, granted_at=past, until=past + timedelta(days=1))
    make.arrangement(make.person())

    assert queries.arrangement_of(ada) is None
    assert forget_arrangements() == 1
    assert Arrangement.objects.count() == 1


def test_person_sees_what_is_arranged_and_nobody_else(ada):
    edition = make.edition()
    make.sitting(ada, edition, state=SittingState.NOT_PASSED)
    make.arrangement(ada)

    shown = by(ada).get(reverse("training:courses")).content.decode()

    assert "Trying again without a pause, The questions on paper" in shown
    assert "Take the assessment" in shown
    other = by(make.person()).get(reverse("training:courses")).content.decode()
    assert "without a pause" not in other


def test_paper_shows_every_question_to_whom_it_is_arranged_for(ada):
    sitting = make.sitting(ada)
    paper = reverse("training:paper", args=[sitting.pk])
    finish = reverse("training:finish", args=[sitting.pk])
    assert by(ada).get(paper).status_code == 404
    assert paper not in by(ada).get(finish).content.decode()
    make.arrangement(ada)

    shown = by(ada).get(paper).content.decode()

    assert shown.count("☐") == 9
    assert paper in by(ada).get(finish).content.decode()
    assert by(make.programme_member()).get(paper).status_code == 403
    helper = Arrangement.objects.get().helper
    assert helper
    assert by(helper).get(paper).content.decode().count("☐") == 9


class TestPage:
    def test_team_arranges_and_ends(self, ada, team):
        last = timezone.localdate() + timedelta(days=30)

        told = by(team).post(PAGE, sent(ada, last), follow=True).content.decode()

        assert "It is arranged for Ada Lovelace" in told
        made = Arrangement.objects.get()
        assert (made.person, made.kinds) == (ada, ["no_pause"])
        assert timezone.localtime(made.until).date() == last
        ended = by(team).post(reverse("training:end_arrangement", args=[made.pk]), follow=True)
        assert "What was arranged for Ada Lovelace has ended" in ended.content.decode()
        assert not Arrangement.objects.exists()
        kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["arrangement made", "arrangement ended"]

    @pytest.mark.parametrize(
        ("differs", "said"),
        [
            ({"email": "nobody@exampleton.example"}, "Nobody with this e-mail address"),
            ({"kinds": []}, "Choose what is arranged"),
            ({"until_year": "1999"}, "The last day must be within the next 2 years"),
        ],
    )
    def test_what_is_wrong_is_said_beside_it(self, ada, team, differs, said):
        last = timezone.localdate() + timedelta(days=30)

        shown = by(team).post(PAGE, sent(ada, last, **differs)).content.decode()

        assert said in shown
        assert not Arrangement.objects.exists()

    def test_page_asks_for_no_reason(self, team):
        shown = by(team).get(PAGE).content.decode()

        assert "Nothing is arranged for anybody" in shown
        assert "textarea" not in shown

    @pytest.mark.parametrize("how_many", [1, 20])
    def test_list_asks_as_often_for_many(self, how_many, team, django_assert_num_queries):
        make.council()
        for _ in range(how_many):
            make.arrangement(make.person())
        client = by(team)

        # How many, and the rows.
        with django_assert_num_queries(CHROME + 2):
            client.get(PAGE)
