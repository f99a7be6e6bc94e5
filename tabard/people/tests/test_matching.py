"""Whom the sign-on means the first time: nobody who is known to it under another name already."""

import pytest
from allauth.socialaccount.models import SocialAccount

from tabard.people.actions.sign_on import meet
from tabard.people.models import Person
from tabard.people.settings import MATCH_BY_EMAIL
from tabard.people.sign_on import Said
from tests import make

pytestmark = pytest.mark.django_db
HERE = "oidc-here"


@pytest.fixture
def ada() -> Person:
    make.chosen(MATCH_BY_EMAIL, value=True)
    return make.person()


def said(person: Person, **differs: object) -> Said:
    told = {"provider": HERE, "uid": "new", "email": person.email, **differs}
    return Said(**told)  # type: ignore[arg-type]  # what differs is of many kinds


def test_a_second_subject_with_the_same_address_is_not_them(ada: Person):
    SocialAccount.objects.create(user=ada, provider=HERE, uid="old")

    assert meet(said(ada)) is None
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["old"]
    assert meet(said(ada, uid="old")) == ada


def test_a_second_subject_with_the_same_number_is_not_them(ada: Person):
    Person.objects.filter(pk=ada.pk).update(external_id="40100")
    SocialAccount.objects.create(user=ada, provider=HERE, uid="old")

    assert meet(said(ada, email="", directory_id="40100", tells_number=True)) is None


def test_after_a_change_of_provider_they_are_matched_anew(ada: Person):
    SocialAccount.objects.create(user=ada, provider="oidc-before", uid="old")

    assert meet(said(ada)) == ada


@pytest.mark.parametrize(
    ("here", "there", "tells", "same"),
    [
        ("40100", "7", True, False),
        ("40100", "subject", False, True),
        ("", "7", True, True),
        ("40100", "40100", True, True),
    ],
)
def test_an_address_does_not_outdo_another_number(
    ada: Person, here: str, there: str, *, tells: bool, same: bool
):
    Person.objects.filter(pk=ada.pk).update(external_id=here)

    met = meet(said(ada, directory_id=there, tells_number=tells))

    assert met == (ada if same else None)
    assert SocialAccount.objects.exists() == same
