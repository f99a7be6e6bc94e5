"""Making a picture from outside fit to be kept and sent."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

# Limits for what comes in: bytes of the file, pixels in all.
MOST_BYTES = 16_000_000
MOST_PIXELS = 50_000_000
TOO_MANY_PIXELS = "The picture has more than 50 million pixels. Make it smaller first."
FORMATS = ("JPEG", "PNG", "WEBP")
# Limits for what is kept: the longer side in pixels, and bytes that every network here takes.
LONGER_SIDE = 2_000
KEPT_BYTES = 950_000
QUALITIES = (88, 80, 70, 60, 45, 30)
# Kinds of pixel that can be made fewer as they are.
PLAIN = frozenset({"RGB", "RGBA", "L"})


class UnfitPictureError(Exception):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made anew from the pixels of another: nothing of its metadata is left."""

    content: bytes
    media_type: str
    width: int
    height: int


def prepare(raw: bytes) -> Prepared:
    """Make a picture anew as JPEG, upright, within the limits, without a byte of its metadata."""
    if len(raw) > MOST_BYTES:
        raise UnfitPictureError("The picture is larger than 16 MB. Make it smaller first.")
    picture = _pixels(raw)
    for quality in QUALITIES:
        content = _as_jpeg(picture, quality)
        if len(content) <= KEPT_BYTES:
            return Prepared(content, "image/jpeg", picture.width, picture.height)
    raise UnfitPictureError("The picture cannot be made small enough. Use a simpler one.")


def size(content: bytes) -> tuple[int, int]:
    """Give width and height of a picture that was prepared."""
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size


def _pixels(raw: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
            return _small(opened)
    except UnfitPictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPictureError(TOO_MANY_PIXELS) from error
    # Readers of pictures raise many kinds of error at bytes that are none.
    except Exception as error:
        raise UnfitPictureError(
            "This file is not a picture that can be used. Choose a JPEG, PNG or WebP."
        ) from error


def _small(opened: Image.Image) -> Image.Image:
    """Read the pixels, upright, on white, and not more of them than are kept."""
    if opened.width * opened.height > MOST_PIXELS:
        raise UnfitPictureError(TOO_MANY_PIXELS)
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
