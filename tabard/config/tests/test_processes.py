"""A crew starts together, ends together, and dies with whoever started it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psutil
import pytest

from tabard.config import processes, tethered
from tabard.config.places import PROJECT
from tabard.config.processes import Crew, StoppedError

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
STUBBORN = [sys.executable, "-c", f"{DEAF}; time.sleep(60)"]


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def wait_for(truth: Callable[[], bool]) -> bool:
    ends = time.monotonic() + 20
    while not truth() and time.monotonic() < ends:
        time.sleep(0.05)
    return truth()


def test_a_crew_ends_all_its_members(tmp_path):
    with Crew(tmp_path / "logs") as crew:
        crew.start("web server", SLEEP)
        crew.start("worker", SLEEP)
        members = [member.process for member in crew.members]
        assert [process.poll() for process in members] == [None, None]

    assert [process.poll() for process in members] == [-signal.SIGTERM, -signal.SIGTERM]


def test_a_member_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "SECONDS_TO_END", 0.2)

    with Crew(tmp_path) as crew:
        crew.start("worker", STUBBORN)
        assert crew.wait_until(lambda: (tmp_path / "worker.log").read_text() != "", seconds=20)

    assert crew.members[0].process.returncode == -signal.SIGKILL


def test_a_member_that_ends_is_named_with_its_last_words(tmp_path):
    words = "import sys; print('first'); sys.exit('no database')"

    with Crew(tmp_path) as crew:
        crew.start("web server", SLEEP)
        crew.start("worker", [sys.executable, "-c", words])
        with pytest.raises(StoppedError) as end:
            crew.follow()

    log = tmp_path / "worker.log"
    assert str(end.value).split("\n")[0] == (
        f"The worker has stopped (exit code 1). The end of {log}:"
    )
    assert sorted(str(end.value).split("\n")[1:]) == ["  first", "  no database"]
    assert crew.members[0].process.poll() == -signal.SIGTERM


def test_waiting_for_what_does_not_come_ends(tmp_path):
    with Crew(tmp_path) as crew:
        assert not crew.wait_until(lambda: False, seconds=0.2)


def test_waiting_ends_when_a_member_does(tmp_path):
    with Crew(tmp_path) as crew:
        crew.start("web server", [sys.executable, "-c", ""])
        with pytest.raises(StoppedError):
            crew.wait_until(lambda: False, seconds=20)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_crew_ends_when_its_owner_is_killed(tmp_path):
    words = (
        "import pathlib, sys; from tabard.config.processes import Crew\n"
        "with Crew(pathlib.Path(sys.argv[1])) as crew:\n"
        "    crew.start('worker', sys.argv[2:])\n"
        "    print(crew.members[0].process.pid, flush=True)\n"
        "    crew.follow()\n"
    )
    command = [sys.executable, "-c", words, str(tmp_path), *SLEEP]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as owner:  # noqa: S603 - our own words
        assert owner.stdout is not None
        member = psutil.Process(int(owner.stdout.readline()))
        assert wait_for(lambda: "time.sleep(60)" in member.cmdline()[-1:][0])
        time.sleep(0.3)

        owner.kill()

    assert wait_for(lambda: gone(member))


def test_a_command_whose_parent_has_gone_is_not_begun(tmp_path):
    tethered.run(parent=-1, words=["touch", str(tmp_path / "begun")])

    assert not (tmp_path / "begun").exists()


def test_a_command_line_runs_one_of_the_projects_commands():
    assert processes.manage("worker")[-2:] == [str(PROJECT / "manage.py"), "worker"]


def test_the_web_server_listens_on_this_machine_only_with_threads_for_the_practice_network():
    line = " ".join(processes.web(8123))

    assert "--host 127.0.0.1 --port 8123" in line
    assert "--blocking-threads 16" in line


@pytest.mark.parametrize("given", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused_in_one_line(given, monkeypatch):
    monkeypatch.setenv("TABARD_PORT", given)

    with pytest.raises(SystemExit, match="it has to be a number from 1 to 65535"):
        processes.web_port()
