"""The AT Protocol server starts, is found again, and ends with whoever started it."""

import json
import os
import signal
import subprocess
import sys

import psutil
import pytest

from tabard.common.http import open_http
from tabard.config import atproto
from tabard.config.atproto import AtprotoError, create_account
from tabard.config.networks import Network, NetworkError
from tabard.connectors.bluesky import Bluesky

STARTER = """
from tabard.config import atproto
with atproto.running() as pds:
    print(pds.pid, flush=True)
    input()
"""


@pytest.mark.atproto
def test_server_gives_out_handles_and_says_where_it_is(pds):
    with open_http(allow_private=frozenset([pds.place])) as http:
        about = http.get(f"{pds.url}/xrpc/com.atproto.server.describeServer").json()

    assert about["availableUserDomains"] == [pds.domain]


@pytest.mark.atproto
def test_server_is_heard_on_this_machine_alone(pds):
    listens = [
        connection.laddr.ip
        for connection in psutil.Process(pds.pid).net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]

    assert set(listens) == {"127.0.0.1"}


@pytest.mark.atproto
def test_account_that_the_server_refuses_is_said_in_its_words(pds):
    with pytest.raises(AtprotoError, match=r"press\.test was refused: Reserved handle"):
        create_account(pds, "press.test", "correct horse battery")


@pytest.mark.atproto
def test_accounts_of_a_server_with_a_folder_can_be_connected_after_a_restart(tmp_path, monkeypatch):
    with atproto.running(folder=tmp_path) as first:
        did, password = create_account(first, "keeper.test", "correct horse battery")
        port = int(first.place.split(":")[1])

    with atproto.running(folder=tmp_path, port=port) as again:
        # The directory is somewhere else every time.
        monkeypatch.setenv("TABARD_PLC_URL", again.plc)
        monkeypatch.setenv("TABARD_DNS", again.dns)
        with open_http(allow_private=again.places) as http:
            secrets = {"identifier": "keeper.test", "password": password}
            profile = Bluesky(http, again.url, secrets).identify()
        later, _ = create_account(again, "later.test", "correct horse battery")
    kept = json.loads((tmp_path / "plc.json").read_text(encoding="ascii"))

    assert (profile.stable_id, again.url) == (did, first.url)
    assert kept.keys() == {did, later}


@pytest.mark.atproto
def test_server_ends_with_whoever_started_it_even_by_kill(tmp_path):
    with subprocess.Popen(  # noqa: S603 - the words are ours
        [sys.executable, "-c", STARTER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as starter:
        assert starter.stdout is not None
        server = psutil.Process(int(starter.stdout.readline()))
        starter.send_signal(signal.SIGKILL)

    psutil.wait_procs([server], timeout=10)

    assert not server.is_running()
    assert list(tmp_path.iterdir()) == []


def test_server_that_cannot_start_says_why(tmp_path):
    not_a_folder = tmp_path / "file"
    not_a_folder.touch()

    with (
        pytest.raises(NetworkError, match=r"did not start: .*file already exists"),
        atproto.running(folder=not_a_folder),
    ):
        pass


def test_server_that_says_nothing_in_time_is_given_up():
    with (
        pytest.raises(NetworkError, match=r"did not start: it says nothing\."),
        atproto.running(patience=0),
    ):
        pass


def test_packages_that_cannot_be_installed_are_said_with_the_reason(tmp_path):
    (tmp_path / "package.json").write_text("no JSON", encoding="utf-8")
    (tmp_path / "package-lock.json").write_text("no JSON", encoding="utf-8")
    server = Network("server", tmp_path)

    with pytest.raises(NetworkError, match=r"cannot be installed .* package-lock\.json"):
        server.install()


def test_packages_are_installed_once_for_one_lock(tmp_path):
    lock = {"name": "nothing", "lockfileVersion": 3, "packages": {"": {"name": "nothing"}}}
    (tmp_path / "package.json").write_text('{"name": "nothing"}', encoding="utf-8")
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    made = tmp_path / "node_modules" / ".made"
    server = Network("server", tmp_path)

    server.install()
    first = made.stat().st_mtime_ns
    server.install()

    assert made.stat().st_mtime_ns == first
