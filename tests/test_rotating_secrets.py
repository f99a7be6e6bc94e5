"""The key that wraps secrets is changed: for all of them, while people work, whatever is killed."""

import base64
import os
import signal
import subprocess

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as installed
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tabard.accounts import actions, work
from tabard.accounts.models import Connection, Registration, Revocation, UnusedLeave
from tabard.common.http import open_http
from tabard.common.sealed import kinds
from tabard.common.secrets import WrongKeyError, is_same, seal, unseal, wrapped_anew
from tabard.config.processes import manage
from tabard.connectors.api import Application
from tabard.connectors.practice import Practice
from tabard.record.models import Entry
from tests import make
from tests.workers import wait_until

NEW = base64.b64encode(b"n" * 32).decode()
OLD = installed.WRAPPING_KEY
MANY = 60


@pytest.fixture
def new_key(settings):
    """Give a new key beside the old one; to be asked for when the secrets are there."""

    def give() -> None:
        settings.WRAPPING_KEY, settings.OLD_WRAPPING_KEYS = NEW, [OLD]

    return give


@pytest.fixture
def old_key_is_gone(settings):
    def take() -> None:
        settings.OLD_WRAPPING_KEYS = []

    return take


def one_of_everything() -> None:
    """Make a row of every table that holds secrets, and one that has thrown its secret away."""
    make.account(make.person(), secrets={"token": "the connection"})
    given_up = make.account(make.person(), secrets={"token": "given up"})
    actions.give_up_access(given_up, why="Ada leaves.")
    ended = make.account(make.person())
    actions.give_up_access(ended, why="Ada leaves.")
    Revocation.objects.filter(account=ended).update(
        sealed=b"", ended_at=timezone.now(), try_at=None
    )
    made = Registration(network="mastodon", server="https://a.example")
    made.application = Application("id", "the client secret", "https://b.example/")
    made.save()
    unused = {"page:parks": {"secrets": {"token": "of the parks"}}}
    actions.keep_leave("squares", by=make.person(), server="https://s.example", opens=unused)
    ada = make.person()
    TOTP.activate(ada, "THESECRETOFTHEAPP")
    RecoveryCodes.activate(ada)
    Authenticator.objects.create(user=make.person(), type="webauthn", data={"name": "Passkey"})
    older = make.person()
    codes = [base64.b64encode(seal(b"old-code", place="second step")).decode()]
    told = {"migrated_codes": codes, "used_mask": 0}
    Authenticator.objects.create(user=older, type="recovery_codes", data=told)


def opened() -> list[object]:
    """Open every secret that there is."""
    codes = Authenticator.objects.filter(type="recovery_codes").order_by("pk")
    totp = Authenticator.objects.get(type="totp")
    sealed = base64.b64decode(totp.data["secret"])
    return [
        *(dict(one.secrets) for one in Connection.objects.order_by("pk")),
        *(dict(one.secrets) for one in Revocation.objects.filter(ended_at=None)),
        *(one.opens for one in UnusedLeave.objects.all()),
        *(one.application.client_secret for one in Registration.objects.all()),
        unseal(sealed, place="second step"),
        *(RecoveryCodes(one).get_unused_codes() for one in codes),
    ]


@pytest.mark.django_db
def test_every_secret_is_wrapped_anew_and_opens_without_the_old_key(
    new_key, old_key_is_gone, capsys
):
    one_of_everything()
    before = opened()
    assert [kind.model for kind in kinds() if not kind.rows.exists()] == []
    assert len(before) == 7

    new_key()
    assert opened() == before
    call_command("rotate_secrets", at_a_time=1)
    old_key_is_gone()

    assert opened() == before
    told = capsys.readouterr().out
    assert "connections: 1 of 1" in told
    assert "Take TABARD_OLD_WRAPPING_KEYS out" in told
    assert Entry.objects.filter(kind="secrets wrapped anew").count() == 1


@pytest.mark.django_db
def test_second_run_finds_nothing_to_do(new_key):
    one_of_everything()
    new_key()
    call_command("rotate_secrets")
    before = list(Connection.objects.values_list("sealed", flat=True))

    call_command("rotate_secrets")

    assert list(Connection.objects.values_list("sealed", flat=True)) == before
    assert Entry.objects.filter(kind="secrets wrapped anew").count() == 1


@pytest.mark.django_db
def test_without_an_old_key_it_says_what_to_do_first():
    with pytest.raises(CommandError, match="Make a new one, give it as TABARD_WRAPPING_KEY"):
        call_command("rotate_secrets")


@pytest.mark.django_db
def test_secret_that_no_key_opens_is_named_and_the_others_are_done(new_key, settings):
    settings.WRAPPING_KEY = base64.b64encode(b"l" * 32).decode()
    make.account(handle="lost", secrets={"token": "a"})
    settings.WRAPPING_KEY = OLD
    make.account(handle="good", secrets={"token": "b"})
    new_key()

    with pytest.raises(CommandError, match="connection of @lost") as said:
        call_command("rotate_secrets")

    assert "@good" not in str(said.value)
    settings.OLD_WRAPPING_KEYS = []
    assert Connection.objects.get(account__handle="good").secrets == {"token": "b"}


@pytest.mark.django_db
def test_secret_that_is_renewed_meanwhile_is_kept_renewed(new_key, old_key_is_gone):
    account = make.account(secrets={"token": "old"})
    new_key()

    with open_http() as http, work.reach(account, http=http) as connector:
        call_command("rotate_secrets")
        assert isinstance(connector, Practice)
        connector.secrets = {"token": "renewed"}
    old_key_is_gone()

    assert Connection.objects.get().secrets == {"token": "renewed"}


@pytest.mark.django_db
def test_account_that_is_connected_again_meanwhile_keeps_its_new_access(new_key):
    account = make.account(secrets={"token": "old"})
    new_key()

    with open_http() as http, work.reach(account, http=http) as connector:
        again = Connection.objects.get()
        again.secrets = {"token": "of the reconnection"}
        again.save()
        call_command("rotate_secrets")
        assert isinstance(connector, Practice)
        connector.secrets = {"token": "old, renewed"}

    assert Connection.objects.get().secrets == {"token": "of the reconnection"}


def rotating() -> subprocess.Popen[bytes]:
    here = connection.settings_dict
    everything = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{here['USER']}@/{here['NAME']}?host={here['HOST']}",
        "TABARD_SECRET_KEY": installed.SECRET_KEY,
        "TABARD_WRAPPING_KEY": NEW,
        "TABARD_OLD_WRAPPING_KEYS": OLD,
        "TABARD_PUBLIC_URL": "http://localhost",
        "TABARD_HOSTS": "localhost",
        "TABARD_HTTPS": "no",
    }
    command = manage("rotate_secrets", "--at-a-time", "1")
    return subprocess.Popen(command, env=everything, stdout=subprocess.DEVNULL)  # noqa: S603 - the words are ours


def wrapped_with_the_new_key() -> int:
    return sum(
        wrapped_anew(bytes(one.sealed), place=one.place) is None for one in Connection.objects.all()
    )


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_leaves_everything_open_and_goes_on_when_run_again(
    new_key, old_key_is_gone
):
    tokens = [f"token {number}" for number in range(MANY)]
    for token in tokens:
        make.account(secrets={"token": token})
    new_key()

    # One row is held by somebody else, so that it is surely killed in the middle.
    other = connection.copy()
    held = Connection.objects.order_by("pk")[MANY // 2]
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_connection WHERE id = %s FOR UPDATE", [held.pk])
        process = rotating()
        wait_until(lambda: wrapped_with_the_new_key() == MANY // 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
    finally:
        other.rollback()
        other.close()
    in_between = [one.secrets["token"] for one in Connection.objects.order_by("pk")]

    assert rotating().wait() == 0
    old_key_is_gone()

    assert in_between == tokens
    assert [one.secrets["token"] for one in Connection.objects.order_by("pk")] == tokens


@pytest.mark.parametrize("length", [0, 1, 12, 60, 61, 72])
def test_what_is_cut_off_is_not_wrapped_anew(new_key, length):
    sealed = seal(b"a secret", place="here")[:length]
    new_key()

    # The head alone can be read up to where the secret begins; before that nothing is.
    if length < 61:
        with pytest.raises(WrongKeyError):
            wrapped_anew(sealed, place="here")
    else:
        assert wrapped_anew(sealed, place="here") is not None


def test_a_secret_is_the_same_by_whichever_key_and_no_other_is(new_key):
    one, other = (seal(b"a secret", place="here") for _ in range(2))
    new_key()
    anew = wrapped_anew(one, place="here") or b""

    assert anew != one
    assert is_same(one, anew)
    assert not is_same(other, anew)
    assert unseal(anew, place="here") == b"a secret"
    with pytest.raises(WrongKeyError):
        wrapped_anew(one, place="there")
