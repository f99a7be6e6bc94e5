"""Telling people what concerns them, and what they do with it."""

from tabard.notices.actions.choosing import prefer, stop
from tabard.notices.actions.emailing import write_emails
from tabard.notices.actions.examples import send_example
from tabard.notices.actions.following import FOLLOWING_LOCK, follow
from tabard.notices.actions.reading import mark_page_read, mark_read, turn
from tabard.notices.actions.sweeping import retry, sweep

__all__ = [
    "FOLLOWING_LOCK",
    "follow",
    "mark_page_read",
    "mark_read",
    "prefer",
    "retry",
    "send_example",
    "stop",
    "sweep",
    "turn",
    "write_emails",
]
