"""Nothing is there that nobody uses: settings are read, and actions and work are called."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from tabard.config.management.commands.worker import ON_EVERY_SWEEP, ON_EVERY_TICK
from tabard.config.places import PROJECT
from tabard.council.settings import ALL, Setting

# What is about to be read or called, by work that is under way.
NOT_READ_YET: set[str] = set()
# Made for each kind of notice, and read by one line for all.
MADE_OF_A_LIST = "notices.words_"

FILES = sorted(
    path
    for path in (PROJECT / "tabard").rglob("*.py")
    if not {"tests", "migrations"} & set(path.parts)
)
type Used = tuple[str, str]


@dataclass(frozen=True)
class Read:
    """One file, read: its module, what it names from which module, and what it defines."""

    module: str
    uses: frozenset[Used]
    defines: tuple[str, ...]


def module_of(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def called_by(tree: ast.Module) -> Iterator[ast.AST]:
    """Give every node, but not what a function says of itself: calling itself is not being used."""
    for statement in tree.body:
        own = statement.name if isinstance(statement, ast.FunctionDef) else None
        for node in ast.walk(statement):
            if not (isinstance(node, ast.Name) and node.id == own):
                yield node


@cache
def read() -> list[Read]:
    return [_read(path) for path in FILES]


def _read(path: Path) -> Read:
    module, tree = module_of(path), ast.parse(path.read_text(encoding="utf-8"))
    # What each name stands for: something of a module.
    stands_for = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    uses = set()
    for node in called_by(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                uses.add(stands_for.get(name, (module, name)))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in stands_for:
                uses.add((".".join(stands_for[name]), attribute))
    public = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    return Read(module, frozenset(uses), tuple(public))


def is_used(module: str, name: str, uses: frozenset[Used]) -> bool:
    """Say whether something of a module is used by its name, there or through a folder above it."""
    parts = module.split(".")
    return any((".".join(parts[:depth]), name) in uses for depth in range(2, len(parts) + 1))


def test_every_action_and_every_piece_of_work_is_called():
    uses = frozenset[Used]().union(*(one.uses for one in read()))

    unused = {
        f"{one.module}.{name}"
        for one in read()
        if {"actions", "work", "queries", "rules", "forms", "views"} & set(one.module.split("."))
        for name in one.defines
        if not is_used(one.module, name, uses)
    }

    assert unused == set()


def settings_by_key() -> dict[str, Used]:
    """Give where each setting stands that has a name of its own."""
    modules = [one.module for one in read() if ".settings" in one.module]
    return {
        value.key: (module, name)
        for module in sorted(set(modules) - {"tabard.config.settings"}, key=len)
        for name, value in vars(import_module(module)).items()
        if isinstance(value, Setting)
    }


def test_every_setting_is_read_outside_its_declaration():
    uses = frozenset[Used]().union(*(one.uses for one in read()))
    named = settings_by_key()

    unread = {key for key, (module, name) in named.items() if not is_used(module, name, uses)}
    made = {key for key in ALL if key not in named and not key.startswith(MADE_OF_A_LIST)}

    assert unread | made == NOT_READ_YET & set(ALL)


def test_what_the_worker_does_of_itself_stands_once():
    whole = [*ON_EVERY_TICK, *ON_EVERY_SWEEP]

    assert len(whole) == len(set(whole))
