"""Anybody adds a check in one file and one test: built, installed, used with no change here."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tabard.checks.api import Checks, Facts, Text, Written, all_checks
from tabard.config.places import PROJECT
from tests.test_third_party import UV, run

EXAMPLE = PROJECT / "examples" / "tabard-jargon"
STORY = PROJECT / "docs" / "developers" / "add-a-check.md"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package and install it, without any network, where nothing else is."""
    folder = tmp_path_factory.mktemp("third-party-check")
    source, built, target = folder / "source", folder / "built", folder / "installed"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("__pycache__"))
    run(UV, "build", "--quiet", "--offline", "--wheel", "--out-dir", built, source)
    (wheel,) = built.glob("*.whl")
    run(UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--target", target, wheel)
    return target


def test_it_is_found_and_looks_as_ours_do(installed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(installed))
    all_checks.cache_clear()
    try:
        looked = Checks.of(Facts()).look(Written(Text("\U0001f44d Going forward: 07700 900123")))
    finally:
        all_checks.cache_clear()
        sys.modules.pop("tabard_jargon", None)

    assert [(one.check, one.start, one.end) for one in looked.findings] == [
        ("jargon", 2, 15),
        ("phone", 17, 29),
    ]


def test_without_the_package_nothing_of_it_is_left():
    assert "jargon" not in all_checks()


def test_its_own_test_inherits_the_contract_and_holds(installed: Path):
    told = run(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", str(EXAMPLE)),
        PYTHONPATH=os.pathsep.join([str(installed), str(PROJECT)]),
    )

    assert " passed" in told


def test_every_piece_of_the_story_stands_in_the_example():
    pieces = re.findall(r"```(?:python|toml)\n(.*?)```", STORY.read_text(), re.DOTALL)
    example = "\n".join(
        path.read_text() for path in EXAMPLE.rglob("*") if path.suffix in {".py", ".toml"}
    )

    assert len(pieces) == 4
    assert [piece for piece in pieces if piece not in example] == []
