"""What people do about who holds an account."""

from tabard.keeping.actions.adopting import (
    Proposal,
    agree,
    decline,
    give_more_time,
    note_adopted,
    propose,
    withdraw,
)
from tabard.keeping.actions.holding import add_holder, end_holding, open_shared, present

__all__ = [
    "Proposal",
    "add_holder",
    "agree",
    "decline",
    "end_holding",
    "give_more_time",
    "note_adopted",
    "open_shared",
    "present",
    "propose",
    "withdraw",
]
