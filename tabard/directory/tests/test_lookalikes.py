"""Which names a reader could take for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.directory.rules.lookalikes import looks_like, skeleton

OURS = ["ada_libraries", "ranger_eilidh"]


@pytest.mark.parametrize(
    "name",
    [
        "ada_l1braries",
        "ada_librarles",
        "adalibraries",
        "ada-libraries",
        "ada.libraries",
        "Ada_Librarie5",
        "ad\u0430_libraries",
        "\uff41da_libraries",
        "a\u0301da_libraries",
    ],
)
def test_a_name_that_looks_like_ours_is_found(name: str):
    assert looks_like(name, OURS) == "ada_libraries"


@pytest.mark.parametrize("name", ["ada_libraries", "ADA_Libraries", "ada_library", "eilidh", ""])
def test_the_name_itself_and_other_names_are_not(name: str):
    assert looks_like(name, OURS) == ""


@pytest.mark.parametrize(("one", "other"), [("modern", "modem"), ("vvool", "wool")])
def test_pairs_that_look_like_one_letter(one: str, other: str):
    assert skeleton(one) == skeleton(other)


@given(st.text(max_size=60))
def test_a_skeleton_has_none_of_its_own(name: str):
    assert skeleton(skeleton(name)) == skeleton(name)
