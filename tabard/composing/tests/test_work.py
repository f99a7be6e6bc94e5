"""Making a picture fit to be kept."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tabard.composing.work import UnfitPictureError, note_taken_up, pictures, prepare, size
from tests import make


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
    assert size(prepared.content) == (80, 60)
    assert opened(prepared.content).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_read(mode: str):
    assert opened(prepare(drawn(mode=mode)).content).mode == "RGB"


def test_print_colours_are_read():
    assert opened(prepare(drawn("JPEG", mode="CMYK")).content).mode == "RGB"


def test_see_through_parts_become_white():
    prepared = prepare(drawn(mode="RGBA"))

    assert opened(prepared.content).getpixel((5, 5)) == (255, 255, 255)


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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_taken_sideways_is_turned_upright(kind: str):
    exif = Image.Exif()
    exif[0x0112] = 6

    prepared = prepare(drawn(kind, exif=exif))

    assert (prepared.width, prepared.height) == (60, 80)


def test_large_picture_is_made_smaller_in_proportion():
    prepared = prepare(drawn("JPEG", of=(6000, 3000)))

    assert (prepared.width, prepared.height) == (2000, 1000)


def test_picture_full_of_detail_is_made_small_in_bytes():
    noise = Image.effect_noise((3000, 3000), 100)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)

    assert len(prepare(out.getvalue()).content) <= pictures.KEPT_BYTES


def test_picture_that_cannot_be_made_small_enough_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "KEPT_BYTES", 100)

    with pytest.raises(UnfitPictureError, match="cannot be made small enough"):
        prepare(drawn())


def test_file_that_is_too_large_is_refused_unread():
    with pytest.raises(UnfitPictureError, match="larger than 16 MB"):
        prepare(bytes(16_000_001))


@pytest.mark.parametrize("of", [(8_000, 6_251), (10_000, 9_000), (20_000, 10_000)])
def test_picture_of_too_many_pixels_is_refused_unread(of: tuple[int, int]):
    with pytest.raises(UnfitPictureError, match="more than 50 million pixels"):
        prepare(drawn(mode="1", of=of))


@pytest.mark.parametrize(
    "raw",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawn("GIF"), drawn("BMP")],
)
def test_file_of_another_kind_is_refused(raw: bytes):
    with pytest.raises(UnfitPictureError, match="Choose a JPEG, PNG or WebP"):
        prepare(raw)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_broken_picture_is_a_picture_or_refused(kind: str, data: st.DataObject):
    whole = bytearray(drawn(kind))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(whole[: data.draw(st.integers(0, len(whole)))])

    try:
        prepared = prepare(broken)
    except UnfitPictureError:
        return
    assert opened(prepared.content).format == "JPEG"


@pytest.mark.django_db
def test_message_is_taken_up_once():
    taken, left = make.approved_message(), make.approved_message()

    note_taken_up([taken])

    taken.refresh_from_db()
    left.refresh_from_db()
    assert (taken.is_taken_up, left.is_taken_up) == (True, False)
