"""Draws the life cycles for the docs, from the tables that the code itself obeys."""

from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from tabard.common.lifecycle import Lifecycle
from tabard.config.places import PROJECT

PAGES = PROJECT / "docs" / "developers" / "lifecycles"


class Command(BaseCommand):
    """Keeps the pages under docs/developers/lifecycles as the code is."""

    help = "Write the life-cycle pages; with --check only say whether they are fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        """Write each page, or fail at the first that is not as the code is."""
        for page, text in _pages():
            if options["check"]:
                if not page.exists() or page.read_text(encoding="utf-8") != text:
                    raise CommandError(f"{page.relative_to(PROJECT)} is stale: run `make docs`.")
            else:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(text, encoding="utf-8")
        self.stdout.write("The life-cycle pages are as the code is.")


def lifecycles() -> Iterator[tuple[str, Lifecycle]]:
    """Give every life cycle of the product with the name of its states."""
    for app in reversed(list(apps.get_app_configs())):
        if app.name.startswith("tabard.") and app.models_module:
            for thing in vars(import_module(f"{app.name}.models")).values():
                if isinstance(thing, Lifecycle):
                    yield app.label, thing


def _pages() -> Iterator[tuple[Path, str]]:
    for app, cycle in lifecycles():
        states = type(cycle.initial).__name__
        yield PAGES / f"{app}-{states.removesuffix('State').lower()}.md", _page(app, states, cycle)


def _page(app: str, states: str, cycle: Lifecycle) -> str:
    """Write one page: a diagram for the eye, and the same as a table."""
    thing = states.removesuffix("State").lower()
    lines = [
        f"# The life cycle of {_article(thing)} {thing}",
        "",
        f"Made by `make docs` from `{_table(app)}`; change it there.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {cycle.initial.value}",
        *(f"    {start.value} --> {end.value}: {move}" for start, move, end in cycle.arrows()),
        "```",
        "",
        "| state | people read |",
        "| --- | --- |",
        *(f"| `{state.value}` | {state.label} |" for state in type(cycle.initial)),
        "",
    ]
    return "\n".join(lines)


def _table(app: str) -> str:
    """Give where the models of an app stand: a file, or a folder of that name."""
    folder = Path(apps.get_app_config(app).path)
    models = folder / "models.py"
    return f"{(models if models.exists() else folder / 'models').relative_to(PROJECT)}"


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"
