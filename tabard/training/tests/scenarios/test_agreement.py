"""Residents react as labelled answers deserve."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tabard.training.management.commands.check_scenarios import ENOUGH
from tabard.training.tests.scenarios.test_playing import FOLDERS
from tabard.training.work.scenarios.agreement import TUNED, Judged, folders_in, judged
from tabard.training.work.scenarios.folders import OURS

FEWEST = 20


def check(folder: Path) -> str:
    out = StringIO()
    call_command("check_scenarios", folder, stdout=out)
    return out.getvalue()


def share(answers: list[Judged]) -> float:
    return sum(one.agrees for one in answers) * 100 / len(answers)


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_each_scenario_has_twenty_answers_of_many_kinds(folder):
    assert len(folder.answers) >= FEWEST
    assert len({one["deserves"] for one in folder.answers}) >= 6
    assert len({one["says"] for one in folder.answers}) == len(folder.answers)


def test_residents_react_to_nine_in_ten_answers_as_these_deserve():
    answers = [one for each in FOLDERS.values() for one in judged(each.script, each.answers)]

    assert len(answers) >= 6 * FEWEST
    assert share(answers) >= ENOUGH
    assert share([one for one in answers if one.number > TUNED]) >= ENOUGH


def test_command_tells_of_each_scenario_and_of_what_was_held_out():
    said = check(OURS)

    assert said.count("answers at most") == len(FOLDERS)
    assert "deserved cools-down           got cools-down" in said
    assert "Held out, the others: " in said


def test_command_refuses_a_scenario_whose_residents_react_otherwise(tmp_path):
    pothole = OURS / "angry-pothole"
    (tmp_path / "scenario.toml").write_bytes((pothole / "scenario.toml").read_bytes())
    (tmp_path / "answers.toml").write_text(
        '[[answers]]\nsays = "Sorry!"\ndeserves = "walks-off"', encoding="utf-8"
    )

    with pytest.raises(CommandError, match="Less than 90 %"):
        check(tmp_path)


def test_command_says_what_is_to_mend(tmp_path):
    (tmp_path / "scenario.toml").write_text('id = "x"', encoding="utf-8")

    with pytest.raises(
        CommandError, match=r"cannot be played\. To mend:\n- scenario\.toml: “title”"
    ):
        check(tmp_path)


def test_folder_is_a_scenario_or_holds_some():
    assert folders_in(OURS / "angry-pothole") == [OURS / "angry-pothole"]
    assert len(folders_in(OURS)) == len(FOLDERS)
