"""Reading what is given from outside into what Django wants, and refusing what is half right."""

import base64
import binascii
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from tabard.common.env import MissingSettingError, env

KEY_BYTES = 32
YES_OR_NO = {"yes": True, "no": False}


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


def wrapping_key(given: str) -> str:
    """Give the key back if it is 32 bytes in base64."""
    try:
        size = len(base64.b64decode(given, validate=True))
    except binascii.Error:
        size = 0
    if size != KEY_BYTES:
        raise WrongSettingError("TABARD_WRAPPING_KEY has to be 32 random bytes in base64.")
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
