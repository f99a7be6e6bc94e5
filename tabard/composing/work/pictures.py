"""Having a picture from outside made fit to be kept and sent, by a process that can be lost."""

import json
import subprocess
import sys
from dataclasses import dataclass

from tabard.composing.work import encoding
from tabard.composing.work.encoding import UnfitPictureError

# The most bytes of a file that comes in.
MOST_BYTES = 16_000_000
# Seconds that somebody waits for a picture at most.
PATIENCE = 15.0
TOO_HARD = (
    "The picture takes too much time or memory to be read. Save it anew as JPEG, or choose another "
    "one."
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made anew from the pixels of another: nothing of its metadata is left.

    `had_place` says whether the other one told where it was taken.
    """

    content: bytes
    media_type: str
    width: int
    height: int
    had_place: bool = False


def prepare(raw: bytes) -> Prepared:
    """Make a picture anew as JPEG, upright, within the limits, without a byte of its metadata."""
    if len(raw) > MOST_BYTES:
        raise UnfitPictureError("The picture is larger than 16 MB. Make it smaller first.")
    told, _, content = _ask(raw).partition(b"\n")
    said = json.loads(told)
    if "unfit" in said:
        raise UnfitPictureError(said["unfit"])
    return Prepared(content, "image/jpeg", said["width"], said["height"], said["had_place"])


def _ask(raw: bytes) -> bytes:
    """Run the process that reads pictures; one that dies or lasts is a picture that is unfit."""
    # Apart from the product's own code, settings and environment.
    command = [sys.executable, "-I", encoding.__file__]
    try:
        ran = subprocess.run(  # noqa: S603 - our own file, by our own Python
            command, input=raw, capture_output=True, timeout=PATIENCE, check=True, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UnfitPictureError(TOO_HARD) from error
    return ran.stdout
