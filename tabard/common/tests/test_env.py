"""Settings from outside."""

import pytest

from tabard.common.env import MissingSettingError, env


def test_a_variable_is_read(monkeypatch):
    monkeypatch.setenv("TABARD_COLOUR", "green")

    assert env("COLOUR", default="red") == "green"


def test_a_file_is_read_without_the_end_of_its_line(monkeypatch, tmp_path):
    (tmp_path / "colour").write_text("blue\n", encoding="utf-8")
    monkeypatch.setenv("TABARD_COLOUR_FILE", str(tmp_path / "colour"))

    assert env("COLOUR", default="red") == "blue"


def test_the_default_is_for_when_nothing_is_said():
    assert env("COLOUR", default="red") == "red"


def test_what_is_missing_is_named_with_where_it_is_explained():
    with pytest.raises(MissingSettingError, match=r"TABARD_COLOUR or TABARD_COLOUR_FILE.*\.env"):
        env("COLOUR")
