"""Texts are parted into words as people write them, and every word stands where it says."""

from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import Text
from tabard.checks.names.tokens import LONGEST_FORM, tokens


def forms(plain: str) -> list[str]:
    return [token.form for token in tokens(plain)]


def test_what_belongs_to_a_name_is_one_word_and_what_does_not_another():
    assert forms("Jane O'Brien's mum, Mary-Jane D'Souza") == [
        *("Jane", "O'Brien", "'s", "mum", ",", "Mary-Jane", "D'Souza")
    ]
    assert forms("I'll ask Sarah, we're off, don't") == [
        *("I", "'ll", "ask", "Sarah", ",", "we", "'re", "off", ",", "don", "'t")
    ]


def test_titles_and_initials_keep_their_stop():
    assert forms("Mr. J. K. Doe and Dr. Who. I.") == [
        *("Mr.", "J.", "K.", "Doe", "and", "Dr.", "Who", ".", "I", ".")
    ]


def test_what_can_be_nobodys_name_is_said_by_what_it_is():
    assert forms("@jane.doe #TeamJane http://jane.example/x jane@doe.example") == [
        *("<handle>", "<hashtag>", "<link>", "<mail>")
    ]
    assert forms("&amp; ... in 2026. 10:30am 7,") == [
        *("<entity>", "<dots>", "in", "<year>", ".", "<number>", "<number>", ",")
    ]


def test_a_word_without_end_is_kept_short():
    (word,) = tokens("a" * 1_000)

    assert (len(word.form), word.end) == (LONGEST_FORM, 1_000)


@given(st.text(max_size=300))
def test_words_stand_in_order_where_they_say_and_nothing_is_left_out(written: str):
    plain = Text(written).plain

    found = tokens(plain)

    place = 0
    for token in found:
        assert not plain[place : token.start].strip()
        assert token.start < token.end
        place = token.end
    assert not plain[place:].strip()
