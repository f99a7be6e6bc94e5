"""Making pictures fit to be kept, having words checked, and handing messages on."""

from tabard.composing.work.checking import COULD_NOT_LOOK, look, look_at, running
from tabard.composing.work.encoding import UnfitPictureError
from tabard.composing.work.handing import note_taken_up
from tabard.composing.work.parting import split
from tabard.composing.work.pictures import MOST_BYTES, Prepared, prepare, size
from tabard.composing.work.relaxing import relax

__all__ = [
    "COULD_NOT_LOOK",
    "MOST_BYTES",
    "Prepared",
    "UnfitPictureError",
    "look",
    "look_at",
    "note_taken_up",
    "prepare",
    "relax",
    "running",
    "size",
    "split",
]
