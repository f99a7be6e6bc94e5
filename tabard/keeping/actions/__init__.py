"""What people do about who holds an account."""

from tabard.keeping.actions.adopting import (
    AN_ADOPTION,
    Proposal,
    agree,
    decline,
    give_more_time,
    note_adopted,
    propose,
    propose_again,
    remind,
    send_back,
    withdraw,
)
from tabard.keeping.actions.farewells import begin_farewell
from tabard.keeping.actions.holding import add_holder, end_holding, open_shared, present
from tabard.keeping.actions.leaving import sweep
from tabard.keeping.actions.recalling import start_recalls, take_up
from tabard.keeping.actions.succeeding import carry_out, decide, point_to

__all__ = [
    "AN_ADOPTION",
    "Proposal",
    "add_holder",
    "agree",
    "begin_farewell",
    "carry_out",
    "decide",
    "decline",
    "end_holding",
    "give_more_time",
    "note_adopted",
    "open_shared",
    "point_to",
    "present",
    "propose",
    "propose_again",
    "remind",
    "send_back",
    "start_recalls",
    "sweep",
    "take_up",
    "withdraw",
]
