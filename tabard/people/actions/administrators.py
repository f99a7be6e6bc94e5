"""Keeping at least one administrator who can sign in, whoever changes the staff and how."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from tabard.common.rules import NotAllowedError
from tabard.people.models import Person

ONE_REMAINS = "one_administrator_remains"


class LastAdministratorError(NotAllowedError):
    """Nobody would be left who enters staff and gives roles."""

    def __init__(self, person: Person) -> None:
        super().__init__(
            f"{person} is the only administrator who can sign in. "
            "Make somebody else an administrator first."
        )


def save_unless_last(person: Person, fields: Sequence[str]) -> None:
    """Save somebody, unless the database says that no administrator would remain."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError as refused:
        name = refused.__cause__.diag.constraint_name if refused.__cause__ else None  # type: ignore[attr-defined]  # psycopg's error says which
        if name != ONE_REMAINS:
            raise
        raise LastAdministratorError(person) from refused
