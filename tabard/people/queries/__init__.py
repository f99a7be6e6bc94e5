"""Questions across people."""

from tabard.people.queries.away import acts_for, is_away, stand_ins_for
from tabard.people.queries.line import line_of
from tabard.people.queries.roles import programme_team

__all__ = ["acts_for", "is_away", "line_of", "programme_team", "stand_ins_for"]
