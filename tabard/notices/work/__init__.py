"""What people are told, and in which words."""

from tabard.notices.work.telling import (
    SETTLED,
    TOLD,
    URGENT,
    Known,
    Page,
    Telling,
    Urgency,
    looked_after,
    mine,
    notices_of,
    settled_by,
    telling_of,
    waits,
)

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
