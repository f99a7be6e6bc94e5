"""Each thing that a network of ours can do is shown by a test, which the docs name."""

import pkgutil
from importlib import import_module
from typing import Any

import pytest

from tabard.connectors import able, api, tests
from tabard.connectors.cannot import EVERY, WHY_NOT, why_not
from tabard.connectors.tests.contract import ConnectorContract
from tests.shown import PROVEN, SHOWN, claims_of, watched

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


def test_every_line_is_proven_of_every_network_or_says_why_not():
    lacking = {
        (line, network)
        for line, named in PROVEN.items()
        for network in OURS
        if "every" not in named and network not in named
    }

    assert lacking == set()
    assert {one for named in PROVEN.values() for one in named} <= {*OURS, "every"}
    assert [one for one in PROVEN.values() if "every" in one and len(one) > 1] == []


def test_every_connector_is_held_to_the_contract():
    for module in pkgutil.iter_modules(tests.__path__, f"{tests.__name__}."):
        import_module(module.name)

    held = {one.connector for one in every_kind_of(ConnectorContract)}

    assert set(OURS.values()) <= held


def every_kind_of(contract: type[ConnectorContract]) -> list[type[ConnectorContract]]:
    found = [*contract.__subclasses__()]
    return found + [one for kind in found for one in every_kind_of(kind)]


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
    "test",
    sorted(
        {
            one
            for named in (*SHOWN.values(), *PROVEN.values())
            for one in named.values()
            if "::" in one
        }
    ),
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
