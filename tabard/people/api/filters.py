"""SCIM's filters as questions to the database."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q
from scim2_models import InvalidFilterException
from scim2_models.path.expressions import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)
from scim2_models.path.visitor import FilterVisitor

# How each operator asks, beside a field of text; of other fields some.
TEXT = {
    CompareOperator.eq: "iexact",
    CompareOperator.co: "icontains",
    CompareOperator.sw: "istartswith",
    CompareOperator.ew: "iendswith",
}
ORDER = {
    CompareOperator.eq: "exact",
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}
MOST_TERMS = 50

NOBODY = Q(pk__in=[])

type Asked = Callable[[CompareOperator, Any], Q]


def text(*fields: str) -> Asked:
    """Ask one of several fields of text, whatever the capitals."""

    def ask(op: CompareOperator, value: Any) -> Q:
        if op not in TEXT or not isinstance(value, str):
            raise InvalidFilterException(detail=f"“{op.value}” is not supported here")
        if "\0" in value:
            return NOBODY
        return reduce(or_, (Q(**{f"{field}__{TEXT[op]}": value}) for field in fields))

    return ask


def exact(field: str) -> Asked:
    """Ask a field in which capitals count."""

    def ask(op: CompareOperator, value: Any) -> Q:
        if op is not CompareOperator.eq:
            raise InvalidFilterException(detail=f"“{op.value}” is not supported here")
        return Q(**{field: str(value).replace("\0", "")})

    return ask


def number(field: str) -> Asked:
    """Ask for one of our own numbers, which are text to SCIM."""

    def ask(op: CompareOperator, value: Any) -> Q:
        if op is not CompareOperator.eq:
            raise InvalidFilterException(detail=f"“{op.value}” is not supported here")
        return Q(**{field: int(value)}) if is_number(value) else NOBODY

    return ask


def is_number(value: object) -> bool:
    """Say whether a text is one of our numbers."""
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= LONGEST


LONGEST = 18


def truth(field: str) -> Asked:
    """Ask whether something is so; some directories write that as a word."""

    def ask(op: CompareOperator, value: Any) -> Q:
        asked = {"true": True, "false": False}.get(str(value).lower())
        if op is not CompareOperator.eq or asked is None:
            raise InvalidFilterException(detail="Ask whether it is true or false")
        return Q(**{field: asked})

    return ask


def moment(field: str) -> Asked:
    """Ask for a time."""

    def ask(op: CompareOperator, value: Any) -> Q:
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError as wrong:
            raise InvalidFilterException(detail=f"“{value}” is not a time") from wrong
        if op not in ORDER or at.tzinfo is None:
            raise InvalidFilterException(detail=f"“{op.value}” is not supported here")
        return Q(**{f"{field}__{ORDER[op]}": at})

    return ask


def always(known: str) -> Asked:
    """Ask what is the same for everybody."""

    def ask(op: CompareOperator, value: Any) -> Q:
        if op is not CompareOperator.eq:
            raise InvalidFilterException(detail=f"“{op.value}” is not supported here")
        return Q() if str(value).lower() == known else NOBODY

    return ask


def _nobody(_op: CompareOperator, _value: Any) -> Q:
    return NOBODY


class Asking(FilterVisitor[Q]):
    """Turns a filter into a question; what cannot be asked is refused, and never guessed."""

    def __init__(
        self,
        names: Mapping[str, Asked],
        there: Mapping[str, Q],
        *,
        inside: str = "",
        is_strict: bool = True,
    ) -> None:
        self._names, self._there, self._inside = names, there, inside
        self._is_strict = is_strict
        self._terms = 0

    def visit(self, node: FilterNode) -> Q:
        """Ask one part of the filter, of which there may be some."""
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise InvalidFilterException(detail="The filter is too long")
        return super().visit(node)

    def visit_comparison(self, node: Comparison) -> Q:
        """Ask one comparison."""
        if node.op is CompareOperator.ne:
            return ~self._compare(node.attr_path, CompareOperator.eq, node.value)
        return self._compare(node.attr_path, node.op, node.value)

    def _compare(self, path: AttrPath, op: CompareOperator, value: Any) -> Q:
        if value is None:
            return ~self._present(path)
        return self._found(path, self._names, _nobody)(op, value)

    def visit_present(self, node: Present) -> Q:
        """Ask whether something is there."""
        return self._present(node.attr_path)

    def _present(self, path: AttrPath) -> Q:
        return self._found(path, self._there, NOBODY)

    def _found[T](self, path: AttrPath, names: Mapping[str, T], otherwise: T) -> T:
        """Find how to ask for something; where several kinds are asked, some may not have it."""
        name = ".".join(filter(None, [self._inside, path.attr, path.sub_attr])).lower()
        if name not in names and self._is_strict:
            raise InvalidFilterException(detail=f"“{path}” cannot be asked for here")
        return names.get(name, otherwise)

    def visit_not(self, node: Not) -> Q:
        """Ask for the others."""
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        """Ask for all of it, or for one of it."""
        join = and_ if node.op == LogicalOperator.and_ else or_
        return reduce(join, (self.visit(term) for term in node.terms))

    def visit_value_path(self, node: ValuePath) -> Q:
        """Ask for one value of several, of which there is one at the most here."""
        inside = Asking(
            self._names, self._there, inside=node.attr_path.attr, is_strict=self._is_strict
        )
        return inside.visit(node.val_filter)
