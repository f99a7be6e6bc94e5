"""Setting deliveries going, stopping and moving them, taking posts down, and calendars."""

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

__all__ = [
    "DEAD_AFTER",
    "SWEEP_LOCK",
    "TICK_LOCK",
    "call_off",
    "comment",
    "draw",
    "drop_samples_of_leavers",
    "find_fine",
    "make_feed",
    "move",
    "stop_feed",
    "sweep",
    "take_down",
    "tick",
    "wake_the_forgotten",
]
