"""A text is made plain once, and every place in it leads back to what was written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import LONGEST, Text

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aZ1 \u200b\u202e\u0301\ufb01\u00bd\u2019\u0130\U0001f468\ufe0f\ud800`\t"),
    ),
    max_size=60,
)


def plain_words(text: Text) -> list[tuple[str, str]]:
    """Give each word with what was written in its place."""
    return [(one.word, text.written[slice(*text.span(one.start, one.end))]) for one in text.tokens]


def test_what_looks_alike_or_is_unseen_is_made_plain():
    text = Text("\u202e“It\u2019s”\u2013 pass\u200bword \uff11\u0662\u00b2 ﬁne e\u0301 \ud800 a\tb")

    assert text.plain == '"It\'s"- password 122 fine \u00e9 \ufffd a b'
    assert plain_words(text)[:3] == [
        ("it's", "It\u2019s"),
        ("password", "pass\u200bword"),
        ("122", "\uff11\u0662\u00b2"),
    ]


def test_a_hashtag_is_parted_into_its_words():
    assert [one.word for one in Text("#VirginiaWater #A3Closed #gritting BigNews").tokens] == [
        *("virginia", "water", "a", "3", "closed", "gritting", "bignews")
    ]


def test_whom_a_post_is_to_is_no_word_of_it():
    assert [one.word for one in Text("@council (@mayor) jane@mail.org @ home").tokens] == [
        *("jane", "mail", "org", "home")
    ]


def test_small_letters_are_as_long_as_the_plain_text():
    text = Text("\u0130stanbul")

    assert (len(text.lower), text.lower[1:]) == (len(text.plain), "stanbul")


def test_what_is_longer_than_any_post_is_not_read_on():
    text = Text("a" * LONGEST + "b" * 10_000_000)

    assert (text.cut, text.plain) == (True, "a" * LONGEST)
    assert not Text("a" * LONGEST).cut


def test_near_looks_as_far_as_it_is_told_and_not_at_the_place_itself():
    text = Text("child, as it were, 12 debt")

    assert text.near((19, 21), frozenset({"child"}), before=19)
    assert not text.near((19, 21), frozenset({"child"}), before=18)
    assert text.near((0, 5), frozenset({"debt"}))
    assert not text.near((0, 5), frozenset({"debt"}), after=10)
    assert not text.near((0, 5), frozenset({"child", "care"}))


@given(ODD)
def test_every_place_leads_back_in_order(written: str):
    text = Text(written)

    places = [text.span(at, at + 1) for at in range(len(text.plain))]

    assert all(0 <= start < end <= len(written) for start, end in places)
    assert places == sorted(places)
    assert [text.span(at, at) for at in range(len(text.plain))] == [
        (start, start) for start, _ in places
    ]
    assert text.span(len(text.plain), len(text.plain)) <= (len(written), len(written))


@given(ODD)
def test_plain_letters_and_figures_stand_where_they_were_written(written: str):
    text = Text(written)
    alone = re.compile(
        "[A-Za-z0-9](?![\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff])"
    )

    for found in alone.finditer(written):
        place = text.plain_place(found.start())
        assert (text.plain[place], text.span(place, place + 1)) == (found[0], found.span())


@given(ODD)
def test_small_letters_are_always_as_long(written: str):
    text = Text(written)

    assert len(text.lower) == len(text.plain)
    assert text.vocabulary == {one.word for one in text.tokens}


@pytest.mark.parametrize("odd", ["\ufdfa", "a\ufdfa", "x" * 9 + "\ufdfa"])
def test_no_more_is_read_though_one_sign_can_be_eighteen(odd: str):
    text = Text(odd * LONGEST)

    assert LONGEST - 30 < len(text.plain) <= LONGEST
    assert text.span(0, 1) == (0, 1)
    start, end = text.span(len(text.plain) - 1, len(text.plain))
    assert 0 <= start < end <= LONGEST
