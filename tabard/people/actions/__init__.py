"""What is done with people and their sign-in."""

from tabard.people.actions.leaving import (
    deactivate,
    leave,
    reactivate,
    see_off,
    set_leaving_date,
)
from tabard.people.actions.sessions import end_sessions

__all__ = [
    "deactivate",
    "end_sessions",
    "leave",
    "reactivate",
    "see_off",
    "set_leaving_date",
]
