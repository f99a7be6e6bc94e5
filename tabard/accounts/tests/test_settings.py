"""Names that nobody may take, and what the settings show of them."""

import pytest

from tabard.accounts.settings import COUNCILLORS, RESERVED_NAMES
from tests import make


def test_no_councillor_is_entered_at_first_and_the_page_says_so():
    assert COUNCILLORS.default == []
    assert COUNCILLORS.example([]) == (
        "Nobody is entered, so no handle is kept from looking like a councillor's."
    )
    assert "nothing is compared with the names of councillors" in COUNCILLORS.help


@pytest.mark.django_db
def test_example_of_reserved_names_shows_what_each_blocks_and_what_it_leaves():
    make.council()
    reserved = "“mayor” is a name that the council has reserved."

    assert RESERVED_NAMES.example(["mayor"]).splitlines() == [
        f"the_mayor: {reserved}",
        f"mayorofexampleton: {reserved}",
        *("mayorga_roads: can be had.", "press_team: can be had.", "pressteam: can be had."),
        *("expressbus: can be had.", "ada_libraries: can be had.", "cllr_j_smith: can be had."),
    ]


@pytest.mark.django_db
def test_reserved_names_that_come_with_tabard_leave_ordinary_ones():
    shown = RESERVED_NAMES.example(RESERVED_NAMES.default)

    assert shown.count("can be had.") == 3
    assert [line for line in shown.splitlines() if "can be had." in line] == [
        "mayorga_roads: can be had.",
        "expressbus: can be had.",
        "ada_libraries: can be had.",
    ]


@pytest.mark.parametrize(
    ("councillor", "free"),
    [
        ("Cllr Jane Smith", ["j_smith", "jane_smithson", "jane_libraries"]),
        ("Cllr Cher", ["ada_cher", "cllr_a_cher", "a_cher", "ada_cherson", "ada_libraries"]),
        ("—", []),
    ],
)
def test_example_of_councillors_shows_what_the_first_one_blocks(councillor: str, free: list[str]):
    shown = COUNCILLORS.example([councillor])

    assert [line.partition(":")[0] for line in shown.splitlines() if "can be had" in line] == free
