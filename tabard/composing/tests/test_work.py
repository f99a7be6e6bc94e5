"""Making a picture fit to be kept."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tabard.composing.work import (
    UnfitPictureError,
    encoding,
    note_taken_up,
    pictures,
    prepare,
)
from tabard.composing.work.encoding import answer, encode
from tests import make

# Takes all the memory that the process may use, and more.
HUNGRY = f"""
import runpy
runpy.run_path({encoding.__file__!r})["limit"]()
held = bytearray(2_000_000_000)
"""


def drawn(
    kind: str = "PNG", *, mode: str = "RGB", of: tuple[int, int] = (80, 60), **how: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, of).save(out, kind, **how)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_picture_becomes_a_jpeg_of_its_size(kind: str):
    prepared = prepare(drawn(kind))

    assert (prepared.media_type, prepared.width, prepared.height) == ("image/jpeg", 80, 60)
    assert opened(prepared.content).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_read(mode: str):
    assert opened(encode(drawn(mode=mode))[1]).mode == "RGB"


def test_print_colours_are_read():
    assert opened(encode(drawn("JPEG", mode="CMYK"))[1]).mode == "RGB"


def test_see_through_parts_become_white():
    _, content = encode(drawn(mode="RGBA"))

    assert opened(content).getpixel((5, 5)) == (255, 255, 255)


def test_nothing_of_the_metadata_is_left():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    exif.get_ifd(0x8825)[2] = (51.0, 14.0, 0.0)
    raw = drawn("JPEG", exif=exif, comment=b"at home")

    prepared = prepare(raw)

    assert b"Ada" in raw
    assert b"home" in raw
    assert dict(opened(prepared.content).getexif()) == {}
    assert b"Ada" not in prepared.content
    assert b"home" not in prepared.content
    assert prepared.had_place


def test_picture_that_tells_of_no_place_is_told_apart():
    camera = Image.Exif()
    camera[0x010F] = "Camera of Ada"
    in_xmp = drawn("JPEG", xmp=b"<x:xmpmeta exif:GPSLatitude='51,14N'/>")

    assert not encode(drawn("JPEG"))[0].had_place
    assert not encode(drawn("JPEG", exif=camera))[0].had_place
    assert encode(in_xmp)[0].had_place


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_taken_sideways_is_turned_upright(kind: str):
    exif = Image.Exif()
    exif[0x0112] = 6

    said, _ = encode(drawn(kind, exif=exif))

    assert (said.width, said.height) == (60, 80)


def test_large_picture_is_made_smaller_in_proportion():
    prepared = prepare(drawn("JPEG", of=(6000, 3000)))

    assert (prepared.width, prepared.height) == (2000, 1000)


def test_picture_full_of_detail_is_made_small_in_bytes():
    noise = Image.effect_noise((3000, 3000), 100)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)

    assert len(encode(out.getvalue())[1]) <= encoding.KEPT_BYTES


def test_picture_that_cannot_be_made_small_enough_is_refused(monkeypatch):
    monkeypatch.setattr(encoding, "KEPT_BYTES", 100)

    with pytest.raises(UnfitPictureError, match="cannot be made small enough"):
        encode(drawn())


def test_file_that_is_too_large_is_refused_unread():
    with pytest.raises(UnfitPictureError, match="larger than 16 MB"):
        prepare(bytes(16_000_001))


@pytest.mark.parametrize("of", [(8_000, 6_251), (10_000, 9_000), (20_000, 10_000)])
def test_picture_of_too_many_pixels_is_refused_unread(of: tuple[int, int]):
    with pytest.raises(UnfitPictureError, match="more than 50 million pixels"):
        encode(drawn(mode="1", of=of))


def bomb() -> bytes:
    """Give a small PNG that says it has 900 million pixels, and would unpack to 2.7 GB."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(10**6), 9)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (80, 60), colour) for colour in ("red", "green")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


A_PHOTO = Image.effect_noise((400, 300), 80).convert("RGB")


def photo() -> bytes:
    out = io.BytesIO()
    A_PHOTO.save(out, "JPEG")
    return out.getvalue()


UNFIT = {
    "nothing": (b"", "Choose a JPEG, PNG or WebP"),
    "words": (b"no picture", "Choose a JPEG, PNG or WebP"),
    "another kind": (drawn("BMP"), "Choose a JPEG, PNG or WebP"),
    "svg": (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "Save it as PNG"),
    "gif": (moving("GIF"), "This picture moves"),
    "moving webp": (moving("WEBP"), "This picture moves"),
    "moving png": (moving("PNG"), "This picture moves"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "Most Compatible"),
    "cut off": (photo()[:3_000], "ends before its picture does"),
    "bomb": (bomb(), "more than 50 million pixels"),
}


@pytest.mark.parametrize(("raw", "says"), UNFIT.values(), ids=UNFIT)
def test_file_that_is_unfit_is_refused_in_plain_words(raw: bytes, says: str):
    with pytest.raises(UnfitPictureError, match=says):
        encode(raw)


@pytest.mark.parametrize("name", ["bomb", "cut off", "svg"])
def test_process_of_its_own_says_the_same(name: str):
    raw, says = UNFIT[name]

    with pytest.raises(UnfitPictureError, match=says):
        prepare(raw)


def test_photo_of_forty_megapixels_is_taken():
    prepared = prepare(drawn("JPEG", of=(8_000, 5_000)))

    assert (prepared.width, prepared.height) == (2_000, 1_250)


def test_what_hides_behind_a_picture_is_left_behind():
    polyglot = photo() + b"PK\x03\x04 <script>alert(1)</script>"

    _, content = encode(polyglot)

    assert b"script" not in content
    assert b"PK\x03\x04" not in content


def test_process_answers_with_what_the_picture_is_or_why_there_is_none():
    assert answer(b"no picture") == b'{"unfit": "%s"}' % encoding.NO_PICTURE.encode()
    assert answer(drawn()).startswith(b'{"width": 80, "height": 60, "had_place": false}\n\xff\xd8')


@pytest.mark.parametrize("code", ["import time; time.sleep(9)", "raise SystemExit(1)", HUNGRY])
def test_process_that_dies_or_lasts_is_an_unfit_picture(
    code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    script = tmp_path / "encoding.py"
    script.write_text(code)
    monkeypatch.setattr(encoding, "__file__", str(script))
    monkeypatch.setattr(pictures, "PATIENCE", 2.0)

    with pytest.raises(UnfitPictureError, match="too much time or memory"):
        prepare(drawn())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_broken_picture_is_a_picture_or_refused(kind: str, data: st.DataObject):
    whole = bytearray(drawn(kind))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(whole[: data.draw(st.integers(0, len(whole)))])

    try:
        _, content = encode(broken)
    except UnfitPictureError:
        return
    assert opened(content).format == "JPEG"


@pytest.mark.django_db
def test_message_is_taken_up_once():
    taken, left = make.approved_message(), make.approved_message()

    note_taken_up([taken])

    taken.refresh_from_db()
    left.refresh_from_db()
    assert (taken.is_taken_up, left.is_taken_up) == (True, False)
