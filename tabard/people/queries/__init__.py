"""Questions across people."""

from tabard.people.queries.away import acts_for, is_away, stand_ins_for
from tabard.people.queries.leaving import due_to_leave
from tabard.people.queries.line import line_of
from tabard.people.queries.roles import programme_team
from tabard.people.queries.sign_on import active_with_email, active_with_external_id, known_as

__all__ = [
    "active_with_email",
    "active_with_external_id",
    "acts_for",
    "due_to_leave",
    "is_away",
    "known_as",
    "line_of",
    "programme_team",
    "stand_ins_for",
]
