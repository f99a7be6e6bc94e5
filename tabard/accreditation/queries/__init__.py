"""Questions across applications and accreditations."""

from tabard.accreditation.queries.accreditations import (
    in_force,
    latest_accreditation,
    latest_of_everybody,
    next_review,
    standing,
    standings,
    with_standing,
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
from tabard.accreditation.queries.permissions import (
    go_unchecked,
    may_speak,
    permission,
    permissions,
)
from tabard.accreditation.queries.way import Event, Step, events, steps_of

__all__ = [
    "Event",
    "Step",
    "application_under_way",
    "applications",
    "events",
    "go_unchecked",
    "in_force",
    "known_names",
    "latest_accreditation",
    "latest_application",
    "latest_of_everybody",
    "may_speak",
    "next_review",
    "not_connected",
    "permission",
    "permissions",
    "standing",
    "standings",
    "steps_of",
    "waiting_for",
    "whose",
    "with_standing",
    "without_leave",
]
