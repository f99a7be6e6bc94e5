"""Which test shows that a network can do something, and whether the test has really done it."""

import inspect
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest

from tabard.config.places import PROJECT
from tabard.connectors import api

SHOWN: dict[str, dict[str, str]] = tomllib.loads(
    (PROJECT / "tests" / "shown.toml").read_text(encoding="utf-8")
)

PROVEN: dict[str, dict[str, str]] = tomllib.loads(
    (PROJECT / "tests" / "proven.toml").read_text(encoding="utf-8")
)


def claims_of(test: str) -> list[tuple[str, str]]:
    """Give what a test is named for: abilities, each with the network."""
    bare = test.partition("[")[0]
    return [
        (ability, network)
        for ability, by_network in SHOWN.items()
        for network, named in by_network.items()
        if named == bare
    ]


@contextmanager
def watched(test: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """See to it that the connector of each network that a test is named for did it, and well."""
    done = set[tuple[str, str]]()
    claims = claims_of(test)
    for ability, network in claims:
        connector = api.find(network)
        for name in getattr(api, ability).__protocol_attrs__:
            _watch(connector, name, lambda claim=(ability, network): done.add(claim), patch)
    yield
    assert sorted(set(claims) - done) == [], "A test of tests/shown.toml is named for nothing."


def _watch(
    connector: type[Any], name: str, note: Callable[[], None], patch: pytest.MonkeyPatch
) -> None:
    """Note when a method of a connector has come to its end."""
    found = inspect.getattr_static(connector, name)
    act = found.__func__ if isinstance(found, staticmethod) else found

    @wraps(act)
    def noted(*what: Any, **how: Any) -> Any:
        answer = act(*what, **how)
        note()
        return answer

    patch.setattr(connector, name, staticmethod(noted) if act is not found else noted)
