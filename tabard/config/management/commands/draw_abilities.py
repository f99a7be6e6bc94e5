"""Draws what each network can do for the docs, from the connectors themselves."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand, CommandError

from tabard.config.places import PROJECT
from tabard.connectors import api
from tabard.connectors.able import Row, table

PAGE = PROJECT / "docs" / "developers" / "abilities.md"


class Command(BaseCommand):
    """Keeps docs/developers/abilities.md as the connectors are."""

    help = "Write the page of what networks can do; with --check only say whether it is fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        """Write the page, or fail if it is not as the connectors are."""
        text = "\n".join(_lines(api.all_connectors().values()))
        if not check:
            PAGE.write_text(text, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            raise CommandError(f"{PAGE.relative_to(PROJECT)} is stale: run `make docs`.")
        self.stdout.write("The page of what networks can do is as the connectors are.")


def _lines(connectors: Iterable[type[api.Connector]]) -> Iterator[str]:
    found = table(connectors)
    yield from (
        "# What each network can do",
        "",
        "Made by `make docs` from the connectors; the words stand in `tabard/connectors/able.py`.",
        "That an ability works is shown by the tests that its connector inherits.",
        "",
    )
    yield from _grid("can it …", found.names, _shown(found.can))
    yield from _grid("does it need …", found.names, _shown(found.needs))
    yield from _grid("the most that it takes", found.names, found.most)


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
