"""Seals the secrets of second steps, which stood in the clear."""

import base64
from collections.abc import Callable
from typing import Any

from django.db import migrations

from tabard.common.secrets import seal, unseal

PLACE = "second step"
NAMES = ("secret", "seed")


def _each(apps: Any, change: Callable[[str], str]) -> None:
    kinds = {"totp", "recovery_codes"}
    for one in apps.get_model("mfa", "Authenticator").objects.filter(type__in=kinds):
        changed = {name: change(one.data[name]) for name in NAMES if name in one.data}
        if codes := one.data.get("migrated_codes"):
            changed["migrated_codes"] = [change(code) for code in codes]
        one.data = {**one.data, **changed}
        one.save(update_fields=["data"])


def close(apps: Any, _schema: Any) -> None:
    """Seal them."""
    _each(apps, lambda text: base64.b64encode(seal(text.encode(), place=PLACE)).decode())


def open_again(apps: Any, _schema: Any) -> None:
    """Let them stand in the clear again."""
    _each(apps, lambda text: unseal(base64.b64decode(text), place=PLACE).decode())


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_addresses_and_scopes"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(close, open_again, elidable=True)]
