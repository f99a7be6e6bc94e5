"""Accounts, posts and pictures of the practice network, and conversations to learn in."""

from tabard.practice.models.posts import (
    HANDLE,
    KEY,
    LONGEST_ALT,
    LONGEST_WORDS,
    MOST_BYTES_OF_PICTURE,
    MOST_BYTES_OF_WORDS,
    MOST_PICTURES,
    SHA256,
    MediaType,
    Piece,
    PracticeAccount,
    PracticePicture,
    PracticePost,
    PracticeUpload,
)
from tabard.practice.models.threads import PracticeThread, ThreadPost

__all__ = [
    "HANDLE",
    "KEY",
    "LONGEST_ALT",
    "LONGEST_WORDS",
    "MOST_BYTES_OF_PICTURE",
    "MOST_BYTES_OF_WORDS",
    "MOST_PICTURES",
    "SHA256",
    "MediaType",
    "Piece",
    "PracticeAccount",
    "PracticePicture",
    "PracticePost",
    "PracticeThread",
    "PracticeUpload",
    "ThreadPost",
]
