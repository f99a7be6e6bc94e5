"""The pages of the record."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.disclosure.views import ON_A_PAGE
from tabard.people.models import Person, Role
from tabard.record import actions
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

RECORD = "/record/"


@pytest.fixture
def officer(client: Client) -> Person:
    officer = make.oversight_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def member(client: Client) -> Person:
    member = make.person()
    client.force_login(member)
    return member


def approved(message: int = 12) -> Entry:
    sam = make.reviewer(first_name="Sam", last_name="Okafor")
    ada = make.person(first_name="Ada", last_name="Lovelace")
    entry = actions.record("message approved", message=message, author=ada.pk, by=sam.pk)
    actions.chain()
    return entry


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", [RECORD, f"{RECORD}1/"])
def test_nobody_reads_the_record_without_signing_in(client: Client, address: str):
    assert client.get(address)["Location"].startswith(reverse("account_login"))


@pytest.mark.usefixtures("officer")
def test_an_oversight_officer_reads_what_others_did(client: Client):
    entry = approved()

    shown = page(client, RECORD)

    assert "Sam Okafor approved Ada Lovelace&#x27;s post 12." in shown
    assert f'href="{RECORD}{entry.pk}/"' in shown
    assert "number 1 in the chain" in shown


@pytest.mark.usefixtures("officer")
def test_an_entry_without_a_place_says_so(client: Client):
    entry = actions.record("message begun", message=1)

    assert "not chained yet" in page(client, RECORD)
    assert "It has none yet." in page(client, f"{RECORD}{entry.pk}/")


@pytest.mark.usefixtures("member")
def test_a_member_of_staff_does_not_see_what_others_did(client: Client):
    entry = approved()

    shown = page(client, RECORD)
    refused = client.get(f"{RECORD}{entry.pk}/")

    assert "Okafor" not in shown
    assert "Nothing has happened yet." in shown
    assert refused.status_code == 403
    assert "This entry of the record is about other people." in refused.content.decode()
    assert "Okafor" not in refused.content.decode()


@pytest.mark.usefixtures("member")
def test_a_member_of_staff_can_not_ask_for_somebody_else(client: Client):
    entry = approved()
    other = entry.disclosures.get(name="by").value

    shown = page(client, f"{RECORD}?person={other}")

    assert "Okafor" not in shown
    assert 'name="person"' not in shown


def test_a_member_of_staff_reads_what_they_did(client: Client, member: Person):
    entry = actions.record("message begun", message=1, by=member.pk)

    assert f"{member.name} began to write post 1." in page(client, RECORD)
    assert f"{member.name} began to write post 1." in page(client, f"{RECORD}{entry.pk}/")


@pytest.mark.usefixtures("officer")
def test_the_last_day_that_there_can_be_is_refused_in_words(client: Client):
    shown = page(client, f"{RECORD}?last_day=31&last_month=12&last_year=9999")

    assert "Enter a year between 2000 and 2999" in shown


@pytest.mark.usefixtures("officer")
def test_an_entry_shows_its_facts_its_hash_and_the_commitments(client: Client):
    entry = approved()

    shown = page(client, f"{RECORD}{entry.pk}/")

    assert f'href="{reverse("publishing:post", args=[12])}"' in shown
    assert bytes(entry.link.hash).hex() in shown
    assert all(fact.commitment in shown for fact in entry.disclosures.all())


@pytest.mark.usefixtures("officer")
def test_an_erased_fact_is_shown_as_erased(client: Client):
    entry = actions.record("message sent back", message=1, author=1, by=2, why="Secret reason")
    entry.disclosures.filter(name="why").update(value=None, salt=None)

    shown = page(client, f"{RECORD}{entry.pk}/")

    assert "[erased]" in shown
    assert "Secret reason" not in shown


@pytest.mark.usefixtures("officer")
def test_an_entry_that_is_not_there_is_not_found(client: Client):
    assert client.get(f"{RECORD}12345/").status_code == 404


@pytest.mark.usefixtures("officer")
def test_the_record_can_be_filtered_and_read_from_the_start(client: Client):
    approved(12)
    approved(13)
    actions.record("message begun", message=12)

    shown = page(client, f"{RECORD}?message=12&order=oldest")

    assert shown.index("approved Ada") < shown.index("began to write post 12")
    assert "post 13" not in shown


@pytest.mark.usefixtures("officer")
def test_a_wrong_answer_is_explained_and_kept(client: Client):
    shown = page(client, f"{RECORD}?message=twelve&first_day=31&first_month=2&first_year=2026")

    assert "There is a problem" in shown
    assert "must be a real date" in shown
    assert 'value="twelve"' in shown


@pytest.mark.usefixtures("officer")
def test_nothing_found_says_what_to_do(client: Client):
    assert "Ask for less, or clear all" in page(client, f"{RECORD}?message=99")


@pytest.mark.usefixtures("officer")
def test_hostile_words_are_shown_as_words(client: Client):
    entry = actions.record(
        "message sent back", message=1, author=1, by=2, why="<script>alert(1)</script>"
    )

    for address in (RECORD, f"{RECORD}{entry.pk}/"):
        assert "<script>alert" not in page(client, address)


@pytest.mark.usefixtures("officer")
def test_a_long_record_has_pages(client: Client):
    for message in range(1, ON_A_PAGE + 2):
        actions.record("message begun", message=message)

    assert "post 1." not in page(client, RECORD)
    assert "post 1." in page(client, f"{RECORD}?page=2")


@pytest.mark.parametrize("role", [Role.OVERSIGHT_OFFICER, Role.PROGRAMME_TEAM])
@pytest.mark.parametrize("how_many", [1, 3])
def test_the_record_asks_the_database_as_often_for_three_as_for_one(
    client: Client, role: Role, how_many: int, django_assert_num_queries
):
    client.force_login(make.person(role))
    account = make.account()
    for message in range(how_many):
        approved(message)
        actions.record("connection lost", account=account.pk, why="")

    # Session, person, how many, entries with links, facts, people, accounts, the list of people
    # to choose from; council and what waits for the frame of the page.
    with django_assert_num_queries(10):
        client.get(RECORD)


@pytest.mark.parametrize("how_many", [1, 3])
def test_one_s_own_record_asks_as_often_for_three_as_for_one(
    client: Client, member: Person, how_many: int, django_assert_num_queries
):
    account = make.account()
    for message in range(how_many):
        actions.record("message begun", message=message, by=member.pk)
        actions.record("connection lost", concerns=[member.pk], account=account.pk, why="")

    with django_assert_num_queries(9):
        client.get(RECORD)
