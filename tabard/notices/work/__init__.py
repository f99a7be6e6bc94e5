"""What people are told, and in which words."""

from tabard.notices.work.noticing import Known, notices_of
from tabard.notices.work.telling import SETTLED, TOLD, URGENT, settled_by, telling_of
from tabard.notices.work.ways import Page, Telling, Urgency, looked_after, mine, waits

__all__ = [
    "SETTLED",
    "TOLD",
    "URGENT",
    "Known",
    "Page",
    "Telling",
    "Urgency",
    "looked_after",
    "mine",
    "notices_of",
    "settled_by",
    "telling_of",
    "waits",
]
