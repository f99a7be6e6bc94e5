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
    WITH_THE_MANAGER,
    application_under_way,
    applications,
    deciders,
    draft_of,
    hearers,
    latest_application,
    let_wait,
    line_now,
    not_connected,
    today,
    waiting_for,
    with_the_manager,
    without_leave,
)
from tabard.accreditation.queries.events import Event, events
from tabard.accreditation.queries.names import known_names, naming_for, whose
from tabard.accreditation.queries.permissions import (
    go_unchecked,
    may_speak,
    permission,
    permissions,
)
from tabard.accreditation.queries.steps import Along, Step, along, steps_of

__all__ = [
    "WITH_THE_MANAGER",
    "Along",
    "Event",
    "Step",
    "along",
    "application_under_way",
    "applications",
    "deciders",
    "draft_of",
    "events",
    "go_unchecked",
    "hearers",
    "in_force",
    "known_names",
    "latest_accreditation",
    "latest_application",
    "latest_of_everybody",
    "let_wait",
    "line_now",
    "may_speak",
    "naming_for",
    "next_review",
    "not_connected",
    "permission",
    "permissions",
    "standing",
    "standings",
    "steps_of",
    "today",
    "waiting_for",
    "whose",
    "with_standing",
    "with_the_manager",
    "without_leave",
]
