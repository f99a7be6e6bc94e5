"""Accounts that stand in the directory by their own name."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models import Accreditation
from tabard.council.models import Council
from tabard.directory.queries import accounts as queries
from tabard.directory.queries import checks
from tabard.directory.queries.people import people
from tabard.directory.rules import verdicts
from tabard.directory.tests import make
from tests import make as world

pytestmark = pytest.mark.django_db

RANGERS = {"kind": "team", "public_name": "Exampleton Rangers", "handle": "rangers.example"}


@pytest.fixture(autouse=True)
def council() -> Council:
    return world.council()


def rangers(*holders, **differs) -> Account:
    account = make.account(**{**RANGERS, **differs})
    for holder in holders:
        account.holdings.create(person=holder, since=timezone.now())
    return account


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def of(account: Account) -> str:
    return f"/directory/accounts/{account.pk}/"


def test_team_account_is_shown_with_its_people(client: Client):
    ada, grace = world.author(first_name="Ada"), world.author(first_name="Grace")
    account = rangers(ada, grace)

    assert f'href="{of(account)}"' in page(client, "/directory/")
    shown = page(client, of(account))
    assert "Who speaks from it" in shown
    assert ada.name in shown
    assert grace.name in shown
    assert f'href="{of(account)}"' in page(client, f"/directory/people/{ada.pk}/")


def test_team_account_can_be_shown_without_its_people(client: Client):
    ada = world.author(first_name="Adalbert")
    account = rangers(ada, shows_people=False)
    make.post(ada)

    shown = page(client, of(account))

    assert ada.first_name not in shown
    assert ada.last_name not in shown
    assert "Accredited members of staff speak from it." in shown
    assert "The van is in Oakford." in shown
    assert client.get(f"/directory/people/{ada.pk}/").status_code == 404


def test_check_of_an_account_without_its_people_names_nobody(client: Client):
    ada = world.author(first_name="Adalbert")
    # Listed for an account of their own, and still not named with this one.
    make.account(ada)
    account = rangers(ada, shows_people=False)

    shown = page(client, f"/directory/check/?q={account.handle}")

    assert "Yes, this is ours" in shown
    assert "Exampleton Rangers, @rangers.example on Bluesky has been an official" in shown
    assert "Adalbert" not in shown


def test_check_of_a_team_account_names_all_who_speak_from_it(client: Client):
    account = rangers(world.author(first_name="Ada"), world.author(first_name="Grace"))

    known = checks.known(verdicts.read(account.handle), world.council())
    shown = page(client, f"/directory/check/?q={account.handle}")

    assert [person.first_name for person in known.speak] == ["Ada", "Grace"]
    assert "speak from it." in shown


def test_post_stands_under_the_name_of_its_author_while_they_hold_the_account(client: Client):
    ada, grace = world.author(first_name="Adalbert"), world.author(first_name="Grace")
    account = rangers(ada, grace)
    make.post(ada)
    assert '<span class="tabard-message__name">Adalbert' in page(client, of(account))

    account.holdings.filter(person=ada).update(until=timezone.now())

    shown = page(client, of(account))
    assert "Adalbert" not in shown
    assert '<span class="tabard-message__name">Exampleton Rangers' in shown


def test_picture_of_a_team_s_post_is_served_also_when_its_author_has_left(client: Client):
    ada, grace = world.author(), world.author()
    account = rangers(ada, grace)
    post = make.picture(make.post(ada))
    account.holdings.filter(person=ada).update(until=timezone.now())
    address = make.address(post)
    assert client.get(address).status_code == 200

    Accreditation.objects.update(state="suspended", reason="Because.")

    assert client.get(address).status_code == 404


def test_account_from_which_nobody_may_speak_says_so_and_shows_no_posts(client: Client):
    ada = world.author()
    account = rangers(ada)
    make.post(ada)
    Accreditation.objects.update(state="suspended", reason="Because.")

    shown = page(client, of(account))

    assert "Nobody speaks for us from it at the moment." in shown
    assert "The van is in Oakford." not in shown


def test_account_whose_connection_is_lost_says_so(client: Client):
    account = rangers(world.author(), state="lost")

    assert "we cannot say who uses it now" in page(client, of(account))


def test_account_that_ended_says_formerly_ours(client: Client):
    account = rangers(state="ended", official_until=timezone.now())

    shown = page(client, of(account))

    assert "was an official account of the council from" in shown
    assert f'href="{of(account)}"' not in page(client, "/directory/")


def test_search_finds_accounts_by_name_handle_and_service(client: Client):
    account = rangers(service=world.service("Countryside"))
    council = world.council()

    for words in ("exampleton", "rangers.exam", "countryside rangers"):
        assert list(queries.search(council, words)) == [account]
    assert list(queries.search(council, "libraries")) == []
    assert "1 result for “rangers”" in page(client, "/directory/?q=rangers")
    assert "Accounts of this service" in page(client, f"/directory/services/{account.service_id}/")


def test_practice_accounts_stay_inside(client: Client):
    account = rangers(network="practice", stable_id="practice:1")
    assert client.get(of(account)).status_code == 404

    council = world.council(is_demonstration=True)

    assert list(queries.of_their_own(council)) == [account]
    assert "has been an official account" in page(client, of(account))


def test_somebody_behind_a_public_name_is_not_listed():
    ada = world.author()
    rangers(ada, kind="personal", shows_people=False)

    assert list(people(world.council())) == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_of_an_account_asks_as_often_for_many(
    client: Client, how_many, django_assert_num_queries
):
    account = rangers(*(world.author() for _ in range(how_many)))
    for holding in account.holdings.all():
        make.post(holding.person)

    with django_assert_num_queries(10):
        client.get(of(account))


@pytest.mark.parametrize(
    ("brought", "older", "told"),
    [
        ("own", "outside", "Before that, it was somebody's own. The council does not answer for"),
        ("own", "included", "counts as the council's, too."),
        ("team", "outside", "Before that, it existed already. The council does not answer for"),
    ],
)
def test_adopted_account_says_ours_since_when_and_what_was_before(
    client: Client, brought: str, older: str, told: str
):
    ada = world.author()
    account = make.account(ada, handle="ada.example")
    world.adoption(
        ada,
        brought=brought,
        older_posts=older,
        public_name="Ada",
        state="connected",
        ticket=world.ticket(ada),
        account=account,
    )

    for address in ("/directory/check/?q=ada.example", of(account)):
        assert told.replace("'", "&#x27;") in page(client, address)
    post = page(
        client, "/directory/check/?q=https://bsky.app/profile/ada.example/post/3kabcdefgh22a"
    )
    assert "Or it is older than" in post
    assert "when the account became ours." in post


def test_copy_of_older_posts_is_told_of_once_there_is_one(client: Client):
    account = make.account(world.author(), handle="ada.example")
    given = world.ticket(account=account)
    adopted = world.adoption(
        older_posts="included", state="connected", ticket=given, account=account
    )
    recall = world.recall(adopted)
    assert "keeps a copy" not in page(client, of(account))

    recall.state = "done"
    recall.save()

    assert "the council keeps a copy of it." in page(client, of(account))


def test_adoption_that_is_not_finished_is_nobody_s_business(client: Client):
    ada = world.author()
    account = make.account(ada, handle="ada.example")
    world.adoption(ada, handle="ada.example")

    assert "Before that" not in page(client, of(account))


def test_agreed_name_of_a_pseudonymous_account_is_shown_with_its_owner_if_they_wish(
    client: Client,
):
    ada = world.author()
    make.account(ada, handle="poet.example", public_name="The Pothole Poet")

    assert "The Pothole Poet" in page(client, f"/directory/people/{ada.pk}/")


def test_account_that_ended_leads_to_the_one_that_goes_on(client: Client):
    account = make.account(
        handle="old.example", state=AccountState.ENDED, official_until=timezone.now()
    )
    going_on = rangers(world.author())
    account.successor = going_on
    account.save()

    for address in (of(account), "/directory/check/?q=old.example"):
        assert f'href="{of(going_on)}">Exampleton Rangers</a>' in page(client, address)


def test_successor_that_has_ended_too_or_that_residents_do_not_see_is_not_named(client: Client):
    account = make.account(
        handle="old.example", state=AccountState.ENDED, official_until=timezone.now()
    )
    for differs in (
        {"state": AccountState.ENDED, "official_until": timezone.now()},
        {"network": "practice"},
    ):
        account.successor = make.account(**differs)
        account.save()

        assert "You will find us now" not in page(client, of(account))


def test_account_that_was_ours_before_says_when(client: Client):
    account = rangers(world.author())
    account.earlier_times.create(
        since=datetime(2024, 3, 1, tzinfo=UTC), until=datetime(2025, 4, 2, tzinfo=UTC)
    )

    shown = page(client, of(account))

    assert "It was ours before, too: from 1 March 2024 until 2 April 2025." in shown
