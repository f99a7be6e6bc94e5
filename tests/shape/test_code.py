"""The shape of the code: short modules and functions, each with a word on what it is for."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest

from tabard.config.places import PROJECT

LONGEST_MODULE = 300
MOST_STATEMENTS = 25
MODULES = sorted(
    path
    for path in (PROJECT / "tabard").rglob("*.py")
    if "migrations" not in path.parts and path.stat().st_size
)
OURS = [path for path in MODULES if "tests" not in path.parts]
type Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function.__value__)]


def public(path: Path) -> list[Function]:
    """Give the functions of a module and the methods of its classes that others may call."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    bodies = [tree.body, *(one.body for one in classes if not one.name.startswith("_"))]
    return [
        node
        for body in bodies
        for node in body
        if isinstance(node, Function.__value__) and not node.name.startswith("_")
    ]


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_module_is_under_three_hundred_lines(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_opens_with_one_sentence(path: Path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":", "…"))


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_public_function_says_what_it_does(path: Path):
    without = [
        function.name
        for function in public(path)
        if not ast.get_docstring(function)
        # A setter is told by its getter.
        and not any("setter" in ast.dump(one) for one in function.decorator_list)
    ]

    assert without == []


def test_no_function_has_more_than_twenty_five_statements():
    long = [
        f"{name_of(path)}:{function.name}"
        for path in OURS
        for function in functions(path)
        if sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1 > MOST_STATEMENTS
    ]

    assert long == []


def test_middle_function_is_under_ten_lines():
    lengths = [lines(function) for path in OURS for function in functions(path)]

    assert median(lengths) < 10


def test_no_two_locks_of_the_database_have_one_number():
    code = [path.read_text(encoding="utf-8") for path in (PROJECT / "tabard").rglob("*.py")]
    # In a migration it stands in the words of a trigger.
    named = r"^\w+_LOCK = ([\d_]+)$|pg_advisory_xact_lock\((\d+)\)"
    found = [re.findall(named, text, re.MULTILINE) for text in code]
    numbers = [int(here or there) for pairs in found for here, there in pairs]

    assert len(numbers) >= 8
    assert sorted(set(numbers)) == sorted(numbers)
