"""The pictures of the demonstration."""

import hashlib
import io
import tomllib

import pytest
from PIL import Image

from tabard.home.actions import STORY
from tabard.home.work import HEIGHT, PICTURES, WIDTH, draw


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_drawn(name: str):
    with Image.open(io.BytesIO(draw(name))) as picture:
        colours = picture.getcolors(maxcolors=100_000)

        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
        assert colours is not None
        assert len(colours) > 10


def test_no_two_pictures_are_the_same():
    digests = {hashlib.sha256(draw(name)).hexdigest() for name in PICTURES}

    assert len(digests) == len(PICTURES)


def test_the_story_has_a_description_of_each_picture_it_shows():
    story = tomllib.loads(STORY.read_text(encoding="utf-8"))
    shown = {post["picture"]: post["alt"] for post in story["posts"] if "picture" in post}

    assert set(shown) == set(PICTURES)
    assert all(alt.endswith(".") for alt in shown.values())
