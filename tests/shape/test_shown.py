"""Each thing that a network of ours can do is shown by a test, which the docs name."""

from importlib import import_module
from typing import Any

import pytest

from tabard.connectors import able, api
from tabard.connectors.cannot import EVERY, WHY_NOT, why_not
from tests.shown import SHOWN, claims_of, watched

OURS = {
    name: connector
    for name, connector in api.all_connectors().items()
    if connector.__module__.startswith("tabard.")
}
ABILITIES = {one.__name__: one for one in (*able.ABILITIES.values(), *able.NEEDS.values())}


def test_every_ability_of_every_network_has_its_test_and_nothing_else_has_one():
    offered = {
        (ability, network)
        for ability, protocol in ABILITIES.items()
        for network, connector in OURS.items()
        if issubclass(connector, protocol)
    }
    shown = {(ability, network) for ability, named in SHOWN.items() for network in named}

    # What is missing is to be named in tests/shown.toml.
    assert shown == offered


def test_everything_that_a_network_cannot_do_has_its_reason_and_nothing_else_has_one():
    cannot = {
        (ability, connector.name)
        for ability in able.ABILITIES.values()
        for connector in OURS.values()
        if not issubclass(connector, ability)
    }
    names = {connector.name for connector in OURS.values()}

    assert {one for one in cannot if not why_not(*one)} == set()
    named = {(ability, name) for ability, every in WHY_NOT.items() for name in every}
    assert {one for one in named - cannot if one[1] != EVERY} == set()
    assert {name for _, name in named} <= names | {EVERY}
    assert set(WHY_NOT) == set(able.ABILITIES.values())


@pytest.mark.parametrize(
    "test", sorted({one for named in SHOWN.values() for one in named.values()})
)
def test_a_test_that_is_named_is_there(test):
    path, *names = test.split("::")
    found: Any = import_module(path.removesuffix(".py").replace("/", "."))
    for name in names:
        found = getattr(found, name)

    assert callable(found)


def test_a_test_that_does_not_do_what_it_is_named_for_fails(monkeypatch):
    named = SHOWN["Removes"]["practice"]
    watching = watched(f"{named}[1]", monkeypatch)
    watching.__enter__()

    with pytest.raises(AssertionError, match="named for nothing"):
        watching.__exit__(None, None, None)


def test_most_tests_are_named_for_nothing():
    assert claims_of("tests/shape/test_shown.py::test_most_tests_are_named_for_nothing") == []
