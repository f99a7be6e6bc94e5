"""Starting over deletes what the product wrote, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tabard.config import reset

HOLD = (
    "import fcntl, os, signal, sys, time\n"
    "if len(sys.argv) > 2: signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "lock = open(sys.argv[1], 'a+')\n"
    "fcntl.flock(lock, fcntl.LOCK_EX)\n"
    "print(os.getpid(), 8000, file=lock, flush=True)\n"
    "print('held', flush=True)\n"
    "time.sleep(60)\n"
)


def holder(data: Path, *, is_deaf: bool = False) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", HOLD, str(data / "demo.lock"), *(["deaf"] if is_deaf else [])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own words
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_reset_deletes_what_is_ours_and_keeps_what_is_not(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret_key").touch()
    (tmp_path / "sign-ins.txt").touch()
    (tmp_path / "letters").mkdir()

    reset.reset(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


def test_reset_leaves_no_empty_folder(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "demo.lock").touch()

    reset.reset(data)
    reset.reset(data)

    assert not data.exists()


def test_reset_stops_the_demonstration_first(tmp_path):
    with holder(tmp_path) as running:
        reset.reset(tmp_path)

        assert running.wait(10) != 0
    assert not tmp_path.exists()


def test_reset_gives_up_on_a_demonstration_that_does_not_stop(tmp_path, monkeypatch):
    monkeypatch.setattr(reset, "SECONDS_TO_STOP", 0.3)

    with holder(tmp_path, is_deaf=True) as running:
        with pytest.raises(SystemExit, match="does not stop"):
            reset.reset(tmp_path)
        running.kill()

    assert [path.name for path in tmp_path.iterdir()] == ["demo.lock"]


def test_reset_is_a_command_that_says_how_to_go_on(tmp_path):
    (tmp_path / "sign-ins.txt").touch()
    environment = os.environ | {"TABARD_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "tabard.config.reset"]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words

    assert done.stdout == "The demonstration starts afresh with make demo.\n"
    assert not tmp_path.exists()
