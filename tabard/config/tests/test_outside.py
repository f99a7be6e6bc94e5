"""What is given from outside is read whole, or refused in words."""

import base64

import pytest

from tabard.common.env import MissingSettingError
from tabard.config import outside
from tabard.config.outside import WrongSettingError


def test_everything_that_an_address_says_is_kept():
    read = outside.database(
        "postgresql://t%40bard:p%2Fw@db.example:6432/ta%20bard"
        "?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=3"
    )

    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example", "6432", "ta bard")
    assert (read["USER"], read["PASSWORD"]) == ("t@bard", "p/w")
    assert read["OPTIONS"] == {
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "connect_timeout": "3",
    }


def test_a_socket_folder_is_a_host():
    read = outside.database("postgresql://tabard@/tabard?host=/var/run/postgresql&port=5433")

    assert (read["HOST"], read["PORT"]) == ("/var/run/postgresql", "5433")


def test_an_address_without_a_database_is_refused():
    with pytest.raises(MissingSettingError, match="has to name the database"):
        outside.database("postgresql://tabard@db.example")


@pytest.mark.parametrize(("said", "meant"), [("yes", True), (" Yes ", True), ("NO", False)])
def test_yes_and_no_are_read(monkeypatch, said: str, *, meant: bool):
    monkeypatch.setenv("TABARD_HTTPS", said)

    assert outside.yes_or_no("HTTPS", default=not meant) is meant


@pytest.mark.parametrize("default", [True, False])
def test_what_is_not_said_is_as_it_would_be(default):
    assert outside.yes_or_no("NOT_SAID", default=default) is default


@pytest.mark.parametrize("said", ["true", "1", "on", "", "yess"])
def test_what_is_neither_yes_nor_no_is_refused(monkeypatch, said: str):
    monkeypatch.setenv("TABARD_HTTPS", said)

    with pytest.raises(WrongSettingError, match="Say yes or no"):
        outside.yes_or_no("HTTPS", default=False)


def test_a_list_is_read_whatever_its_spaces(monkeypatch):
    monkeypatch.setenv("TABARD_HOSTS", "a.example, b.example ,")

    assert outside.listed("HOSTS", default=None) == ["a.example", "b.example"]


def test_a_list_that_has_to_be_given_is_asked_for():
    with pytest.raises(MissingSettingError, match="TABARD_NOT_SAID"):
        outside.listed("NOT_SAID", default=None)


def test_a_number_is_read(monkeypatch):
    monkeypatch.setenv("TABARD_PROXIES", "2")

    assert outside.whole_number("PROXIES", default=0) == 2


@pytest.mark.parametrize("said", ["one", "-1", "1.5", "٣", ""])
def test_what_is_no_number_is_refused(monkeypatch, said: str):
    monkeypatch.setenv("TABARD_PROXIES", said)

    with pytest.raises(WrongSettingError, match="Give a whole number"):
        outside.whole_number("PROXIES", default=0)


def test_a_wrapping_key_of_32_bytes_is_taken():
    key = base64.b64encode(bytes(32)).decode()

    assert outside.wrapping_key(key) == key


@pytest.mark.parametrize("given", ["", "short", "not base64 at all!", "A" * 43])
def test_another_wrapping_key_is_refused(given: str):
    with pytest.raises(WrongSettingError, match="32 random bytes"):
        outside.wrapping_key(given)


@pytest.mark.parametrize(
    ("address", "options"),
    [
        (
            "smtps://t%40bard:p%2Fw@mail.example",
            {"port": 465, "use_ssl": True, "username": "t@bard", "password": "p/w"},
        ),
        (
            "smtp://tabard:secret@mail.example:2587",
            {"port": 2587, "use_tls": True, "username": "tabard", "password": "secret"},
        ),
        ("smtp://mail.example", {"port": 587, "use_tls": True}),
        ("smtp+plain://mail.example", {"port": 25}),
    ],
)
def test_a_mail_server_is_read(address: str, options: dict[str, object]):
    told = {"host": "mail.example", "timeout": outside.MAIL_TIMEOUT, **options}

    assert outside.mailer(address) == {"OPTIONS": told}


def test_a_folder_for_emails_is_read():
    assert outside.mailer("file:///var/out%20box") == {
        "BACKEND": "tabard.common.outbox.EmailBackend",
        "OPTIONS": {"folder": "/var/out box"},
    }


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "https://user:hush@mail.example",
        "smtps://",
        "smtps://user:hush@mail.example/folder",
        "smtps://user:hush@mail.example:port",
        "smtps://user:hush@mail.example:99999",
        "file://host/folder",
        "file:",
    ],
)
def test_what_is_no_mail_server_is_refused_without_telling_the_password(address: str):
    with pytest.raises(WrongSettingError, match=r"It has to be smtps://") as refusal:
        outside.mailer(address)

    assert "hush" not in str(refusal.value)


def test_a_password_is_not_sent_in_the_clear():
    with pytest.raises(WrongSettingError, match="in the clear"):
        outside.mailer("smtp+plain://user:hush@mail.example")


def test_a_user_has_a_password():
    with pytest.raises(WrongSettingError, match="without a password"):
        outside.mailer("smtps://user@mail.example")


@pytest.mark.parametrize("said", ["tabard@example.org", "Tabard, Exampleton <tabard@example.org>"])
def test_a_sender_is_one_address(said: str):
    quoted = said.replace("Tabard, Exampleton", '"Tabard, Exampleton"')

    assert outside.sender(quoted) == quoted


@pytest.mark.parametrize(
    "said", ["", "Tabard", "tabard@", "a@example.org, b@example.org", "a@example.org\nBcc: b@c.d"]
)
def test_what_is_not_one_address_is_no_sender(said: str):
    with pytest.raises(WrongSettingError, match="has to be one address"):
        outside.sender(said)
