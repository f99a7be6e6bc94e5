"""Setting deliveries going, stopping, freezing and moving them, taking down, and calendars."""

from tabard.publishing.actions.calendar import make_feed, move, stop_feed
from tabard.publishing.actions.deliveries import (
    DEAD_AFTER,
    SWEEP_LOCK,
    TICK_LOCK,
    call_off,
    comment,
    draw,
    drop_samples_of_leavers,
    find_fine,
    sweep,
    take_down,
    tick,
    wake_the_forgotten,
)
from tabard.publishing.actions.freezing import (
    Extent,
    begin_freeze,
    drop_freeze,
    freeze,
    let_pass,
    say_why_frozen,
    thaw,
)

__all__ = [
    "DEAD_AFTER",
    "SWEEP_LOCK",
    "TICK_LOCK",
    "Extent",
    "begin_freeze",
    "call_off",
    "comment",
    "draw",
    "drop_freeze",
    "drop_samples_of_leavers",
    "find_fine",
    "freeze",
    "let_pass",
    "make_feed",
    "move",
    "say_why_frozen",
    "stop_feed",
    "sweep",
    "take_down",
    "thaw",
    "tick",
    "wake_the_forgotten",
]
