"""The council's official profiles on networks, who holds them, and how they are reached."""

from tabard.accounts.models.accounts import (
    ACCESS_IS_KEPT,
    LIFECYCLE,
    LONGEST_PUBLIC_NAME,
    PRACTICE,
    SHARED,
    Account,
    AccountKind,
    AccountState,
    EarlierTime,
    Holding,
    Presentation,
    Ticket,
    finds_server,
    network_name,
)
from tabard.accounts.models.connections import SOON, Connection, Health
from tabard.accounts.models.locks import AccessLock
from tabard.accounts.models.names import KeptName
from tabard.accounts.models.registrations import (
    Registration,
    known_by_address,
    needs_application,
)
from tabard.accounts.models.revocations import Revocation
from tabard.accounts.models.unused import LEAVE_IS_KEPT, UnusedLeave

__all__ = [
    "ACCESS_IS_KEPT",
    "LEAVE_IS_KEPT",
    "LIFECYCLE",
    "LONGEST_PUBLIC_NAME",
    "PRACTICE",
    "SHARED",
    "SOON",
    "AccessLock",
    "Account",
    "AccountKind",
    "AccountState",
    "Connection",
    "EarlierTime",
    "Health",
    "Holding",
    "KeptName",
    "Presentation",
    "Registration",
    "Revocation",
    "Ticket",
    "UnusedLeave",
    "finds_server",
    "known_by_address",
    "needs_application",
    "network_name",
]
