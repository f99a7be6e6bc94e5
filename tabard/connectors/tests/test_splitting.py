"""Words are split into parts that fit, at the ends of sentences, and nothing is lost."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tabard.connectors.api import all_connectors
from tabard.connectors.links import links_in
from tabard.connectors.splitting import split

FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
FLAG = "\N{REGIONAL INDICATOR SYMBOL LETTER G}\N{REGIONAL INDICATOR SYMBOL LETTER B}"
LINK = "https://exampleton.example/libraries?at=oakford&day=1"
WITH_THREADS = sorted(name for name, one in all_connectors().items() if one.limits.parts > 1)

pieces = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
    st.sampled_from(
        [
            FAMILY,
            FLAG,
            LINK,
            " ",
            ". ",
            "! ",
            "\n\n",
            "Dr. ",
            "e.g. ",
            "“Yes?” ",
            "図書館。",
            "word ",
        ]
    ),
)
writings = st.lists(pieces, min_size=1, max_size=120).map("".join)


def within(most: int):
    return lambda part: len(regex.findall(r"\X", part)) <= most


def bare(words: str) -> str:
    return "".join(words.split())


@given(writings, st.integers(min_value=20, max_value=80))
def test_nothing_is_lost_but_spaces_where_parts_meet(words: str, most: int):
    parts = split(words, within(most))

    assert bare("".join(parts)) == bare(words)
    place = 0
    for part in parts:
        found = words.index(part, place)
        assert not words[place:found].strip()
        place = found + len(part)


@given(writings, st.integers(min_value=20, max_value=80), st.booleans())
def test_every_part_fits_and_none_is_empty(
    words: str,
    most: int,
    numbered: bool,  # noqa: FBT001 - drawn by hypothesis
):
    parts = split(words, within(most), numbered=numbered)

    # One “character” of any length stays whole, whatever it is.
    longest = max((len(one.encode()) for one in regex.findall(r"\X", words)), default=0)
    if longest < 100:
        assert [part for part in parts if not within(most)(part)] == []
    assert "" not in parts


@given(writings, st.sampled_from(WITH_THREADS), st.booleans())
def test_every_part_is_within_the_limit_as_its_network_counts(
    words: str,
    network: str,
    numbered: bool,  # noqa: FBT001 - drawn by hypothesis
):
    connector = all_connectors()[network]
    most = connector.limits.length // 4

    def fits(part: str) -> bool:
        return connector.count(part) <= most

    assert all(map(fits, split(words, fits, numbered=numbered)))


@given(writings)
def test_links_and_what_readers_take_for_one_character_stay_whole(words: str):
    parts = split(words, within(80))

    if all(len(word) <= 80 for word in words.split()):
        assert [link for part in parts for link in links_in(part)] == list(links_in(words))
        # Where no spaces are written, a sentence may end inside what looks like one word.
        if "\N{IDEOGRAPHIC FULL STOP}" not in words:
            assert [word for part in parts for word in part.split()] == words.split()
    signs = [sign for part in parts for sign in regex.findall(r"\X", part) if sign.strip()]
    assert signs == [sign for sign in regex.findall(r"\X", words) if sign.strip()]


@given(writings, st.integers(min_value=20, max_value=80))
def test_numbered_parts_say_where_they_stand(words: str, most: int):
    parts = split(words, within(most), numbered=True)

    assert all(
        part.endswith(f" ({place}/{len(parts)})") for place, part in enumerate(parts, start=1)
    )
    assert bare("".join(part.rpartition(" (")[0] for part in parts)) == bare(words)


@pytest.mark.parametrize(
    ("words", "most", "parts"),
    [
        ("", 20, ()),
        ("   \n ", 20, ()),
        ("Short enough.", 20, ("Short enough.",)),
        ("One is here. Two is here. Three.", 26, ("One is here. Two is here.", "Three.")),
        ("“Are you?” she said. (Yes!) He did.", 20, ("“Are you?” she said.", "(Yes!) He did.")),
        ("Ask Dr. Smith at 10 a.m. today. Or Cllr. Jones.", 33, (
            "Ask Dr. Smith at 10 a.m. today.", "Or Cllr. Jones.")),
        ("A heading\nA line of words that goes on", 30, (
            "A heading", "A line of words that goes on")),
        # A sentence that is too long by itself begins where there is room for it.
        ("Hi. This one sentence is too long", 20, ("Hi. This one", "sentence is too long")),
        ("図書館です。今日は休み。", 8, ("図書館です。", "今日は休み。")),
        ("x" * 45, 20, ("x" * 20, "x" * 20, "x" * 5)),
        (f"Look: {'x' * 25} ok", 20, ("Look: " + "x" * 14, "x" * 11 + " ok")),
        (FAMILY * 30, 20, (FAMILY * 20, FAMILY * 10)),
    ],
)  # fmt: skip
def test_words_are_split_where_readers_would(words: str, most: int, parts: tuple[str, ...]):
    assert split(words, within(most)) == parts


def test_hundred_parts_leave_room_for_longer_numbers():
    parts = split("word. " * 120, within(15), numbered=True)

    assert (len(parts), parts[0], parts[-1]) == (120, "word. (1/120)", "word. (120/120)")


def test_part_that_is_a_single_unsplittable_character_is_given_as_it_is():
    heap = "e" + "\N{COMBINING ACUTE ACCENT}" * 50

    assert split(f"a {heap} b", lambda part: len(part) <= 10) == ("a", heap, "b")
