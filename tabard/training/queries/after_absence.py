"""Clocks that stand still while somebody is away: they have some days more once they are back."""

from typing import Any

from django.conf import settings
from django.db.models import (
    DateField,
    DateTimeField,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils.timezone import localdate

from tabard.council.models import ChosenSetting
from tabard.people.models import Absence
from tabard.training.settings import DAYS_AFTER_ABSENCE


class Midnight(Func):
    """The moment at which a day begins, here."""

    template = f"((%(expressions)s)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"
    output_field = DateTimeField()


def with_time_after_absence(
    rows: QuerySet[Any, Any], end: str, *, person: str, called: str
) -> QuerySet[Any, Any]:
    """Add to each row, as `called`, when something is over that would be over at `end`.

    If somebody is away then, or was until a few days before, it is over some days after they are
    back. Two absences one after the other count like one. It is all one question to the database.
    """
    first = f"{called}_first"
    once = rows.annotate(**{first: Greatest(F(end), Subquery(_back(end, person)))})
    found: QuerySet[Any, Any] = once.annotate(
        **{called: Greatest(F(first), Subquery(_back(first, person)))}
    )
    return found


def counting(certificates: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Add to certificates, as `counts_until`, until when each counts: absences put that off."""
    return with_time_after_absence(
        certificates, "valid_until", person="person", called="counts_until"
    )


def _back(end: str, person: str) -> QuerySet[Absence, Any]:
    """Give when somebody's days after an absence are over, if it matters for this end."""
    chosen = ChosenSetting.objects.filter(key=DAYS_AFTER_ABSENCE.key)
    days = Coalesce(
        Subquery(chosen.annotate(days=Cast("value", IntegerField())).values("days")[:1]),
        DAYS_AFTER_ABSENCE.default,
    )
    # Whoever is away without a last day is so today at least.
    last = Coalesce(F("until"), Value(localdate(), DateField()))
    over = Func(
        last,
        days,
        Value(1),
        template="(%(expressions)s)",
        arg_joiner=" + ",
        output_field=DateField(),
    )
    absences = Absence.objects.filter(person=OuterRef(person), called_off_at__isnull=True)
    return (
        absences.annotate(begins=Midnight("since"), over=Midnight(over))
        .filter(begins__lte=OuterRef(end), over__gt=OuterRef(end))
        .order_by("-over")
        .values("over")[:1]
    )
