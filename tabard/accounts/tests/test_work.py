"""Reaching an account keeps what the network renewed."""

import pytest

from tabard.accounts import work
from tabard.accounts.models import Account, Connection
from tabard.common.http import Client
from tabard.connectors import api
from tabard.connectors.practice import Practice
from tests import make

pytestmark = pytest.mark.django_db


class TroubleError(Exception):
    """Something that goes wrong while an account is reached."""


def test_account_is_reached_with_its_secrets(http):
    account = make.account(secrets={"token": "old"})
    sealed = bytes(account.connection.sealed)

    with work.reach(account, http=http) as connector:
        assert connector.secrets == {"token": "old"}

    assert bytes(Account.objects.get().connection.sealed) == sealed


def test_renewed_secrets_are_kept_though_something_went_wrong_afterwards(http):
    account = make.account(secrets={"token": "old"})

    with pytest.raises(TroubleError):
        _renew_and_fail(account, http)

    assert Account.objects.get().connection.secrets == {"token": "new"}


def _renew_and_fail(account: Account, http: Client) -> None:
    with work.reach(account, http=http) as connector:
        assert isinstance(connector, Practice)
        connector.secrets = {"token": "new"}
        raise TroubleError


def test_secrets_of_a_reconnection_meanwhile_are_not_replaced_by_a_renewed_old_session(http):
    account = make.account(secrets={"token": "old"})

    with work.reach(account, http=http) as connector:
        assert isinstance(connector, Practice)
        reconnected = Connection.objects.get()
        reconnected.secrets = {"token": "of the reconnection"}
        reconnected.save()
        connector.secrets = {"token": "old, renewed"}

    assert Connection.objects.get().secrets == {"token": "of the reconnection"}


def test_access_that_was_thrown_away_meanwhile_stays_away_and_the_answer_is_kept(http):
    account = make.account(secrets={"token": "old"})

    with work.reach(account, http=http) as connector:
        assert isinstance(connector, Practice)
        Connection.objects.all().delete()
        connector.secrets = {"token": "new"}
        answer = "taken"

    assert (answer, Connection.objects.count()) == ("taken", 0)


@pytest.mark.parametrize("error", [api.RejectedError, api.TryLaterError, api.AccessLostError])
def test_a_server_that_repeats_a_secret_has_it_kept_and_shown_nowhere(http, error):
    secrets = {"token": "token-1234567890", "did": "did:plc:abcdefgh", "client_id": "short"}
    account = make.account(secrets=secrets)
    told = error("No to did:plc:abcdefgh with token-1234567890 and renewed-1234567890, short.")

    with pytest.raises(error) as raised:
        _renew_and_be_told(account, http, secrets | {"token": "renewed-1234567890"}, told)

    assert str(raised.value) == "No to did:plc:abcdefgh with [secret] and [secret], short."
    assert "1234567890" not in Connection.objects.get().trouble


def _renew_and_be_told(
    account: Account, http: Client, secrets: dict[str, str], told: api.ConnectorError
) -> None:
    with work.reach(account, http=http) as connector:
        assert isinstance(connector, Practice)
        connector.secrets = secrets
        raise told
