"""Alt text says what a picture shows: not nothing, not its file, not that it is a picture."""

import pytest

from tabard.checks.api import Facts, Part, Picture, Text, Written
from tabard.checks.plain.alt_text import AltText

GOOD = "A gritter at night on a snowy lane"


def kinds(alt: str, *, file_name: str = "", decorative: bool = False) -> list[str]:
    picture = Picture(Text(alt), file_name=file_name, decorative=decorative)
    written = Written(Text("Gritting tonight"), pictures=(Picture(Text(GOOD)), picture))
    found = list(AltText(Facts()).look(written))
    assert [(one.part, one.which) for one in found] == [(Part.ALT_TEXT, 1)] * len(found)
    return [one.kind for one in found]


@pytest.mark.parametrize(
    ("alt", "kind"),
    [
        (" ", "alt_text_missing"),
        ("IMG_2041.jpg", "alt_text_file_name"),
        ("final_version", "alt_text_file_name"),
        ("A picture of a gritter at night", "alt_text_opening"),
        ("image", "alt_text_opening"),
        ("Gritting tonight", "alt_text_repeats"),
        ("Gritter", "alt_text_short"),
        ("word " * 80, "alt_text_long"),
    ],
)
def test_what_is_wrong_with_it_is_named(alt: str, kind: str):
    assert kinds(alt) == [kind]


def test_good_alt_text_and_decoration_are_left_alone():
    assert kinds(GOOD) == []
    assert kinds("", decorative=True) == []


def test_the_name_of_its_own_file_is_no_alt_text():
    assert kinds("Gritter at night", file_name="gritter at night") == ["alt_text_file_name"]
