"""Which handles are to be had."""

import pytest

from tabard.naming.known import Known, may_be_called, words

KNOWN = Known.of(
    taken={"ada_libraries": "an account of the council on Bluesky"},
    reserved=["press office", "mayor"],
    councillors=["Cllr Jane Smith", "Councillor Bo Li", "Mayor"],
)


def why(handle: str, network: str = "practice") -> str:
    refusal = may_be_called(handle, network, KNOWN)
    return refusal.why if refusal else ""


@pytest.mark.parametrize(
    "handle",
    ["ada_highways", "mayorga_roads", "press_officer", "jane_highways", "boliver_roads", "bo_l"],
)
def test_other_names_are_to_be_had(handle: str):
    assert why(handle) == ""


@pytest.mark.parametrize(
    ("handle", "problem"),
    [
        ("ada_libraries", "It is an account of the council on Bluesky already."),
        ("adalibraries", "It looks like ada_libraries, an account of the council on Bluesky."),
        ("ada_l1brar1es", "It looks like ada_libraries, an account of the council on Bluesky."),
        ("press_office", "“press office” is a name that the council has reserved."),
        ("the_press_office_ada", "“press office” is a name that the council has reserved."),
        ("pressoffice", "“press office” is a name that the council has reserved."),
        ("ada_mayor", "“mayor” is a name that the council has reserved."),
        ("jane_smith", "It could be taken for an account of Cllr Jane Smith."),
        ("smith_jane_roads", "It could be taken for an account of Cllr Jane Smith."),
        ("cllrjane5mith", "It could be taken for an account of Cllr Jane Smith."),
        ("cllr_smith", "It could be taken for an account of Cllr Jane Smith."),
        ("councillor_smith_1", "It could be taken for an account of Cllr Jane Smith."),
        ("bo_li", "It could be taken for an account of Councillor Bo Li."),
        ("bo", "It has 2 characters, and The practice network needs at least 3."),
    ],
)
def test_names_that_are_taken_reserved_or_a_councillors_are_not(handle: str, problem: str):
    assert why(handle) == problem


def test_capitals_part_words_where_a_network_has_them():
    assert why("AdaPressOffice", "x") == "“press office” is a name that the council has reserved."


def test_accounts_under_one_domain_are_told_apart_by_what_stands_before_it():
    taken = "It is an account of the council on Bluesky already."

    assert why("ada-libraries.council.test", "bluesky").startswith("It looks like ada_libraries")
    assert why("mayor.council.test", "bluesky").startswith("“mayor”")
    assert why("ada_libraries", "instagram") == taken


def test_on_a_network_without_a_rule_names_are_still_kept_apart():
    assert why("ada.libraries", "pixelpost").startswith("It looks like ada_libraries")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ó'Brien-Łukasz", ["obrien", "lukasz"]),
        ("O\u2019Brien", ["obrien"]),
        ("van der Berg", ["van", "der", "berg"]),
        ("Χρήστος", ["christos"]),
        ("Шевченко", ["shevchenko"]),
        ("李小龙", ["lixiaolong"]),
        ("Groß", ["gross"]),
        ("", []),
        ("—", []),
    ],
)
def test_names_of_every_script_have_latin_words(name: str, said: list[str]):
    assert words(name) == said
