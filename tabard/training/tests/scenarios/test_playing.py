"""Playing scenarios: the same thread from the same seed, every answer taken, always an end."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.training.tests.scenarios.replaying import replay
from tabard.training.work.scenarios import playing
from tabard.training.work.scenarios.folders import OURS, read
from tabard.training.work.scenarios.playing import PATIENCE, Said, most_answers
from tabard.training.work.scenarios.scripts import ASKS_AGAIN, DEEDS, START, Condition, Script

FOLDERS = {file.parent.name: read(file.parent) for file in sorted(OURS.glob("*/scenario.toml"))}
SCRIPTS = {name: folder.script for name, folder in FOLDERS.items()}

# What people wrote and what nobody would write, with and without deeds, in public and privately.
WORDS = st.one_of(
    st.sampled_from([one["says"] for folder in FOLDERS.values() for one in folder.answers]),
    st.text(max_size=60),
)
ANSWERS = st.lists(
    st.builds(
        Said,
        WORDS,
        st.booleans(),
        st.lists(st.sampled_from(sorted(DEEDS)), max_size=2, unique=True).map(tuple),
    ),
    max_size=16,
)
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


def say(*words: str) -> list[Said]:
    return [Said(one) for one in words]


def test_there_are_at_least_six_scenarios():
    assert len(SCRIPTS) >= 6


@pytest.mark.parametrize("name", SCRIPTS)
@settings(deadline=None, max_examples=15)
@given(answers=ANSWERS, seed=SEEDS)
def test_any_answers_lead_from_state_to_state_and_to_an_end(
    name: str, answers: list[Said], seed: int
):
    script = SCRIPTS[name]
    turns = replay(script, seed, answers)

    for before, after in pairwise(turns):
        state = script.states[before.at]
        assert after.at == before.at or after.at in state.leads_to
        assert after.reaction in {one.id for one in state.reactions} | {ASKS_AGAIN}
        assert after.spoken
    assert len(turns) - 1 <= most_answers(script)
    assert len(turns) - 1 == len(answers) or script.states[turns[-1].at].ending


@pytest.mark.parametrize("name", SCRIPTS)
@settings(deadline=None, max_examples=15)
@given(answers=ANSWERS, seed=SEEDS)
def test_same_seed_and_answers_give_the_same_thread(name: str, answers: list[Said], seed: int):
    script = SCRIPTS[name]
    assert replay(script, seed, answers) == replay(script, seed, answers)


@pytest.mark.parametrize("name", SCRIPTS)
def test_silence_is_asked_about_and_then_comes_to_an_end(name: str):
    script = SCRIPTS[name]
    turns = replay(script, 1, say("hmm", "hmm", "hmm", "hmm"))

    assert [turn.reaction for turn in turns] == [playing.OPENED, *[ASKS_AGAIN] * (PATIENCE + 1)]
    assert script.states[turns[-1].at].ending


@pytest.mark.parametrize("name", SCRIPTS)
def test_good_answer_of_the_debrief_leads_on_without_harm(name: str):
    script = SCRIPTS[name]
    done = ("takes-down", "tells-data-protection", "tells-safeguarding", "tells-press-office")
    said = Said(script.told["good"], does=done)

    turn = replay(script, 1, [said])[-1]

    assert turn.at == script.states[START].reactions[good_place(script)].leads_to


def good_place(script: Script) -> int:
    """Give the place of the reaction that a good answer gets: it leads on, and to no harm."""
    good = {"cools-down", "trusts-you", "accepts", "goes-to-press", "gone-and-told", "glows"}
    return [one.id in good for one in script.states[START].reactions].index(True)


def test_other_seeds_give_other_words():
    script = SCRIPTS["angry-pothole"]

    said = {playing.opening(script, seed).spoken for seed in range(20)}

    assert len(said) > 1


def test_what_was_done_stays_done():
    script = SCRIPTS["letter-in-the-picture"]

    turns = replay(
        script, 1, [Said("", does=("takes-down",)), Said("I reported it to data protection")]
    )

    assert [turn.reaction for turn in turns[1:]] == ["gone", "gone-and-told"]


def test_only_whoever_was_written_to_privately_answers_privately():
    script = SCRIPTS["angry-pothole"]

    turn = replay(script, 1, [Said("Have you tried driving round it? 😂", is_private=True)])[-1]

    assert [(one.by, one.is_private) for one in turn.spoken] == [("dev", True), ("marge", False)]


def test_condition_holds_when_each_of_its_parts_does():
    condition = Condition(
        all=frozenset("a"), any=frozenset("bc"), two_of=frozenset("def"), none=frozenset("x")
    )

    assert condition.holds({"a", "b", "d", "e"})
    assert not condition.holds({"b", "d", "e"})
    assert not condition.holds({"a", "d", "e"})
    assert not condition.holds({"a", "b", "d"})
    assert not condition.holds({"a", "b", "d", "e", "x"})
    assert condition.names == set("abcdefx")
