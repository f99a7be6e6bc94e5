"""A scenario is played in the terminal, and once more with its seed."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from tabard.training.work.scenarios.folders import OURS

ANSWERS = """
+nonsense Sorry
I'm sorry about your tyre. I'm asking an inspector to go there today.
+privately Please take your number off.
"""


def play(monkeypatch: pytest.MonkeyPatch, scenario: str, said: str, **options: int) -> str:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    call_command("play_scenario", scenario, stdout=out, **options)
    return out.getvalue()


def test_same_seed_and_answers_give_the_same_conversation(monkeypatch):
    said = play(monkeypatch, "angry-pothole", ANSWERS)
    seed = int(re.findall(r"Seed (\d+)\.", said)[0])

    assert play(monkeypatch, "angry-pothole", ANSWERS, seed=seed) == said
    assert re.findall(r"\[([a-z-]+)\]", said) == ["cools-down", "keeps-it-safe"]
    assert "The end, passed: Dev was angry for a good reason" in said
    assert said.endswith(f"manage.py play_scenario angry-pothole --seed {seed}\n")
    assert said.count("Write something, or do one of these things.") == 2


def test_what_is_done_counts_without_words(monkeypatch):
    said = play(monkeypatch, "letter-in-the-picture", "+takes-down +tells-data-protection")

    assert "[gone-and-told]" in said
    assert "The end" not in said


def test_scenario_of_a_council_is_played_from_its_folder(monkeypatch):
    folder = str(OURS / "warm-praise")

    assert "Wanda Hale: " in play(monkeypatch, folder, "", seed=3)


def test_scenario_that_is_not_there_is_refused(monkeypatch):
    with pytest.raises(CommandError, match=r"there is no scenario\.toml"):
        play(monkeypatch, "no-such-thing", "")
