"""Questions across applications and accreditations."""

from tabard.accreditation.queries.accreditations import (
    in_force,
    latest_accreditation,
    latest_of_everybody,
    standing,
    standings,
)
from tabard.accreditation.queries.applications import (
    application_under_way,
    applications,
    latest_application,
    not_connected,
    waiting_for,
    without_leave,
)
from tabard.accreditation.queries.names import known_names, whose
from tabard.accreditation.queries.way import Event, Step, events, steps_of

__all__ = [
    "Event",
    "Step",
    "application_under_way",
    "applications",
    "events",
    "in_force",
    "known_names",
    "latest_accreditation",
    "latest_application",
    "latest_of_everybody",
    "not_connected",
    "standing",
    "standings",
    "steps_of",
    "waiting_for",
    "whose",
    "without_leave",
]
