"""Writes what happened to an application."""

from collections.abc import Sequence

from tabard.accreditation.models import (
    Application,
)
from tabard.people.models import Person
from tabard.record.actions import record


def record_about(
    kind: str,
    application: Application,
    *,
    tell: Sequence[int | None],
    by: Person,
    **facts: str,
) -> None:
    """Write what happened to an application, and who is told of it."""
    record(
        kind,
        concerns=[person for person in tell if person],
        application=application.pk,
        applicant=application.applicant_id,
        by=by.pk,
        **facts,
    )
