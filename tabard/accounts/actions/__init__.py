"""What people do with accounts: connect, lose, reconnect, end."""

from tabard.accounts.actions.applications import remove_application, set_up_application
from tabard.accounts.actions.connecting import (
    AnotherHandleError,
    connect,
    connect_practice,
    reconnect,
    reconnect_practice,
)
from tabard.accounts.actions.ending import disconnect, end, forget_ended, name_successor
from tabard.accounts.actions.holding import hand_over, let_go, share
from tabard.accounts.actions.leave import ask_leave
from tabard.accounts.actions.locking import lock_access, unlock_access
from tabard.accounts.actions.looking import start_looking
from tabard.accounts.actions.naming import free_names, keep_free_names, keep_names
from tabard.accounts.actions.resting import end_rest, give_back, put_to_rest, rest_from, wake
from tabard.accounts.actions.revoking import give_up_access, start_revoking
from tabard.accounts.actions.tickets import give_ticket, withdraw_ticket, withdraw_tickets
from tabard.accounts.actions.unused import keep_leave, start_giving_back, use_leave
from tabard.accounts.work import lose

__all__ = [
    "AnotherHandleError",
    "ask_leave",
    "connect",
    "connect_practice",
    "disconnect",
    "end",
    "end_rest",
    "forget_ended",
    "free_names",
    "give_back",
    "give_ticket",
    "give_up_access",
    "hand_over",
    "keep_free_names",
    "keep_leave",
    "keep_names",
    "let_go",
    "lock_access",
    "lose",
    "name_successor",
    "put_to_rest",
    "reconnect",
    "reconnect_practice",
    "remove_application",
    "rest_from",
    "set_up_application",
    "share",
    "start_giving_back",
    "start_looking",
    "start_revoking",
    "unlock_access",
    "use_leave",
    "wake",
    "withdraw_ticket",
    "withdraw_tickets",
]
