"""Which names a reader could take for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.lookalikes import looks_like, prototypes, skeleton

OURS = ["ada_libraries", "ranger_eilidh"]
SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
# What Unicode's confusables say is drawn like each of these signs.
DRAWN_LIKE = {sign: [sign, sign.upper()] for sign in SIGNS}
for one, drawn in prototypes().items():
    for sign in SIGNS:
        if drawn == prototypes().get(ord(sign), sign):
            DRAWN_LIKE[sign].append(chr(one))


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


@pytest.mark.parametrize(
    ("sign", "letter"),
    [
        *(("\u0430", "a"), ("\u0432", "b"), ("\u0441", "c"), ("\u0501", "d"), ("\u0435", "e")),
        *(("\u0493", "f"), ("\u0261", "g"), ("\u043d", "h"), ("\u0458", "j"), ("\u043a", "k")),
        *(("\u0456", "l"), ("\u0142", "l"), ("\u043c", "m"), ("\u03b7", "n"), ("\u043e", "o")),
        *(("\u0440", "p"), ("\u051b", "q"), ("\u0433", "r"), ("\u0455", "s"), ("\u0442", "t")),
        *(("\u03c5", "u"), ("\u03bd", "v"), ("\u051d", "w"), ("\u0445", "x"), ("\u0443", "y")),
        *(("1", "l"), ("I", "l"), ("0", "o"), ("3", "e"), ("5", "s"), ("\u0392", "b")),
    ],
)
def test_letters_of_other_scripts_and_digits_are_taken_for_latin(sign: str, letter: str):
    assert skeleton(f"x{sign}x") == skeleton(f"x{letter}x")


@given(st.data(), st.text(SIGNS, min_size=1, max_size=20))
def test_a_name_drawn_in_other_signs_is_always_found(data: st.DataObject, name: str):
    drawn = "".join(data.draw(st.sampled_from(DRAWN_LIKE[sign])) for sign in name)

    assert skeleton(drawn) == skeleton(name)


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u2060"])
def test_signs_that_cannot_be_seen_make_no_difference(unseen: str):
    assert looks_like(f"ada_{unseen}libraries", OURS) == "ada_libraries"


@given(st.text(max_size=60))
def test_a_skeleton_has_none_of_its_own(name: str):
    assert skeleton(skeleton(name)) == skeleton(name)
