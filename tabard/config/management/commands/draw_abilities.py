"""Draws what each network can do for the docs, from the connectors themselves."""

import tomllib
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping

from django.core.management.base import BaseCommand, CommandError

from tabard.config.places import PROJECT
from tabard.connectors import api
from tabard.connectors.able import ABILITIES, NEEDS, Row, table

PAGE = PROJECT / "docs" / "developers" / "abilities.md"
SHOWN = PROJECT / "tests" / "shown.toml"
PROVEN = PROJECT / "tests" / "proven.toml"


class Command(BaseCommand):
    """Keeps docs/developers/abilities.md as the connectors are."""

    help = "Write the page of what networks can do; with --check only say whether it is fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        """Write the page, or fail if it is not as the connectors are."""
        text = "\n".join(_lines(api.all_connectors()))
        if not check:
            PAGE.write_text(text, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            raise CommandError(f"{PAGE.relative_to(PROJECT)} is stale: run `make docs`.")
        self.stdout.write("The page of what networks can do is as the connectors are.")


def _lines(connectors: Mapping[str, type[api.Connector]]) -> Iterator[str]:
    found = table(connectors.values())
    yield from (
        "# What each network can do",
        "",
        "Made by `make docs` from the connectors; the words stand in `tabard/connectors/able.py`.",
        "Why not, and the test that shows each, stand below.",
        "",
    )
    yield from _grid("can it …", found.names, _shown(found.can))
    yield from _grid("does it need …", found.names, _shown(found.needs))
    yield from _grid("the most that it takes", found.names, found.most)
    yield from (
        "## Why not",
        "",
        "What a network cannot do is a fact of it, or of what Tabard asks of it; the reasons stand",
        "in `tabard/connectors/cannot.py`.",
        "",
    )
    told = [(words, one) for words, every in found.why_not for one in every]
    yield from _grid("can it …", ("network", "why not"), told)
    yield from (
        "## The test that shows each",
        "",
        "As `tests/shown.toml` names it; each is watched while it runs, and has to do what it is",
        "named for. Each connector inherits `tabard/connectors/tests/contract.py` besides.",
        "",
    )
    named = {key: connector.name for key, connector in connectors.items()}
    yield from _grid("can it, or does it need …", ("network", "test"), _tests(named))
    yield from (
        "## What every connector is tested for",
        "",
        "As `tests/proven.toml` names it. What is said of every network is of the contract that",
        "each connector's test inherits.",
        "",
    )
    yield from _grid("it …", ("network", "test"), _proven(named))


def _tests(named: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each ability with each network that has it, and the test that shows so."""
    tests = tomllib.loads(SHOWN.read_text(encoding="utf-8"))
    for words, ability in ({**ABILITIES, **NEEDS}).items():
        for network, test in sorted(tests.get(ability.__name__, {}).items()):
            file, _, name = test.partition("::")
            shown = f"[{name.rpartition('::')[2]}](../../{file})"
            yield words, (named.get(network, network), shown)


def _proven(named: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each line of the contract with each network, and the test, or why there is none."""
    lines = tomllib.loads(PROVEN.read_text(encoding="utf-8"))
    for words, by_network in lines.items():
        for network, test in sorted(by_network.items()):
            file, _, name = test.partition("::")
            shown = f"[{name.rpartition('::')[2]}](../../{file})" if name else f"none: {file}"
            yield words, (named.get(network, network), shown)


def _shown(rows: Iterable[Row]) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.words, tuple("yes" if one else "no" for one in row.answers)) for row in rows]


def _grid(
    head: str, names: tuple[str, ...], rows: Iterable[tuple[str, tuple[str, ...]]]
) -> Iterator[str]:
    yield _line(head, names)
    yield _line("---", ("---",) * len(names))
    yield from (_line(words, answers) for words, answers in rows)
    yield ""


def _line(first: str, others: tuple[str, ...]) -> str:
    return f"| {' | '.join((first, *others))} |"
