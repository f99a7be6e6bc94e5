"""What is new in a text: told so that nothing of either text is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.training.work.difference import (
    Block,
    Change,
    Kind,
    Piece,
    compare,
    how_many,
    paragraphs,
    stretches,
)

C, K = Change, Kind
WORDS = st.lists(st.sampled_from(["be", "kind", "and", "clear", "never", "rude"]), min_size=1)
PARAGRAPH = st.tuples(st.sampled_from(["", "- ", "## "]), WORDS).map(
    lambda told: told[0] + " ".join(told[1])
)
TEXT = st.lists(PARAGRAPH, max_size=8).map("\n\n".join)


def words_of(blocks: list[Block], *, without: Change) -> list[str]:
    return [
        word
        for block in blocks
        for piece in block.pieces
        if piece.change != without
        for word in piece.words.split()
    ]


def all_words(text: str) -> list[str]:
    return [word for _, words in paragraphs(text) for word in words]


def test_same_text_has_no_change():
    blocks = compare("## Promise\n\nBe kind.", "## Promise\n\nBe kind.")

    assert blocks == [
        Block(K.HEADING, C.SAME, (Piece(C.SAME, "Promise"),)),
        Block(K.WORDS, C.SAME, (Piece(C.SAME, "Be kind."),)),
    ]
    assert how_many(blocks) == {"added": 0, "removed": 0, "changed": 0}


def test_words_are_marked_inside_their_paragraph():
    [block] = compare("- I answer within a day.", "- I answer within two days.")

    assert (block.kind, block.change) == (K.ITEM, C.CHANGED)
    assert block.pieces == (
        Piece(C.SAME, "I answer within"),
        Piece(C.REMOVED, "a day."),
        Piece(C.ADDED, "two days."),
    )


def test_paragraphs_that_have_nothing_in_common_are_not_one():
    blocks = compare("Be kind to all.", "Ask before you post.")

    assert [(block.change, block.pieces[0].words) for block in blocks] == [
        (C.ADDED, "Ask before you post."),
        (C.REMOVED, "Be kind to all."),
    ]


def test_new_paragraph_before_a_changed_one_is_told_apart():
    before = "One.\n\nI answer within a day."
    after = "One.\n\nI rest at night.\n\nI answer within a working day."

    blocks = compare(before, after)

    assert [block.change for block in blocks] == [C.SAME, C.ADDED, C.CHANGED]
    assert how_many(blocks) == {"added": 1, "removed": 0, "changed": 1}


def test_removed_paragraph_before_a_changed_one_is_told_apart():
    blocks = compare("I rest.\n\nI answer within a day.", "I answer within a working day.")

    assert [block.change for block in blocks] == [C.REMOVED, C.CHANGED]


def test_what_stands_beside_a_change_is_not_folded_away():
    before = "\n\n".join("abcdefg")
    folded = stretches(compare(before, before.replace("d", "x")))

    assert [(one.is_folded, len(one.blocks)) for one in folded] == [
        (True, 2),
        (False, 4),
        (True, 2),
    ]


def test_without_a_change_everything_is_folded():
    assert [one.is_folded for one in stretches(compare("a\n\nb", "a\n\nb"))] == [True]
    assert stretches([]) == []


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("**Be** *kind* and `clear`.", "Be kind and clear."),
        ("See [our page](https://a.example/x).", "See our page (https://a.example/x)."),
        ("One\nline and\\\nanother.", "One line and another."),
        ("<b>Be kind.</b>", "<b>Be kind.</b>"),
        ("```\nBe kind.\n```", "Be kind."),
        ("![A van](van.png)", "A van"),
    ],
)
def test_words_are_those_that_a_reader_sees(markdown: str, read: str):
    assert " ".join(all_words(markdown)) == read


def test_new_address_of_a_link_is_a_change():
    [block] = compare("[Ask us](https://a.example) first.", "[Ask us](https://b.example) first.")

    assert block.change == C.CHANGED


@given(TEXT, TEXT)
def test_nothing_of_either_text_is_left_out(before: str, after: str):
    blocks = compare(before, after)

    assert words_of(blocks, without=C.REMOVED) == all_words(after)
    assert sorted(words_of(blocks, without=C.ADDED)) == sorted(all_words(before))


@given(TEXT, TEXT)
def test_whatever_is_marked_as_the_same_is_in_both(before: str, after: str):
    if paragraphs(before) == paragraphs(after):
        assert {block.change for block in compare(before, after)} <= {C.SAME}
    else:
        old_words = [words for _, words in paragraphs(before)]
        new_words = [words for _, words in paragraphs(after)]
        changed = {block.change for block in compare(before, after)} - {C.SAME}
        assert bool(changed) == (old_words != new_words)
