"""A Python is found wherever it hides, and one that does not work is passed over."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FIND = Path(__file__).resolve().parents[2] / "scripts" / "find-python"
BASE_PYTHON = Path(sys.base_prefix) / "bin" / "python3"


@pytest.fixture
def tools(tmp_path):
    """Give a folder that is the whole PATH: a shell's tools, and no Python yet."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "ls", "sort"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


def program(file, does):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)
    return file


def find(tools):
    return subprocess.run(  # noqa: S603 - the script under test
        [str(FIND)],
        env={"PATH": str(tools), "HOME": str(tools.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_on_the_path_is_found(tools):
    python = program(tools / "python3.12", f'exec {BASE_PYTHON} "$@"')

    assert find(tools).stdout == f"{python}\n"


def test_a_shim_that_fails_and_a_python_too_old_are_passed_over(tools):
    program(tools / "python3.13", "echo 'pyenv: version 3.13 is not installed' >&2; exit 127")
    program(tools / "python3.12", "exit 1")
    python = program(tools / "python3", f'exec {BASE_PYTHON} "$@"')

    found = find(tools)

    assert (found.stdout, found.stderr) == (f"{python}\n", "")


def test_the_newest_working_python_of_pyenv_is_found(tools):
    versions = tools.parent / ".pyenv" / "versions"
    program(versions / "3.9.1" / "bin" / "python3", "exit 1")
    program(versions / "3.12.4" / "bin" / "python3", f'exec {BASE_PYTHON} "$@"')
    newest = program(versions / "3.12.10" / "bin" / "python3", f'exec {BASE_PYTHON} "$@"')

    assert find(tools).stdout == f"{newest}\n"


def test_pyenv_is_asked_where_its_versions_are(tools):
    root = tools.parent / "elsewhere"
    program(tools / "pyenv", f"echo {root}")
    python = program(root / "versions" / "3.13.0" / "bin" / "python3", f'exec {BASE_PYTHON} "$@"')

    assert find(tools).stdout == f"{python}\n"


def test_without_a_python_one_line_says_what_to_install(tools):
    found = find(tools)

    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert found.stderr.startswith("Tabard needs Python 3.12 or newer with venv and found none:")
