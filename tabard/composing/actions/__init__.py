"""What people do with messages, and with what checks notice about them."""

from tabard.composing.actions.messages import (
    Draft,
    approve,
    ask_again,
    remove_picture,
    rewrite,
    send_back,
    submit,
    take_back,
    withdraw,
    write,
)

__all__ = [
    "Draft",
    "approve",
    "ask_again",
    "remove_picture",
    "rewrite",
    "send_back",
    "submit",
    "take_back",
    "withdraw",
    "write",
]
