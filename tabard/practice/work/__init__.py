"""What the practice network does for its clients, and for those who learn on it.

This is the other side of the council's own history: what a network does when it is asked to.
"""

from tabard.practice.work.posts import (
    A_TIME,
    MOST_AT_A_TIME,
    PATIENCE,
    KeyTakenError,
    NothingToAnswerError,
    TooManyError,
    UnknownPictureError,
    forget_token,
    keep_picture,
    publish,
    take_down,
)

__all__ = [
    "A_TIME",
    "MOST_AT_A_TIME",
    "PATIENCE",
    "KeyTakenError",
    "NothingToAnswerError",
    "TooManyError",
    "UnknownPictureError",
    "forget_token",
    "keep_picture",
    "publish",
    "take_down",
]
