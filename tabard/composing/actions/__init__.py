"""What people do with messages, and with what checks notice about them."""

from tabard.composing.actions.messages import (
    approve,
    ask_again,
    give_time,
    send_back,
    submit,
    take_back,
    withdraw,
)
from tabard.composing.actions.writing import Draft, remove_picture, rewrite, write

__all__ = [
    "Draft",
    "approve",
    "ask_again",
    "give_time",
    "remove_picture",
    "rewrite",
    "send_back",
    "submit",
    "take_back",
    "withdraw",
    "write",
]
