"""What Meta says that its API takes: the tables of its own client, read and never run.

Meta makes `facebook-business` from its descriptions of the API, so that each method of a node holds
a table of what an address takes, and each node a list of the fields that it has.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tabard.connectors.tests.network_server import WrongError

# What every address takes, which is why it stands in no table
# (developers.facebook.com/docs/graph-api/overview, and …/results for lists).
ALWAYS = frozenset({"fields", "appsecret_proof"})
OF_LISTS = frozenset({"limit", "after", "since"})
# What stands inside a list that is asked for with a thing; of attachments there is no table.
NOTHING: frozenset[str] = frozenset()
# What stands in the reference of the list of somebody's Pages, and in no table
# (developers.facebook.com/docs/graph-api/reference/user/accounts).
BESIDE = {"page": frozenset({"tasks"})}
INSIDE = {
    ("pagepost", "comments"): "comment",
    ("page", "instagram_business_account"): "iguser",
    ("igmedia", "children"): "igmedia",
    ("igmedia", "comments"): "igcomment",
    ("igcomment", "replies"): "igcomment",
    ("igcomment", "media"): "igmedia",
}


@dataclass(frozen=True, slots=True)
class Node:
    """One kind of thing: its fields, its lists, and what each address takes."""

    fields: frozenset[str]
    takes: Mapping[tuple[str, str], Mapping[str, str]]
    enums: Mapping[str, frozenset[str]]

    @property
    def edges(self) -> frozenset[str]:
        return frozenset(edge.strip("/") for method, edge in self.takes if method == "GET")


# Of containers there is no table, but a page
# (developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-container).
CONTAINER = Node(
    frozenset({"copyright_check_status", "id", "status", "status_code"}), {("GET", "/"): {}}, {}
)


@cache
def node(module: str) -> Node:
    """Read what the client knows of one kind of thing."""
    if module == "igcontainer":
        return CONTAINER
    inside = _class(module)
    takes: dict[tuple[str, str], Mapping[str, str]] = {}
    enums: dict[str, frozenset[str]] = {}
    for method in (one for one in inside.body if isinstance(one, ast.FunctionDef)):
        if at := _address(method):
            takes[at] = {key: _word(value) for key, value in _dict(method, "param_types")}
            enums.update({key: _allowed(value) for key, value in _dict(method, "enums")})
    return Node(_values(module, "Field"), takes, enums)


@cache
def _class(module: str) -> ast.ClassDef:
    found = find_spec("facebook_business")
    assert found is not None
    assert found.origin is not None
    told = (Path(found.origin).parent / "adobjects" / f"{module}.py").read_text()
    # One of its files has a field named `or`, which is no Python.
    told = told.replace("        or = ", "        or_ = ")
    return next(one for one in ast.parse(told).body if isinstance(one, ast.ClassDef))


def _values(module: str, name: str) -> frozenset[str]:
    """Give what a class inside that of a thing lists: its fields, or the words of a choice."""
    classes = [one for one in _class(module).body if isinstance(one, ast.ClassDef)]
    (inside,) = (one for one in classes if one.name == name)
    return frozenset(_word(one.value) for one in inside.body if isinstance(one, ast.Assign))


def _allowed(told: ast.expr) -> frozenset[str]:
    """Give what may be said, which is listed there, or in the class of some thing."""
    if isinstance(told, ast.List):
        return frozenset(_word(one) for one in told.elts)
    thing, name, *_ = ast.unparse(told).split(".")
    return _values(thing.lower(), name)


def _address(method: ast.FunctionDef) -> tuple[str, str] | None:
    for call in ast.walk(method):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "FacebookRequest":
            told = {one.arg: one.value for one in call.keywords}
            return _word(told["method"]), _word(told["endpoint"])
    return None


def _word(told: ast.expr) -> str:
    assert isinstance(told, ast.Constant)
    return str(told.value)


def _dict(method: ast.FunctionDef, name: str) -> Iterator[tuple[str, ast.expr]]:
    for one in ast.walk(method):
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Dict):
            (target,) = one.targets
            if getattr(target, "id", "") == name:
                for key, value in zip(one.value.keys, one.value.values, strict=True):
                    assert key is not None
                    yield _word(key), value


def check(kind: str, method: str, edge: str, said: Mapping[str, str]) -> None:
    """Insist that a kind of thing takes all this at an address."""
    known = node(kind)
    takes = known.takes.get((method, f"/{edge}"))
    if takes is None:
        raise WrongError(f"There is no {method} /{edge} of {kind}.")
    also = ALWAYS | OF_LISTS if method == "GET" and edge else ALWAYS
    for name, value in said.items():
        if name in takes:
            _check_type(name, takes[name], value, known)
        elif name not in also:
            raise WrongError(f"{method} /{edge} of {kind} does not take {name}.")


def _check_type(name: str, kind: str, value: str, known: Node) -> None:
    # A list is told in JSON, or with commas.
    kind = kind.removeprefix("list<").removesuffix(">") if value[:1] != "[" else kind
    whole = kind in {"int", "unsigned int"} and not value.isdigit()
    truth = kind == "bool" and value not in {"true", "false"}
    several = kind.startswith("list<") and not isinstance(_json(value), list)
    other = kind in known.enums and not set(value.split(",")) <= known.enums[kind]
    if whole or truth or several or other:
        raise WrongError(f"{name} is {value!r}, and has to be {kind}.")


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


def check_fields(kind: str, asked: str) -> None:
    """Insist that a kind of thing has all these fields or lists, and what is asked of those."""
    known = node(kind)
    for name, inner in names_in(asked):
        if name not in known.fields | known.edges | BESIDE.get(kind, NOTHING):
            raise WrongError(f"{kind} has no field {name}.")
        if inner and (kind, name) in INSIDE:
            check_fields(INSIDE[kind, name], inner)


def names_in(asked: str) -> Iterator[tuple[str, str]]:
    """Give names with what is asked inside: `a,b.limit(2){c,d}` asks for a, and for b with c,d."""
    depth, name, inner = 0, "", ""
    for letter in f"{asked},":
        depth -= letter in ")}"
        if depth == 0 and letter == ",":
            yield re.sub(r"\W.*", "", name), inner
            name = inner = ""
        elif depth == 0:
            name, inner = name + letter, "" if letter in ".{)" else inner
        else:
            inner += letter
        depth += letter in "({"
