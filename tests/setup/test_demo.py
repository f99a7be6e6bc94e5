"""The demonstration as a whole: it comes up by one command, and goes away without a trace."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tabard.common import embedded
from tabard.config import demonstration, reset
from tests.database import a_folder
from tests.demonstration import a_free_port, begin, demo, wait_for


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """Give one data folder to all, so that the council is loaded once."""
    folder = a_folder()
    yield folder
    reset.reset(folder)


def gone(processes: list[psutil.Process]) -> bool:
    return all(
        not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
        for process in processes
    )


def test_ctrl_c_stops_everything_the_demonstration_started(data, tmp_path):
    with demo(data, tmp_path / "screen") as (running, port):
        started = running.children(recursive=True)
        answered = demonstration.answers(port)

        running.send_signal(signal.SIGINT)
        code = running.wait(60)

    assert (answered, code) == (True, 0)
    assert len(started) >= 2
    assert gone(started)
    assert embedded._processes(data / "postgres") == []
    demonstration.insist_port_is_free(port)
    signs = (data / "sign-ins.txt").read_text()
    assert signs in (tmp_path / "screen").read_text()
    assert (data / "sign-ins.txt").stat().st_mode & 0o777 == 0o600


def test_everything_but_the_database_dies_with_a_killed_demonstration(data, tmp_path):
    with demo(data, tmp_path / "screen") as (running, _port):
        started = running.children(recursive=True)

        running.kill()

        assert wait_for(lambda: gone(started), seconds=40)


def test_the_end_of_the_worker_is_said_and_ends_the_rest(data, tmp_path):
    screen = tmp_path / "screen"
    with demo(data, screen) as (running, _port):
        started = running.children(recursive=True)
        worker = next(process for process in started if process.cmdline()[-1] == "worker")

        worker.kill()
        code = running.wait(60)

    assert code == 1
    assert "The worker has stopped (exit code -9)." in screen.read_text()
    assert gone(started)


def test_a_second_demonstration_is_refused_in_one_line_and_harms_nothing(data, tmp_path):
    with demo(data, tmp_path / "first") as (_running, port):
        code = begin(data, a_free_port(), tmp_path / "second").wait(60)

        assert code == 1
        assert (tmp_path / "second").read_text() == (
            f"The demonstration runs already, at http://localhost:{port}: "
            "use that one, or stop it with Ctrl-C there or make demo-reset here.\n"
        )
        assert demonstration.answers(port)


def test_a_taken_port_is_refused_in_one_line_and_nothing_is_left_running(data, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        code = begin(data, port, tmp_path / "screen").wait(60)

    assert code == 1
    said = (tmp_path / "screen").read_text()
    assert said.startswith(f"Port {port} is taken by another program:")
    assert said.count("\n") == 1
    assert embedded._processes(data / "postgres") == []


def test_a_data_folder_that_cannot_be_written_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").touch()

    code = begin(tmp_path / "file" / "data", a_free_port(), tmp_path / "screen").wait(60)

    assert code == 1
    said = (tmp_path / "screen").read_text()
    assert said.startswith(f"The data folder {tmp_path}/file/data cannot be used")
    assert said.count("\n") == 1


@pytest.mark.atproto
def test_a_real_atproto_server_runs_beside_on_request_with_accounts_to_connect(data, tmp_path):
    screen = tmp_path / "screen"
    with demo(data, screen, "--network", "atproto") as (running, _port):
        started = running.children(recursive=True)
        logins = (data / "atproto-sign-ins.txt").read_text()

        running.terminate()
        running.wait(60)

    assert logins in screen.read_text()
    assert logins.count("  app password ") == 2
    assert gone(started)


def test_the_web_server_runs_alone_too(data, tmp_path):
    port = a_free_port()
    with begin(data, port, tmp_path / "screen", command="serve") as server:
        try:
            assert wait_for(lambda: demonstration.answers(port) or server.poll() is not None)
            assert demonstration.answers(port), (tmp_path / "screen").read_text()
        finally:
            server.terminate()

    assert server.returncode == 0
    embedded.stop(data)
