"""Questions across messages, how they will look, and what checks noticed about them."""

from tabard.composing.queries.findings import (
    CheckRow,
    Noticed,
    check_rows,
    check_title,
    excerpt_of,
    noticed_in,
    noticed_while_writing,
    precisions,
)
from tabard.composing.queries.messages import (
    Part,
    Preview,
    Room,
    previews,
    reviewers,
    rooms,
    to_take_up,
    waiting_for_review,
)

__all__ = [
    "CheckRow",
    "Noticed",
    "Part",
    "Preview",
    "Room",
    "check_rows",
    "check_title",
    "excerpt_of",
    "noticed_in",
    "noticed_while_writing",
    "precisions",
    "previews",
    "reviewers",
    "rooms",
    "to_take_up",
    "waiting_for_review",
]
