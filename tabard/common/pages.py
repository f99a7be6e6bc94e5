"""Components of the GOV.UK Design System as HTML."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

type Params = Mapping[str, Any]

# What the macros print as it is, besides every name that ends in "html".
SLOTS = frozenset({"start", "end", "navigationStart", "navigationEnd"})


@cache
def _macros() -> Environment:
    """Open the package of macros once; it refers to itself by its own name."""
    environment = Environment(
        autoescape=True,
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    )
    # The macros indent what they nest for looks, which would put spaces into a textarea's words.
    environment.filters["indent"] = _as_it_is
    return environment


def _as_it_is(words: Any, *_how: Any, **_more: Any) -> Any:
    return words


@cache
def _macro(name: str) -> Callable[[Params], str]:
    """Find the macro of a component by its name in the Design System, such as `error-summary`."""
    template = _macros().get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    words = "".join(word.capitalize() for word in name.split("-"))
    macro: Callable[[Params], str] = getattr(template.module, f"govuk{words}")
    return macro


def component(name: str, params: Params) -> SafeString:
    """Give the HTML of a component; whatever is not already marked safe is escaped."""
    return mark_safe(_macro(name)(_made_safe(params)).strip())  # noqa: S308 - the macros escape


def _made_safe(value: Any, name: str = "") -> Any:
    """Escape what the macros print as it is, and refuse attributes as text."""
    if isinstance(value, Mapping):
        return {key: _made_safe(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_made_safe(inner) for inner in value]
    if value is not None and name == "attributes":
        raise TypeError("Attributes are given as names with values.")
    if value is not None and (name in SLOTS or name.lower().endswith("html")):
        return conditional_escape(value)
    return str(value) if isinstance(value, Promise) else value
