"""Writes what happened to an application."""

from collections.abc import Iterable

from tabard.accreditation.models import Application
from tabard.people.models import Person
from tabard.record.actions import Fact, record


def record_about(
    kind: str,
    application: Application,
    *,
    tell: Iterable[int | None],
    by: Person | None = None,
    **facts: Fact,
) -> None:
    """Write what happened to an application, and who is told of it."""
    record(
        kind,
        concerns=[person for person in tell if person],
        application=application.pk,
        applicant=application.applicant_id,
        by=by.pk if by else None,
        **facts,
    )
