"""The people of these tests."""

import pytest

from tabard.connectors import api
from tabard.people.models import Person
from tests import make


@pytest.fixture
def manager() -> Person:
    return make.person(first_name="Sam", last_name="Patel")


@pytest.fixture
def ada(manager) -> Person:
    return make.prepared(make.person(last_name="Okafor", manager=manager))


@pytest.fixture
def team() -> Person:
    return make.programme_member(first_name="Priya", last_name="Nair")


@pytest.fixture
def without_x(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no connector of X installed: its rules for handles are known, and no more."""
    installed = {name: one for name, one in api.all_connectors().items() if name != "x"}
    monkeypatch.setattr(api, "all_connectors", lambda: installed)
