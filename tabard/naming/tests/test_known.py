"""Which handles are to be had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.lookalikes import skeleton
from tabard.common.rules import Refused
from tabard.naming.known import AROUND, Known, may_be_called, may_be_connected, words

KNOWN = Known.of(
    taken={"ada_libraries": "an account of the council on Bluesky"},
    reserved=["press office", "mayor"],
    councillors=["Cllr Jane Smith", "Councillor Bo Li", "Mayor", "Cllr Madonna"],
    around=["Exampleton County Council"],
)


def why(handle: str, network: str = "practice") -> str:
    refusal = may_be_called(handle, network, KNOWN)
    return refusal.why if refusal else ""


@pytest.mark.parametrize(
    "handle",
    [
        *("ada_highways", "mayorga_roads", "press_officer", "jane_highways", "boliver_roads"),
        *("bo_l", "expressbus", "pressure_washers", "jane_smithson", "janesmithson", "j_smith"),
        *("smith_roads", "mayors_walk", "smithcllrs"),
    ],
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
        ("pressofficeteam", "“press office” is a name that the council has reserved."),
        ("theexampletonpressoffice", "“press office” is a name that the council has reserved."),
        ("mayorofexampleton", "“mayor” is a name that the council has reserved."),
        ("lordmayor", "“mayor” is a name that the council has reserved."),
        ("mayor2", "“mayor” is a name that the council has reserved."),
        ("j_smith_cllr", "It could be taken for an account of Cllr Jane Smith."),
        ("cllr_j_smith", "It could be taken for an account of Cllr Jane Smith."),
        ("smith_cllr", "It could be taken for an account of Cllr Jane Smith."),
        ("smithj_councillor", "It could be taken for an account of Cllr Jane Smith."),
        ("janesmithexampleton", "It could be taken for an account of Cllr Jane Smith."),
        ("bo_li", "It could be taken for an account of Councillor Bo Li."),
        ("bo", "It has 2 characters, and The practice network needs at least 3."),
    ],
)
def test_names_that_are_taken_reserved_or_a_councillors_are_not(handle: str, problem: str):
    assert why(handle) == problem


def test_councillor_of_one_name_keeps_it_with_the_title_alone():
    assert why("madonna_roads") == ""
    assert why("cllr_madonna") == "It could be taken for an account of Cllr Madonna."


WORDS = st.lists(st.sampled_from([*AROUND, "exampleton", "2026"]), max_size=3)
# Words in which a reserved or a councillor's name stands as part of another.
OTHER_WORDS = st.lists(
    st.sampled_from(["mayorga", "expressoffices", "mayors", "smithson", "bolivia", "ada", "roads"]),
    min_size=1,
    max_size=4,
)
JOINERS = st.sampled_from(["", "_", ".", "-"])
NAMES = st.sampled_from(
    ["mayor", "pressoffice", "press_office", "janesmith", "smith_jane", "cllrsmith", "j_smith_cllr"]
)


@given(WORDS, NAMES, WORDS, JOINERS)
def test_no_expected_word_around_a_name_hides_it(
    before: list[str], name: str, behind: list[str], joiner: str
):
    assert KNOWN.problem_with_words(joiner.join([*before, name, *behind])) != ""


@given(OTHER_WORDS, st.sampled_from(["_", ".", "-"]))
def test_nothing_is_found_within_other_words(parts: list[str], joiner: str):
    assert KNOWN.problem_with_words(joiner.join(parts)) == ""


@given(st.text("abcdefghijklmnopqrstuvwxyz_", max_size=30))
def test_nobody_is_found_where_their_name_is_not_written(label: str):
    seen = skeleton(label)
    names = {**KNOWN.reserved, **KNOWN.councillors}

    if not any(name in seen for name in names):
        assert KNOWN.problem_with_words(label) == ""


@pytest.mark.parametrize("name", ["Mayor of Exampleton", "The M\u00e1yor", "m\u0430y\u043er team"])
def test_name_that_residents_see_is_read_as_a_hasty_reader_does(name: str):
    assert KNOWN.problem_with_words(name) == "“mayor” is a name that the council has reserved."


def test_what_exists_is_connected_unless_it_is_somebody_elses():
    refusal = may_be_connected("ada_l1braries@social.example", "mastodon", KNOWN)

    assert refusal == Refused(
        "ada_l1braries@social.example cannot be connected. "
        "It looks like ada_libraries, an account of the council on Bluesky."
    )
    assert may_be_connected("a.b", "pixelpost", KNOWN) is None


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


COUNCIL = Known.of(council=["Exampleton County Council", "Exampleton"])
GENERIC_WORDS = st.lists(st.sampled_from(sorted({*AROUND, "cc", "help", "bot"})), max_size=3)


@pytest.mark.parametrize(
    "handle",
    [
        *("exampleton", "exampletonCC", "exampleton_help", "ExampletonBot", "the_exampleton"),
        *("exampleton_news_team", "exampletoncountycouncil", "exarnpleton_official"),
    ],
)
def test_name_of_the_council_alone_is_no_persons(handle: str):
    assert COUNCIL.problem_with(handle).endswith("itself, not for a person.")


def test_account_of_several_people_may_have_the_name_of_the_council():
    assert COUNCIL.of_several().problem_with("exampleton_help") == ""


@pytest.mark.parametrize(
    "handle",
    [
        *("ada_pugh_exampleton", "ada_exampleton", "exampleton_ranger", "exampletonreads"),
        *("rangerexampleton", "exampletonia", "council_news", "exampletons_ada"),
    ],
)
def test_name_of_the_council_with_a_persons_name_or_role_is_to_be_had(handle: str):
    assert COUNCIL.problem_with(handle) == ""


@given(GENERIC_WORDS, GENERIC_WORDS, JOINERS)
def test_no_generic_word_makes_the_council_a_person(
    before: list[str], behind: list[str], joiner: str
):
    assert COUNCIL.problem_with(joiner.join([*before, "exampleton", *behind])) != ""


@given(GENERIC_WORDS, st.sampled_from(["ada", "ranger", "libraries", "zo"]), JOINERS)
def test_name_of_somebody_beside_that_of_the_council_is_enough(
    words_beside: list[str], name: str, joiner: str
):
    assert COUNCIL.problem_with(joiner.join([*words_beside, name, "exampleton"])) == ""
