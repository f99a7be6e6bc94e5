"""Every action writes to the record: no change without its entry."""

import ast
from pathlib import Path

import pytest

from tabard.config.places import PROJECT

# The record itself, and the notices that only repeat what it holds, have nothing to add to it.
NOT_HISTORY = {"record", "notices"}
# Functions that set others going, each of which records what it does.
STEPS = {"tick"}
# A learner's own: of training the record holds the result, and nothing of the way there.
PRIVATE = {"answer", "mark"}
ACTIONS = sorted(
    path
    for path in (PROJECT / "tabard").rglob("*.py")
    if (path.name == "actions.py" or path.parent.name == "actions")
    and path.relative_to(PROJECT / "tabard").parts[0] not in NOT_HISTORY
)
RECORDERS = {"record", "_record"}


def called_names(function: ast.AST) -> set[str]:
    """Give the names that a function calls: `name` and, for `module.name`, both parts joined."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    names.add(name)
                case ast.Attribute(value=ast.Name(id=module), attr=name):
                    names.add(f"{module}.{name}")
    return names


def records(name: str, calls: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> bool:
    """Say whether a function, or one that it calls in its own module, writes to the record."""
    if name in seen or name not in calls:
        return False
    if calls[name] & RECORDERS:
        return True
    return any(records(callee, calls, seen | {name}) for callee in calls[name])


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.parent.name)
def test_every_action_writes_to_the_record(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    calls = {function.name: called_names(function) for function in functions}

    silent = [name for name in calls if not name.startswith("_") and not records(name, calls)]

    assert set(silent) <= STEPS | (PRIVATE if path.parent.name == "training" else set())


def test_there_are_actions_to_look_at():
    assert len(ACTIONS) >= 5
