"""Accounts, who holds them, and what the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tabard.accounts.models import (
    LIFECYCLE,
    AccountState,
    Connection,
    Holding,
    Ticket,
    network_name,
)
from tabard.common.secrets import WrongKeyError
from tests import make

pytestmark = pytest.mark.django_db


def test_networks_are_known_by_their_names_for_people():
    assert network_name("practice") == "Practice network"
    assert network_name("bluesky") == "Bluesky"


def test_network_whose_connector_is_gone_keeps_its_short_name():
    assert network_name("pixelpost") == "pixelpost"


def test_account_is_shown_with_one_at_sign():
    assert str(make.account(handle="ada")) == "@ada"
    assert str(make.account(handle="@ada@social.example")) == "@ada@social.example"


def test_account_says_whether_it_is_for_practice():
    assert make.account(network="practice").is_practice
    assert not make.account(network="bluesky").is_practice
    assert make.account(network="bluesky").network_name == "Bluesky"


def test_two_accounts_cannot_have_one_stable_identifier():
    make.account(network="bluesky", stable_id="did:plc:one")

    with pytest.raises(IntegrityError, match="one_account_per_stable_identifier"):
        make.account(network="bluesky", stable_id="did:plc:one")


def test_one_identifier_on_two_networks_is_two_accounts():
    make.account(network="bluesky", stable_id="7")

    assert make.account(network="practice", stable_id="7").pk


@pytest.mark.parametrize(
    ("state", "ended"), [(AccountState.ENDED, False), (AccountState.CONNECTED, True)]
)
def test_account_has_an_end_exactly_when_it_ended(state, ended):
    with pytest.raises(IntegrityError, match="account_has_an_end_exactly_when_it_ended"):
        make.account(state=state, official_until=timezone.now() if ended else None)


def test_person_does_not_hold_an_account_twice():
    ada = make.person()
    account = make.account(ada)

    with pytest.raises(IntegrityError, match="one_open_holding_per_person_and_account"):
        Holding.objects.create(account=account, person=ada, since=timezone.now())


def test_person_can_hold_an_account_again_after_giving_it_back():
    ada = make.person()
    account = make.account(ada)
    account.holdings.update(until=timezone.now())

    held = Holding.objects.create(account=account, person=ada, since=timezone.now())

    assert str(held) == f"{ada} holds {account}"


def test_secrets_are_sealed_in_the_database():
    connection = make.account(secrets={"token": "open sesame"}).connection

    connection.refresh_from_db()

    assert connection.secrets == {"token": "open sesame"}
    assert b"sesame" not in bytes(connection.sealed)
    assert "sesame" not in str(connection)


def test_secrets_copied_to_another_account_do_not_open():
    stolen = make.account(secrets={"token": "open sesame"}).connection.sealed
    other = make.account()
    Connection.objects.filter(account=other).update(sealed=stolen)

    with pytest.raises(WrongKeyError):
        Connection.objects.get(account=other).secrets  # noqa: B018 - reading is what is tried


def test_ticket_says_what_to_do_with_it():
    ada = make.person(last_name="Okafor")
    bluesky, practice = (make.ticket(ada, network=name) for name in ("bluesky", "practice"))

    assert (bluesky.what_to_do, bluesky.network_name) == ("Connect Bluesky", "Bluesky")
    assert practice.what_to_do == "Open a practice account"
    assert str(bluesky) == "ticket for Ada Okafor on bluesky"


def test_ticket_has_run_out_from_its_last_moment_on():
    now = timezone.now()
    ticket = Ticket(until=now)

    assert ticket.has_run_out(now)
    assert not ticket.has_run_out(now - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (AccountState.CONNECTED, {"lose", "reconnect", "end"}),
        (AccountState.LOST, {"reconnect", "end"}),
        (AccountState.ENDED, {"reconnect", "wake"}),
    ],
)
def test_each_state_allows_these_moves(state, moves):
    assert {move for move in LIFECYCLE.moves if LIFECYCLE.allows(state, move)} == moves


@pytest.mark.parametrize("differs", [{"kind": "team"}, {"shows_people": False}])
def test_account_without_people_or_of_several_has_a_public_name(differs):
    with pytest.raises(IntegrityError, match="account_without_people_or_of_several"):
        make.account(**differs)


@pytest.mark.parametrize("differs", [{"kind": "corporate"}, {"shows_people": False}])
def test_ticket_without_people_or_of_several_has_a_public_name(differs):
    with pytest.raises(IntegrityError, match="ticket_without_people_or_of_several"):
        make.ticket(**differs)
