"""What is sealed can be wrapped anew: no secret is sealed in a place that nobody knows of."""

import ast

import pytest

from tabard.common.sealed import Sealed
from tabard.config.places import PROJECT

# The home of sealed rows; second steps, which are made known beside it; and what waits in a session
# for an answer, for some minutes, and is begun again if its key is gone.
WHO_SEALS = {
    "tabard/common/sealed.py",
    "tabard/people/adapter.py",
    "tabard/accounts/views/asking.py",
}


def seals(code: str) -> bool:
    """Say whether a module seals something by itself."""
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("tabard.common")
        and {alias.name for alias in node.names} & {"seal", "secrets"}
        for node in ast.walk(ast.parse(code))
    )


def test_secrets_are_sealed_where_their_key_can_be_changed_and_nowhere_else():
    files = [
        path
        for path in (PROJECT / "tabard").rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
    ]

    found = {
        str(path.relative_to(PROJECT)) for path in files if seals(path.read_text(encoding="utf-8"))
    }

    assert found == WHO_SEALS


def test_a_table_of_secrets_says_where_they_belong():
    with pytest.raises(TypeError, match="does not say where its secret belongs"):
        type(Sealed)("Open", (Sealed,), {"__module__": "tabard.accounts.models"})
