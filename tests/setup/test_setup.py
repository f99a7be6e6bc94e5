"""The environment is built step by step, each only when it has to be."""

import os
import sys

import pytest

from scripts import setup
from scripts.setup import SetupError, Step


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "PROJECT", tmp_path)
    (tmp_path / "input").write_text("one")
    return tmp_path


def step(project, does="open('made', 'a').write('x')"):
    return Step(
        says="Making it",
        makes=project / "made",
        stamp=project / "stamps" / "made",
        inputs=[project / "input"],
        commands=[[sys.executable, "-c", does]],
        folder=project,
    )


def test_a_step_is_taken_once(project, capsys):
    step(project).take()
    step(project).take()

    assert (project / "made").read_text() == "x"
    assert capsys.readouterr().out == "Making it…\n"


def test_a_step_is_taken_again_when_its_input_has_changed(project):
    step(project).take()
    (project / "input").write_text("two")

    step(project).take()

    assert (project / "made").read_text() == "xx"


def test_a_step_is_taken_again_when_what_it_made_is_gone(project):
    step(project).take()
    (project / "made").unlink()

    step(project).take()

    assert (project / "made").read_text() == "x"


def test_a_step_that_fails_is_taken_again(project):
    with pytest.raises(SetupError, match="This step failed: no luck"):
        step(project, "open('made', 'w'); import sys; sys.exit('no luck')").take()

    step(project).take()

    assert (project / "made").read_text() == "x"


@pytest.mark.parametrize(
    "said",
    [
        "error: Failed to fetch: `https://example.com/simple/django/`\n  dns error",
        "npm error code ENOTFOUND",
        "ERROR: No matching distribution found for uv==0.13.9",
    ],
)
def test_a_missing_network_is_told_from_other_trouble(said):
    line = setup.explained(said)

    assert line.startswith("The packages cannot be fetched: the first run needs a network")
    assert "\n" not in line


def test_a_full_disk_is_named():
    assert setup.explained("OSError: [Errno 28] No space left on device").startswith("The disk is")


def test_other_trouble_is_quoted_in_one_line():
    assert setup.explained("a\n  b\n") == "This step failed: a b"


def test_pips_mirror_is_uvs_mirror_unless_uv_has_its_own():
    pip, own = {"PIP_INDEX_URL": "https://a.example"}, {"UV_DEFAULT_INDEX": "https://b.example"}

    assert setup.mirrored({})["UV_SYSTEM_CERTS"] == "true"
    assert setup.mirrored(pip)["UV_DEFAULT_INDEX"] == "https://a.example"
    assert setup.mirrored(pip | own)["UV_DEFAULT_INDEX"] == "https://b.example"


def test_a_folder_that_cannot_be_written_is_refused(project, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _folder, _mode: False)

    with pytest.raises(SetupError, match=f"The folder {project} cannot be written: make it yours"):
        setup.insist_on_writing()


def test_no_environment_is_not_a_usable_one(project, monkeypatch):
    monkeypatch.setattr(setup, "PYTHON", project / "none" / "python")

    assert not setup.is_usable()


def test_an_environment_that_was_moved_is_not_a_usable_one(project, monkeypatch):
    monkeypatch.setattr(setup, "PYTHON", sys.executable)
    monkeypatch.setattr(setup, "VENV", project)
    (project / "bin").mkdir()
    (project / "bin" / "pip").write_text("#!/elsewhere/.venv/bin/python\n")

    assert not setup.is_usable()


def test_an_environment_for_the_tests_has_more_in_it():
    assert setup.packages(for_tests=False).inputs[1].name == "base.lock"
    assert setup.packages(for_tests=True).inputs[1].name == "dev.lock"


def test_trouble_is_one_line_and_an_exit_code(monkeypatch, capsys):
    def refuse(**_how):
        raise SetupError("No.")

    monkeypatch.setattr(setup, "build", refuse)

    assert setup.main([]) == 1
    assert capsys.readouterr().err == "No.\n"
