"""Questions across people."""

from tabard.people.queries.away import (
    absences_ever,
    absences_of,
    acted_for,
    acts_for,
    away_among,
    away_today,
    days_away,
    is_away,
    named_by,
    named_for,
    stand_ins_among,
    stand_ins_for,
    team_of,
)
from tabard.people.queries.importing import (
    imports,
    imports_to_forget,
    outcomes,
    refused_file,
    rows,
    shown,
    tells_of_refused,
    would_leave,
)
from tabard.people.queries.invitations import (
    again_at,
    invitations_to_give,
    inviter_of,
    rounds,
    to_invite,
)
from tabard.people.queries.leaving import (
    counts_as_left_on,
    due_to_leave,
    is_the_last_administrator,
)
from tabard.people.queries.line import in_line_of, line_of, lines_of
from tabard.people.queries.roles import administrators, appeal_panel, programme_team
from tabard.people.queries.sessions import sessions_of
from tabard.people.queries.sign_on import (
    active_with_email,
    active_with_external_id,
    has_another_name,
    is_connected,
    known_as,
)
from tabard.people.queries.staff import events_of, services, staff
from tabard.people.queries.tokens import token_of

__all__ = [
    "absences_ever",
    "absences_of",
    "acted_for",
    "active_with_email",
    "active_with_external_id",
    "acts_for",
    "administrators",
    "again_at",
    "appeal_panel",
    "away_among",
    "away_today",
    "counts_as_left_on",
    "days_away",
    "due_to_leave",
    "events_of",
    "has_another_name",
    "imports",
    "imports_to_forget",
    "in_line_of",
    "invitations_to_give",
    "inviter_of",
    "is_away",
    "is_connected",
    "is_the_last_administrator",
    "known_as",
    "line_of",
    "lines_of",
    "named_by",
    "named_for",
    "outcomes",
    "programme_team",
    "refused_file",
    "rounds",
    "rows",
    "services",
    "sessions_of",
    "shown",
    "staff",
    "stand_ins_among",
    "stand_ins_for",
    "team_of",
    "tells_of_refused",
    "to_invite",
    "token_of",
    "would_leave",
]
