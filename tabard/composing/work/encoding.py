"""Makes one picture anew, in a process of its own that has little time, little memory and no files.

It is run by its path and knows nothing of the product: bytes come in, and a picture goes out behind
a line of JSON that says what it is, or why there is none.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass

from PIL import Image, ImageOps

# Limits for what comes in: pixels in all.
MOST_PIXELS = 50_000_000
# Limits for what is kept: the longer side in pixels, and bytes that every network here takes.
LONGER_SIDE = 2_000
KEPT_BYTES = 950_000
QUALITIES = (88, 80, 70, 60, 45, 30)
FORMATS = ("JPEG", "PNG", "WEBP")
# Kinds of pixel that can be made fewer as they are.
PLAIN = frozenset({"RGB", "RGBA", "L"})
# What the process may use: seconds of a processor, bytes of memory.
MOST_SECONDS = 10
MOST_MEMORY = 1_500_000_000
# The part of EXIF that tells of the place.
GPS = 0x8825
# How far into a file its kind is looked for, in bytes.
HEAD = 1_000

TOO_MANY_PIXELS = "The picture has more than 50 million pixels. Make it smaller first."
NO_PICTURE = "This file is not a picture that can be used. Choose a JPEG, PNG or WebP."
CUT_OFF = (
    "The file ends before its picture does, so it may not have been copied whole. Copy it again, "
    "or choose another JPEG, PNG or WebP."
)
MOVES = "This picture moves. Save one moment of it as JPEG, PNG or WebP, and choose that."
DRAWING = "This is an SVG drawing. Save it as PNG, and choose that."
OF_A_PHONE = (
    "This is a HEIC picture, as iPhones take them. Save it as JPEG, or choose “Most Compatible” in "
    "the camera's settings, and choose it again."
)
TOO_LARGE_STILL = "The picture cannot be made small enough. Use a simpler one."


class UnfitPictureError(Exception):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a picture that was made anew is, and whether the one that came told of its place."""

    width: int
    height: int
    had_place: bool


def encode(raw: bytes) -> tuple[Said, bytes]:
    """Make a picture anew as JPEG, upright, within the limits, without a byte of its metadata."""
    picture, had_place = _pixels(raw)
    for quality in QUALITIES:
        content = _as_jpeg(picture, quality)
        if len(content) <= KEPT_BYTES:
            return Said(picture.width, picture.height, had_place), content
    raise UnfitPictureError(TOO_LARGE_STILL)


def _pixels(raw: bytes) -> tuple[Image.Image, bool]:
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
            return _small(opened), _tells_of_place(opened, raw)
    except UnfitPictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPictureError(TOO_MANY_PIXELS) from error
    # Readers of pictures raise many kinds of error at bytes that are none.
    except Exception as error:
        raise UnfitPictureError(_why(raw, error)) from error


def _why(raw: bytes, error: Exception) -> str:
    """Say in plain words what is wrong with a file that cannot be read."""
    head = raw[:HEAD].lower()
    if raw.startswith((b"GIF87a", b"GIF89a")):
        return MOVES
    if b"<svg" in head:
        return DRAWING
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        return OF_A_PHONE
    return CUT_OFF if "truncated" in str(error) else NO_PICTURE


def _tells_of_place(opened: Image.Image, raw: bytes) -> bool:
    """Say whether EXIF or XMP tells where the picture was taken."""
    return bool(opened.getexif().get_ifd(GPS)) or b"exif:GPSLatitude" in raw


def _small(opened: Image.Image) -> Image.Image:
    """Read the pixels, upright, on white, and not more of them than are kept."""
    if opened.width * opened.height > MOST_PIXELS:
        raise UnfitPictureError(TOO_MANY_PIXELS)
    if getattr(opened, "n_frames", 1) > 1:
        raise UnfitPictureError(MOVES)
    # A JPEG can be read at a fraction of its size, in a fraction of the time and memory.
    opened.draft("RGB", (LONGER_SIDE, LONGER_SIDE))
    seen = opened.convert("RGBA") if opened.mode not in PLAIN else opened
    seen.thumbnail((LONGER_SIDE, LONGER_SIDE))
    return _on_white(ImageOps.exif_transpose(seen))


def _on_white(picture: Image.Image) -> Image.Image:
    """Lay see-through parts on white, since JPEG has none."""
    seen = picture.convert("RGBA")
    fresh = Image.new("RGB", seen.size, "white")
    fresh.paste(seen, mask=seen.getchannel("A"))
    return fresh


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def answer(raw: bytes) -> bytes:
    """Give what the process says of a file: a line of JSON, and the picture if there is one."""
    try:
        said, content = encode(raw)
    except UnfitPictureError as error:
        return json.dumps({"unfit": str(error)}).encode()
    return json.dumps(asdict(said)).encode() + b"\n" + content


def limit() -> None:
    """Give the process little to do harm with, before it reads anything."""
    limits = {
        resource.RLIMIT_CPU: MOST_SECONDS,
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        # Some systems know a limit and do not let it be set.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":  # pragma: no cover - runs in a process of its own
    limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
