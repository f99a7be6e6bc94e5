"""Every action writes to the record: no change without its entry."""

import ast

import pytest

from tabard.config.places import PROJECT

# The record itself, and the notices that only repeat what it holds, have nothing to add to it.
NOT_HISTORY = {"record", "notices"}
# Functions that set others going, or that others call, which record what they do.
STARTS = {"start_revoking", "start_giving_back", "start_looking", "start_recalls"}
STEPS = STARTS | {"tick", "ask_for_link", "sweep", "save_unless_last"}
# The parts of the demonstration: staff and names are there before anybody does anything.
STORY = {"enter", "first"}
# A learner's own: of training the record holds the result, and nothing of the way there.
PRIVATE = {"begin", "answer", "mark", "rehearse", "leave", "forget_rehearsals"}
# Nor of what an applicant has written and not sent.
UNSENT = {"drop_draft", "drop_drafts", "keep_draft"}
# Which names are kept follows from what is recorded of applications and adoptions.
FOLLOWS = {"free_names", "keep_free_names", "keep_names"}
# What a person gave leave for is recorded when an account is connected by it, or it is given back.
UNDECIDED = {"keep_leave", "use_leave"}
# That somebody has a post open for some minutes is told to colleagues, and is no history.
FOR_MINUTES = {"look"}
# What stands on pages of others is looked up, and becomes part of what is handed in.
LOOKED_UP = {"ask_for_pages"}
# Steps of writing a message, which is recorded as a whole.
WRITTEN = {"put_pictures", "take_along"}
NOT_RECORDED = {
    "composing": FOR_MINUTES | LOOKED_UP | WRITTEN,
    "training": PRIVATE,
    "home": STORY,
    "accreditation": UNSENT,
    "accounts": FOLLOWS | UNDECIDED,
}
# The actions of each app: one file, or the files of a folder, which call one another.
ACTIONS = {
    app.name: sorted([*app.glob("actions.py"), *app.glob("actions/*.py")])
    for app in sorted((PROJECT / "tabard").iterdir())
    if app.name not in NOT_HISTORY and list(app.glob("actions*"))
}
RECORDERS = {"record", "_record", "record_each"}


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


def calls_of(app: str) -> dict[str, set[str]]:
    """Give what each action of an app calls."""
    bodies = [ast.parse(path.read_text(encoding="utf-8")).body for path in ACTIONS[app]]
    functions = [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]
    return {function.name: called_names(function) for function in functions}


CALLS = {app: calls_of(app) for app in ACTIONS}


def records(app: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Say whether an action, or one that it calls, of its app or an earlier one, records."""
    if (app, name) in seen or name not in CALLS.get(app, {}):
        return False
    if CALLS[app][name] & RECORDERS:
        return True
    called = [one.rpartition(".") for one in CALLS[app][name]]
    return any(records(other or app, one, seen | {(app, name)}) for other, _, one in called)


@pytest.mark.parametrize("app", ACTIONS)
def test_every_action_writes_to_the_record(app: str):
    silent = [name for name in CALLS[app] if not name.startswith("_") and not records(app, name)]

    assert set(silent) <= STEPS | NOT_RECORDED.get(app, set())


def test_there_are_actions_to_look_at():
    assert len(ACTIONS) >= 5
