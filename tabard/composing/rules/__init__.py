"""Who may write, submit and review a message, and what a network takes of it."""

from tabard.composing.rules.findings import (
    can_be_dismissed,
    is_answered,
    may_go_with,
    nothing_stops,
)
from tabard.composing.rules.going import (
    FURTHEST_AHEAD,
    fits,
    goes_somewhere,
    has_its_picture,
    is_described,
    is_in_time,
    may_go,
    says_something,
)
from tabard.composing.rules.messages import (
    is_what_was_read,
    may_approve,
    may_change,
    may_review,
    may_see,
    may_send_back,
    may_take_back,
)

__all__ = [
    "FURTHEST_AHEAD",
    "can_be_dismissed",
    "fits",
    "goes_somewhere",
    "has_its_picture",
    "is_answered",
    "is_described",
    "is_in_time",
    "is_what_was_read",
    "may_approve",
    "may_change",
    "may_go",
    "may_go_with",
    "may_review",
    "may_see",
    "may_send_back",
    "may_take_back",
    "nothing_stops",
    "says_something",
]
