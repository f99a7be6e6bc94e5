"""The lexicon of names gives back what was put into it, and nothing else."""

import struct
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.names.lexicon import CLUSTERS, NOTHING, Lexicon, Traits, traits, written

COARSE = bytes(number % 64 for number in range(CLUSTERS))
ANY_TRAITS = st.builds(
    lambda given, family, level, place, proper, cluster: Traits(
        given, family, level, place, proper, cluster, COARSE[cluster]
    ),
    *(st.integers(0, most) for most in (15, 15, 7, 3, 3, CLUSTERS - 1)),
)


@given(st.dictionaries(st.text(min_size=1, max_size=12), ANY_TRAITS, max_size=30))
def test_what_was_written_is_read(known: dict[str, Traits]):
    read = Lexicon.read(written(known, COARSE))

    assert {word: read.traits(word) for word in known} == known


@given(st.text(max_size=20))
def test_an_empty_lexicon_knows_nothing(word: str):
    assert Lexicon.read(written({}, COARSE)).traits(word) == NOTHING


@pytest.mark.parametrize("change", [lambda told: told[:-1], lambda told: b"x" + told[1:]])
def test_what_is_no_lexicon_is_refused(change):
    with pytest.raises(ValueError, match="no lexicon"):
        Lexicon.read(change(written({"jane": Traits(given=9)}, COARSE)))


def test_numbers_are_read_alike_on_machines_that_turn_them_round(monkeypatch):
    told = written({"jane": Traits(given=9)}, COARSE)
    body = len(told) - 8
    turned = told[:body] + b"".join(
        struct.pack(">I", one) for one in struct.unpack("<2I", told[body:])
    )
    monkeypatch.setattr(sys, "byteorder", "big")

    assert Lexicon.read(turned).traits("jane") == Traits(given=9)


def test_names_from_all_over_britain_are_known():
    given = ("sarah", "mohammed", "priya", "agnieszka", "oluwaseun", "siobhan", "rhys", "mei")
    family = ("smith", "patel", "khan", "kowalski", "okafor", "o'brien", "evans", "nguyen")

    assert [name for name in given if not traits(name).given] == []
    assert [name for name in family if not traits(name).family] == []


def test_places_are_known_whole():
    assert [traits(name).place for name in ("guildford", "virginia water", "paris", "xyzzy")] == [
        *(3, 3, 2, 0)
    ]


def test_names_are_known_with_their_accents_and_without():
    assert traits("sáràh") == traits("sarah") != NOTHING
    assert traits("łukasz-józef").given == max(traits("lukasz").given, traits("jozef").given) > 0
    assert traits("žqžxž") == NOTHING


def test_of_a_word_with_a_hyphen_the_parts_are_known():
    assert traits("lee-okafor").family == max(traits("lee").family, traits("okafor").family)
    assert traits("zzyx-qqwv") == NOTHING
