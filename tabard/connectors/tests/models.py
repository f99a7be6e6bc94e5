"""Holds requests and answers to the models of a network's own client, and takes nothing beside."""

import typing
from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from tabard.connectors.tests.network_server import WrongError


def insist(model: type[BaseModel], told: Any) -> None:
    """Insist that this is what the model says, with no field that the model does not name."""
    _insist_on_names(model.model_validate(told), model.__name__)


def _insist_on_names(made: Any, where: str) -> None:
    if isinstance(made, list):
        for one in made:
            _insist_on_names(one, where)
    if isinstance(made, BaseModel):
        if made.model_extra:
            raise WrongError(f"{where} has no {', '.join(made.model_extra)}.")
        for name in type(made).model_fields:
            _insist_on_names(getattr(made, name), f"{where}.{name}")


def insist_on_query(call: Callable[..., Any], query: dict[str, str]) -> None:
    """Insist that the parameters of an address are those of the client's call, by their types."""
    for name, value in query.items():
        hint = _type(call, name.replace(".", "_"))
        adapter = TypeAdapter[Any](hint)
        if "List" in str(hint):
            adapter.validate_python(value.split(","))
        else:
            adapter.validate_python(int(value) if "int" in str(hint) else value)


@cache
def _type(call: Callable[..., Any], name: str) -> Any:
    """Give the type of a call's parameter, which the call's module may not have imported."""
    if name not in call.__annotations__:
        raise WrongError(f"There is no parameter {name}.")
    named = {name: call.__annotations__[name]}
    holder = type("Query", (), {"__annotations__": named})
    return typing.get_type_hints(holder, vars(typing))[name]
