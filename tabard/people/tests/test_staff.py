"""Keeping the staff: who may, what is recorded, what is refused, and the pages of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people import actions, queries
from tabard.people.actions import Particulars, UnfitError
from tabard.people.models import Person, Role
from tabard.record.actions import record
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make
from tests.confirmed import confirm

pytestmark = pytest.mark.django_db


def particulars(**differs) -> Particulars:
    told = {
        "first_name": "Zadie",
        "last_name": "Okafor",
        "email": "zadie.okafor@exampleton.example",
        "job_title": "Driver",
        "service": make.service(),
        **differs,
    }
    return Particulars(**told)


def last_entry() -> tuple[str, dict[str, object]]:
    entry = Entry.objects.latest("pk")
    return entry.kind, dict(facts_of(entry))


def typed(**differs) -> dict[str, str]:
    """Give what the form of somebody's particulars is sent with."""
    return {
        "first_name": "Zadie",
        "last_name": "Okafor",
        "email": "zadie.okafor@exampleton.example",
        "job_title": "Driver",
        "service": str(make.service().pk),
        "manager": "",
        "external_id": "",
        **differs,
    }


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_somebody_is_entered_without_a_way_to_sign_in():
    by = make.administrator()

    person = actions.enter(particulars(external_id="4711"), by=by)

    assert (person.name, person.is_active, person.has_usable_password()) == (
        "Zadie Okafor",
        True,
        False,
    )
    assert last_entry() == (
        "person entered",
        {
            "person": person.pk,
            "by": by.pk,
            "after": [
                "First name: Zadie",
                "Last name: Okafor",
                "Email: zadie.okafor@exampleton.example",
                "Job title: Driver",
                "Service: Libraries",
                "External id: 4711",
            ],
        },
    )


def test_a_change_is_recorded_with_before_and_after():
    by, person = make.administrator(), make.person()
    manager = make.person(first_name="Grace", last_name="Hopper")
    known = Particulars.of(person)

    actions.change(
        person,
        particulars(
            first_name=known.first_name,
            last_name=known.last_name,
            email=known.email,
            job_title="Head Librarian",
            manager=manager,
        ),
        by=by,
    )

    assert last_entry() == (
        "person changed",
        {
            "person": person.pk,
            "by": by.pk,
            "before": ["Job title: Librarian", "Manager: "],
            "after": ["Job title: Head Librarian", "Manager: Grace Hopper"],
        },
    )


def test_saving_what_is_known_already_is_no_change():
    by, person = make.administrator(), make.person()

    actions.change(person, Particulars.of(person), by=by)
    actions.set_roles(person, [], by=by)

    assert not Entry.objects.exists()


def test_roles_are_given_by_another_administrator_and_recorded():
    by, person = make.administrator(), make.reviewer()

    person = actions.set_roles(person, [Role.EVALUATOR, Role.DUTY_OFFICER], by=by)

    assert person.roles == [Role.DUTY_OFFICER, Role.EVALUATOR]
    about = {"person": person.pk, "by": by.pk}
    assert last_entry() == (
        "roles changed",
        about | {"before": "Reviewer", "after": "Duty officer, Evaluator"},
    )
    actions.set_roles(person, [], by=by)
    assert last_entry() == (
        "roles changed",
        about | {"before": "Duty officer, Evaluator", "after": "none"},
    )


def test_nobody_gives_themselves_roles():
    by = make.administrator()

    with pytest.raises(NotAllowedError, match="nobody gives themselves roles"):
        actions.set_roles(by, [Role.ADMINISTRATOR, Role.PROGRAMME_TEAM], by=by)
    assert Person.objects.get(pk=by.pk).roles == [Role.ADMINISTRATOR]


def test_nobody_but_an_administrator_keeps_the_staff():
    person, service = make.person(), make.service()

    for by in (person, make.programme_member(), make.oversight_officer()):
        for attempt in (
            lambda by=by: actions.enter(particulars(), by=by),
            lambda by=by: actions.change(person, particulars(), by=by),
            lambda by=by: actions.set_roles(make.person(), [Role.REVIEWER], by=by),
            lambda by=by: actions.add_service("Ferries", "Cross the river.", by=by),
            lambda by=by: actions.change_service(service, name="A", does="B", by=by),
        ):
            with pytest.raises(NotAllowedError, match="Only administrators"):
                attempt()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "TAKEN@exampleton.example"), ("external_id", "4711"), ("user_name", "Taken")],
)
def test_what_somebody_else_has_is_refused_by_its_field(field: str, value: str):
    by, other, person = make.administrator(), make.person(), make.person()
    Person.objects.filter(pk=other.pk).update(
        email="taken@exampleton.example", external_id="4711", user_name="taken"
    )

    with pytest.raises(UnfitError, match="Somebody else has this") as refused:
        actions.change(person, particulars(**{field: value}), by=by)

    assert refused.value.field == field
    assert not Entry.objects.exists()


def test_a_manager_who_reports_to_somebody_is_refused_as_their_manager():
    by, chief = make.administrator(), make.person()
    member = make.person(manager=make.person(manager=chief))

    with pytest.raises(UnfitError, match="reports to them") as refused:
        actions.change(chief, particulars(manager=member), by=by)
    assert refused.value.field == "manager"
    with pytest.raises(UnfitError, match="their own line manager"):
        actions.change(chief, particulars(manager=chief), by=by)


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_asks_as_often_for_many_as_for_one(how_many: int, django_assert_num_queries):
    client = signed_in(make.administrator())
    for _ in range(how_many):
        make.person(Role.REVIEWER)
    client.get("/people/")

    with django_assert_num_queries(6):
        answer = client.get("/people/")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=hopper", ["Grace Hopper"]),
        ("q=GRACE+hop", ["Grace Hopper"]),
        ("q=4711", ["Grace Hopper"]),
        ("q=grace+lovelace", []),
        ("show=active", ["Ad Ministrator", "Grace Hopper"]),
        ("show=closed", ["Ada Lovelace"]),
        ("show=leaving", ["Grace Hopper"]),
        ("show=nonsense&q=zzz", ["Ad Ministrator", "Grace Hopper", "Ada Lovelace"]),
    ],
)
def test_people_are_found_by_words_and_by_what_they_are(asked: str, found: list[str]):
    by = make.administrator(first_name="Ad", last_name="Ministrator")
    grace = make.person(first_name="Grace", last_name="Hopper")
    ada = make.person(first_name="Ada", last_name="Lovelace")
    Person.objects.filter(pk=grace.pk).update(external_id="4711", leaves_on=timezone.localdate())
    Person.objects.filter(pk=ada.pk).update(is_active=False)

    answer = signed_in(by).get(f"/people/?{asked}")

    shown = [person.name for person in answer.context["page"]]
    assert sorted(shown) == sorted(found)
    assert ("Nobody was found." in answer.content.decode()) == (found == [])


def test_a_page_past_the_last_is_the_last():
    by = make.administrator()

    assert signed_in(by).get("/people/?page=99").context["page"].number == 1


def test_somebody_is_entered_on_the_page():
    by, manager = make.administrator(), make.person()

    answer = signed_in(by).post("/people/new/", typed(manager=manager.email.upper()), follow=True)

    person = Person.objects.get(email="zadie.okafor@exampleton.example")
    assert person.manager == manager
    assert "Zadie Okafor is on the staff now." in answer.content.decode()
    assert "entered Zadie Okafor" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first_name": ""}, "Enter first name"),
        ({"email": "nobody"}, "Enter an e-mail address, such as"),
        ({"service": "0"}, "Select a valid choice"),
        ({"manager": "nobody@exampleton.example"}, "Nobody on the staff has this e-mail address"),
        ({"manager": "nobody"}, "Enter an e-mail address, such as"),
        ({"external_id": "4711"}, "Somebody else has this staff number"),
        ({"last_name": "x" * 101}, "at most 100 characters"),
        ({"first_name": "\0"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_is_said_beside_the_question(wrong: dict[str, str], words: str):
    by, other = make.administrator(), make.person()
    Person.objects.filter(pk=other.pk).update(external_id="4711")
    person = make.person()
    before = Person.objects.count()
    client = signed_in(by)

    entering = client.post("/people/new/", typed(**wrong))
    changing = client.post(f"/people/{person.pk}/change/", typed(**wrong))

    assert words in entering.content.decode()
    assert words in changing.content.decode()
    assert Person.objects.count() == before
    assert Person.objects.get(pk=person.pk).first_name == "Ada"


def test_somebody_is_changed_on_the_page_and_keeps_the_user_name():
    by, manager = make.administrator(), make.person()
    person = make.person(manager=manager)
    Person.objects.filter(pk=person.pk).update(user_name="okafor1")
    client = signed_in(by)
    shown = client.get(f"/people/{person.pk}/change/").context["form"].initial

    answer = client.post(f"/people/{person.pk}/change/", typed(), follow=True)

    changed = Person.objects.get(pk=person.pk)
    assert shown["manager"] == manager.email
    assert (changed.name, changed.manager, changed.user_name) == ("Zadie Okafor", None, "okafor1")
    assert "Saved." in answer.content.decode()


def test_roles_are_given_on_the_page():
    by, person = make.administrator(), make.person()
    client = signed_in(by)
    confirm(client)

    answer = client.post(f"/people/{person.pk}/roles/", {"roles": ["reviewer"]}, follow=True)
    refused = client.post(f"/people/{person.pk}/roles/", {"roles": ["emperor"]})

    assert Person.objects.get(pk=person.pk).roles == ["reviewer"]
    assert "changed Ada" in answer.content.decode()
    assert refused.status_code == 200
    assert client.get(f"/people/{by.pk}/roles/").status_code == 403


def test_a_leaving_date_is_set_and_taken_away_on_the_page():
    by, person = make.administrator(), make.person()
    client, page = signed_in(by), f"/people/{person.pk}/leaving/"

    first = client.post(
        page,
        {"leaves_on_day": "24", "leaves_on_month": "12", "leaves_on_year": "2031"},
        follow=True,
    )
    wrong = client.post(
        page, {"leaves_on_day": "31", "leaves_on_month": "2", "leaves_on_year": "2031"}
    )
    assert str(Person.objects.get(pk=person.pk).leaves_on) == "2031-12-24"
    last = client.post(
        page, {"leaves_on_day": "", "leaves_on_month": "", "leaves_on_year": ""}, follow=True
    )

    assert "last working day is 24 December 2031" in first.content.decode()
    assert "must be a real date" in wrong.content.decode()
    assert "No date is set." in last.content.decode()
    assert Person.objects.get(pk=person.pk).leaves_on is None


def test_a_sign_in_is_closed_and_opened_on_the_page():
    by, person = make.administrator(), make.person()
    client = signed_in(by)

    client.post(f"/people/{person.pk}/close/")
    assert Person.objects.get(pk=person.pk).is_active
    client.post(f"/people/{person.pk}/close/", {"meant": "now"})
    assert not Person.objects.get(pk=person.pk).is_active
    shown = client.get(f"/people/{person.pk}/").content.decode()
    client.post(f"/people/{person.pk}/open/")

    assert "Sign-in closed" in shown
    assert Person.objects.get(pk=person.pk).is_active


def test_services_are_added_and_renamed():
    by, service = make.administrator(), make.service("Libraries")
    make.person()
    client = signed_in(by)

    client.post("/people/services/new/", {"name": "Ferries", "does": "Cross the river."})
    assert last_entry() == (
        "service added",
        {"by": by.pk, "service": "Ferries", "does": "Cross the river."},
    )
    twice = client.post("/people/services/new/", {"name": "FERRIES", "does": "Cross it."})
    renamed = {"name": "Libraries and archives", "does": "Lends books."}
    client.post(f"/people/services/{service.pk}/", renamed)
    count = Entry.objects.count()
    client.post(f"/people/services/{service.pk}/", renamed)

    assert "There is a service of this name already" in twice.content.decode()
    assert last_entry() == (
        "service changed",
        {
            "by": by.pk,
            "before": "Libraries: Lends books.",
            "after": "Libraries and archives: Lends books.",
        },
    )
    assert Entry.objects.count() == count
    sizes = [(one.name, getattr(one, "size", None)) for one in queries.services()]
    assert sizes == [
        ("Ferries", 0),
        ("Libraries and archives", 2),
    ]


def test_a_person_who_is_not_there_is_not_found():
    client = signed_in(make.administrator())

    for name in ("person", "change", "roles", "leaving", "deactivate", "away_of"):
        assert client.get(reverse(f"people:{name}", args=[999_999])).status_code == 404


def test_an_administrator_is_told_nothing_of_somebodys_posts():
    by, person = make.administrator(), make.person()
    actions.set_leaving_date(person, timezone.localdate(), by=by)
    record("accreditation suspended", person=person.pk, by=by.pk, why="A secret")

    [(_, words)] = queries.events_of(person)

    assert "last working day was set" in words
