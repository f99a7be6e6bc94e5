"""Making a picture from outside fit to be kept and sent."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

# Limits for what comes in: bytes of the file, pixels in all.
MOST_BYTES = 16_000_000
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# Limits for what is kept: the longer side in pixels, and bytes that every network here takes.
LONGER_SIDE = 2_000
KEPT_BYTES = 950_000
QUALITIES = (88, 80, 70, 60, 45, 30)


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
    picture.thumbnail((LONGER_SIDE, LONGER_SIDE))
    for quality in QUALITIES:
        content = _as_jpeg(picture, quality)
        if len(content) <= KEPT_BYTES:
            return Prepared(content, "image/jpeg", picture.width, picture.height)
    raise UnfitPictureError("The picture cannot be made small enough. Use a simpler one.")


def _pixels(raw: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise UnfitPictureError("The picture has more than 50 million pixels.")
                upright = ImageOps.exif_transpose(opened)
                return _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPictureError("The picture has more than 50 million pixels.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnfitPictureError(
            "This file is not a picture that can be used. Choose a JPEG, PNG or WebP."
        ) from error


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
