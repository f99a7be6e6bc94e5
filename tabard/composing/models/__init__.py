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
    InParts,
    Message,
    MessageState,
    Picture,
    Piece,
    Version,
    fit_in_one,
    parts_of,
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
    "InParts",
    "Message",
    "MessageState",
    "Picture",
    "Piece",
    "Precision",
    "Seen",
    "Version",
    "fit_in_one",
    "parts_of",
    "pieces",
]
