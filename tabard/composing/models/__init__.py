"""What somebody writes, the review it goes through, and what checks notice about it."""

from tabard.composing.models.findings import (
    ANSWERED,
    FINDING_LIFECYCLE,
    RIGHT,
    Finding,
    FindingState,
    Precision,
    Seen,
)
from tabard.composing.models.messages import (
    LIFECYCLE,
    LONGEST_ALT,
    LONGEST_MESSAGE,
    LONGEST_SAID,
    Message,
    MessageState,
    Picture,
    Piece,
    Version,
    pieces,
)

__all__ = [
    "ANSWERED",
    "FINDING_LIFECYCLE",
    "LIFECYCLE",
    "LONGEST_ALT",
    "LONGEST_MESSAGE",
    "LONGEST_SAID",
    "RIGHT",
    "Finding",
    "FindingState",
    "Message",
    "MessageState",
    "Picture",
    "Piece",
    "Precision",
    "Seen",
    "Version",
    "pieces",
]
