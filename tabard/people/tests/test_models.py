"""Staff: how they are known, what they do in the pilot, to whom they report."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import RequestFactory
from django.utils import timezone

from tabard.people.models import Person, Role
from tests import make


def test_somebody_is_called_by_first_and_last_name():
    person = Person(first_name="Ada", last_name="Lovelace")

    assert (person.name, str(person)) == ("Ada Lovelace", "Ada Lovelace")


@pytest.mark.parametrize("role", Role)
def test_what_a_role_lets_somebody_do(role: Role):
    person = Person(roles=[role])

    assert [one for one in Role if person.has_role(one)] == [role]
    assert person.reviews_messages == (role in {Role.REVIEWER, Role.PROGRAMME_TEAM})
    assert person.runs_the_pilot == (role == Role.PROGRAMME_TEAM)
    assert person.oversees == (role == Role.OVERSIGHT_OFFICER)


def test_a_member_of_staff_without_a_role_has_none_of_these():
    person = Person()

    assert not any([person.reviews_messages, person.runs_the_pilot, person.oversees])


def test_a_manager_manages_those_who_report_to_them():
    manager = Person(pk=1)

    assert manager.manages(Person(pk=2, manager=manager))
    assert not manager.manages(Person(pk=3, manager=Person(pk=2)))
    assert not manager.manages(manager)
    assert not Person(pk=None).manages(Person(pk=4, manager=manager))


@pytest.mark.django_db
def test_somebody_signs_in_whatever_the_capitals_of_the_address():
    person = make.person()
    person.set_password("a long password")
    person.save()

    found = authenticate(
        RequestFactory().post("/"), email=person.email.upper(), password="a long password"
    )

    assert found == person
    assert Person.objects.get_by_natural_key(person.email.title()) == person


@pytest.mark.django_db
def test_the_database_refuses_two_people_with_one_address():
    person = make.person()

    with pytest.raises(IntegrityError, match="one_person_per_email_address"), transaction.atomic():
        Person.objects.create(email=person.email.upper(), service=person.service)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "one", "other", "constraint"),
    [
        ("external_id", "4711", "4711", "one_person_per_external_id"),
        ("user_name", "ada@exampleton", "ADA@exampleton", "one_person_per_user_name"),
    ],
)
def test_the_database_refuses_two_people_with_one_name_in_the_directory_of_staff(
    name: str, one: str, other: str, constraint: str
):
    first, second = make.person(), make.person()
    Person.objects.filter(pk=first.pk).update(**{name: one})

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Person.objects.filter(pk=second.pk).update(**{name: other})
    assert not Person.objects.exclude(pk=first.pk).exclude(**{name: ""}).exists()


@pytest.mark.django_db
def test_the_database_refuses_that_somebody_who_left_is_active():
    person = make.person()

    with pytest.raises(IntegrityError, match="left_is_not_active"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(left_at=timezone.now())


@pytest.mark.django_db
def test_the_database_refuses_that_somebody_manages_themselves():
    person = make.person()

    with pytest.raises(IntegrityError, match="manage_themselves"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(manager=person)


@pytest.mark.django_db
def test_somebody_with_a_history_can_not_be_deleted():
    manager = make.person()
    make.person(manager=manager)

    with pytest.raises(ProtectedError):
        manager.delete()


@pytest.mark.django_db
def test_people_come_by_last_name():
    make.person(last_name="Zeal", first_name="Ada")
    make.person(last_name="Abbot", first_name="Zoe")
    make.person(last_name="Abbot", first_name="Ann")

    assert [person.name for person in Person.objects.all()] == [
        "Ann Abbot",
        "Zoe Abbot",
        "Ada Zeal",
    ]
