"""Reading what is given from outside into what Django wants, and refusing what is half right."""

import base64
import binascii
from email.headerregistry import AddressHeader
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from tabard.common.env import MissingSettingError, env

KEY_BYTES = 32
YES_OR_NO = {"yes": True, "no": False}
# Seconds for each answer of a mail server.
MAIL_TIMEOUT = 15
# How mail servers are spoken to: encrypted from the start, encrypted before anything is said, or
# in the clear. Where encryption is asked for, nothing is sent without it.
MAIL_WAYS = {
    "smtps": {"port": 465, "use_ssl": True},
    "smtp": {"port": 587, "use_tls": True},
    "smtp+plain": {"port": 25},
}
MAIL_FORMS = (
    "It has to be smtps://user:password@host, smtp://user:password@host, smtp+plain://host "
    "or file:///folder."
)


class WrongSettingError(Exception):
    """A setting with a value that cannot be meant; the words say what can."""


def yes_or_no(name: str, *, default: bool) -> bool:
    """Read a setting that is yes or no, and nothing else: a misspelt “yes” must not mean “no”."""
    said = env(name, default="yes" if default else "no").strip().lower()
    if said not in YES_OR_NO:
        raise WrongSettingError(f"TABARD_{name} is “{said}”. Say yes or no.")
    return YES_OR_NO[said]


def listed(name: str, *, default: str | None) -> list[str]:
    """Read a setting that is a list parted by commas."""
    return [one.strip() for one in env(name, default=default).split(",") if one.strip()]


def whole_number(name: str, *, default: int) -> int:
    """Read a setting that is a number, from nought."""
    said = env(name, default=str(default))
    if not said.isascii() or not said.isdigit():
        raise WrongSettingError(f"TABARD_{name} is “{said}”. Give a whole number.")
    return int(said)


def wrapping_key(given: str, name: str = "WRAPPING_KEY") -> str:
    """Give the key back if it is 32 bytes in base64."""
    try:
        size = len(base64.b64decode(given, validate=True))
    except binascii.Error:
        size = 0
    if size != KEY_BYTES:
        raise WrongSettingError(f"TABARD_{name} has to be 32 random bytes in base64.")
    return given


def database(address: str) -> dict[str, Any]:
    """Read DATABASE_URL as libpq does, with everything that it says (sslmode and the like)."""
    said = conninfo_to_dict(address)
    if "dbname" not in said:
        raise MissingSettingError("DATABASE_URL has to name the database after the last slash.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": said.pop("dbname"),
        "USER": said.pop("user", ""),
        "PASSWORD": said.pop("password", ""),
        "HOST": said.pop("host", ""),
        "PORT": said.pop("port", ""),
        "OPTIONS": said,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mailer(address: str) -> dict[str, Any]:
    """Read the address of the mail server, or of a folder in which e-mails are put down."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise WrongSettingError(f"TABARD_EMAIL_URL has no port. {MAIL_FORMS}") from None
    if parts.scheme == "file" and not parts.netloc and parts.path:
        folder = {"folder": unquote(parts.path)}
        return {"BACKEND": "tabard.common.outbox.EmailBackend", "OPTIONS": folder}
    if parts.scheme not in MAIL_WAYS or not parts.hostname or parts.path.strip("/"):
        # The address is not repeated: it may hold a password.
        raise WrongSettingError(f"TABARD_EMAIL_URL cannot be read. {MAIL_FORMS}")
    return {"OPTIONS": _server(parts, port)}


def _server(parts: SplitResult, port: int | None) -> dict[str, Any]:
    options = {"host": parts.hostname, "timeout": MAIL_TIMEOUT, **MAIL_WAYS[parts.scheme]}
    if port:
        options["port"] = port
    if parts.username is None:
        return options
    if parts.scheme == "smtp+plain":
        raise WrongSettingError("TABARD_EMAIL_URL would send a password in the clear. Use smtps.")
    if not parts.password:
        raise WrongSettingError("TABARD_EMAIL_URL names a user without a password.")
    return options | {"username": unquote(parts.username), "password": unquote(parts.password)}


def sender(said: str) -> str:
    """Give the address that e-mails come from, with or without a name, if it is one."""
    read = AddressHeader.value_parser(said)
    has_domain = [mailbox.domain for mailbox in read.all_mailboxes]
    if read.all_defects or len(has_domain) != 1 or not has_domain[0]:
        raise WrongSettingError("TABARD_EMAIL_FROM has to be one address: Tabard <tabard@host>.")
    return said
