"""The page of notices."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.notices import actions
from tabard.notices.models import Notice
from tabard.notices.views.notices import ON_A_PAGE
from tabard.people.models import Person
from tabard.record import actions as record_actions
from tests import make

pytestmark = pytest.mark.django_db

LIST, READ = "/notices/", "/notices/read/"


def tell(person: Person, how_many: int = 1) -> list[Notice]:
    reviewer = make.reviewer(first_name="Sam", last_name="Okafor")
    for message in range(how_many):
        record_actions.record(
            "message approved",
            concerns=[person.pk],
            message=message,
            author=person.pk,
            by=reviewer.pk,
        )
    record_actions.chain()
    actions.follow()
    return list(Notice.objects.filter(person=person).order_by("pk"))


@pytest.fixture
def person(client: Client) -> Person:
    person = make.person()
    client.force_login(person)
    return person


@pytest.mark.parametrize("page", [LIST, READ])
def test_nobody_reads_notices_without_signing_in(client: Client, page: str):
    answer = client.get(page)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_page_says_what_happened_and_leads_there(client: Client, person: Person):
    tell(person)

    page = client.get(LIST).content.decode()

    assert "Sam Okafor approved your post 0." in page
    assert f'href="{reverse("publishing:post", args=[0])}"' in page
    assert "New" in page


@pytest.mark.usefixtures("person")
def test_the_notices_of_others_are_not_shown(client: Client):
    tell(make.person())

    assert "Nobody has told you anything yet" in client.get(LIST).content.decode()


def test_reading_marks_what_the_page_showed(client: Client, person: Person):
    first, second = tell(person, 2)

    answer = client.post(READ, {"oldest": first.pk, "newest": second.pk}, follow=True)

    page = answer.content.decode()
    assert "2 marked as read." in page
    assert "You have read them all." in page
    assert not Notice.objects.filter(read_at=None).exists()


def test_reading_what_was_read_says_so(client: Client, person: Person):
    [notice] = tell(person)
    range_ = {"oldest": notice.pk, "newest": notice.pk}
    client.post(READ, range_)

    assert "Nothing was unread." in client.post(READ, range_, follow=True).content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"oldest": "x", "newest": "1"}, {"oldest": "1", "newest": "9" * 30}]
)
def test_a_broken_form_changes_nothing(client: Client, person: Person, sent: dict[str, str]):
    tell(person)

    assert client.post(READ, sent).status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 1


@pytest.mark.usefixtures("person")
def test_notices_of_others_can_not_be_marked(client: Client):
    [notice] = tell(make.person())

    client.post(READ, {"oldest": notice.pk, "newest": notice.pk})

    assert Notice.objects.filter(read_at=None).count() == 1


@pytest.mark.usefixtures("person")
def test_reading_is_posted(client: Client):
    assert client.get(READ).status_code == 405


def test_many_notices_have_pages(client: Client, person: Person):
    tell(person, ON_A_PAGE + 1)

    assert "approved your post 0." not in client.get(LIST).content.decode()
    assert "approved your post 0." in client.get(f"{LIST}?page=2").content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_as_for_one(
    client: Client, person: Person, how_many: int, django_assert_num_queries
):
    tell(person, how_many)

    # Session, person, how many, notices, groups; council and what waits for the frame of the page.
    with django_assert_num_queries(7):
        client.get(LIST)
