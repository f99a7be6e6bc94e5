"""Making pictures fit to be kept, reading linked pages, having words checked, and handing on."""

from tabard.composing.work.checking import COULD_NOT_LOOK, look, look_at, running
from tabard.composing.work.encoding import UnfitPictureError
from tabard.composing.work.handing import note_taken_up
from tabard.composing.work.linking import (
    addresses_in,
    drop_unread_pages,
    forget_pages,
    keep_pages,
)
from tabard.composing.work.parting import split
from tabard.composing.work.pictures import MOST_BYTES, Prepared, prepare
from tabard.composing.work.reading import DEADLINE, MOST_OF_ANSWER, read_page
from tabard.composing.work.relaxing import relax

__all__ = [
    "COULD_NOT_LOOK",
    "DEADLINE",
    "MOST_BYTES",
    "MOST_OF_ANSWER",
    "Prepared",
    "UnfitPictureError",
    "addresses_in",
    "drop_unread_pages",
    "forget_pages",
    "keep_pages",
    "look",
    "look_at",
    "note_taken_up",
    "prepare",
    "read_page",
    "relax",
    "running",
    "split",
]
