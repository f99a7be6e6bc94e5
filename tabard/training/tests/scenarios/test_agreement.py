"""Residents react as labelled answers deserve."""

from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tabard.training.tests.scenarios.test_playing import FOLDERS
from tabard.training.work.scenarios.agreement import are_enough, folders_in, judged
from tabard.training.work.scenarios.folders import OURS

FEWEST = 60


def check(folder: Path, *, misread: bool = False, is_short: bool = False) -> str:
    out = StringIO()
    with pytest.raises(CommandError) if is_short else nullcontext():
        call_command("check_scenarios", folder, misread=misread, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_each_scenario_has_many_answers_of_many_kinds(folder):
    assert len(folder.answers) >= FEWEST
    assert len({one["deserves"] for one in folder.answers}) >= 6
    said = {(one["says"], one.get("at"), tuple(one.get("does", []))) for one in folder.answers}
    assert len(said) == len(folder.answers)


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_residents_react_to_nine_in_ten_answers_as_these_deserve(folder):
    for labelled in (folder.answers, folder.unseen):
        assert are_enough(judged(folder.script, labelled))


def test_answers_that_nothing_was_fitted_to_are_read_as_well(tmp_path):
    pothole = OURS / "angry-pothole"
    (tmp_path / "scenario.toml").write_bytes((pothole / "scenario.toml").read_bytes())
    (tmp_path / "unseen.toml").write_text(
        '[[unseen]]\nsays = "Get a life!"\ndeserves = "walks-off"\n'
        '[[unseen]]\nat = "and-now"\nsays = "Get a life!"\ndeserves = "cools-down"\n',
        encoding="utf-8",
    )

    with pytest.raises(CommandError, match="An angry pothole thread, never fitted to"):
        check(tmp_path)
    assert "    2: Get a life!" in check(tmp_path, misread=True, is_short=True)


def test_command_tells_of_each_scenario_and_of_what_was_held_out():
    said = check(OURS)

    assert said.count("answers at most") == len(FOLDERS)
    assert "deserved cools-down           got cools-down" in said
    assert said.count("Fitted to: ") == len(FOLDERS)
    assert "All together, never fitted to: " in said


def test_command_refuses_a_scenario_whose_residents_react_otherwise(tmp_path):
    pothole = OURS / "angry-pothole"
    (tmp_path / "scenario.toml").write_bytes((pothole / "scenario.toml").read_bytes())
    (tmp_path / "answers.toml").write_text(
        '[[answers]]\nsays = "Sorry!"\ndeserves = "walks-off"', encoding="utf-8"
    )

    with pytest.raises(CommandError, match="An angry pothole thread, fitted to"):
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
