"""What is done with the access to accounts: reach them, take leave, give it back."""

from tabard.accounts.work.applications import CLIENT_ID, completed, known_as, to_keep, try_out
from tabard.accounts.work.looking import fit_to_keep, look_at, lose, next_looks
from tabard.accounts.work.reaching import leave_connector, offered, reach, take_leave
from tabard.accounts.work.revoking import give_back, revoke
from tabard.accounts.work.unused import give_back_unused

__all__ = [
    "CLIENT_ID",
    "completed",
    "fit_to_keep",
    "give_back",
    "give_back_unused",
    "known_as",
    "leave_connector",
    "look_at",
    "lose",
    "next_looks",
    "offered",
    "reach",
    "revoke",
    "take_leave",
    "to_keep",
    "try_out",
]
