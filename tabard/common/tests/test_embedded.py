"""The embedded PostgreSQL is always found running, whatever was left behind."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from tabard.common import embedded
from tabard.common.embedded import EmbeddedDatabaseError
from tests.database import a_folder

START = (
    "import pathlib, sys; from tabard.common import embedded; "
    "embedded.start(pathlib.Path(sys.argv[1]), durable=False)"
)


@pytest.fixture
def folder():
    folder = a_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data(folder):
    yield folder
    embedded.stop(folder)


def ask(data: Path, question: str) -> str:
    with psycopg.connect(embedded.url(data), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return str(row[0])


def server(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))


def elsewhere(data: Path, words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", words, str(data)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 - the words are ours


def test_start_gives_a_database_of_ours_at_the_address_known_before(data):
    before = embedded.url(data)

    address = embedded.start(data)

    assert address == before
    assert ask(data, "SELECT current_database() || '/' || current_user") == "tabard/tabard"
    assert ask(data, "SHOW fsync") == "on"


def test_start_for_tests_does_not_wait_for_the_disk(data):
    embedded.start(data, durable=False)

    assert ask(data, "SHOW fsync") == "off"


def test_start_takes_up_the_server_that_runs(data):
    embedded.start(data, durable=False)
    first = server(data)

    embedded.start(data, durable=False)

    assert server(data) == first


def test_stop_ends_the_server_and_a_start_finds_what_was_kept(data):
    embedded.start(data, durable=False)
    with psycopg.connect(embedded.url(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")

    embedded.stop(data)

    assert embedded._processes(data / "postgres") == []
    embedded.start(data, durable=False)
    assert ask(data, "SELECT n FROM kept") == "7"


def test_stop_where_nothing_runs_does_nothing(tmp_path):
    embedded.stop(tmp_path)
    embedded.stop(tmp_path / "not there")

    assert list(tmp_path.iterdir()) == []


def test_a_server_outlives_its_killed_owner_and_is_taken_up(data):
    owner = elsewhere(data, f"{START}; import os; os.kill(os.getpid(), 9)")
    owner.communicate()
    left = server(data)

    embedded.start(data, durable=False)

    assert owner.returncode == -signal.SIGKILL
    assert server(data) == left


def test_a_killed_server_is_started_again_though_its_number_is_now_another_programs(data):
    embedded.start(data, durable=False)
    number = data / "postgres" / "postmaster.pid"
    lines = number.read_text().split("\n")
    server(data).kill()
    number.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    embedded.start(data, durable=False)

    assert ask(data, "SELECT 1") == "1"


def test_a_server_killed_while_somebody_is_connected_is_started_again(data):
    embedded.start(data, durable=False)

    connection = psycopg.connect(embedded.url(data), autocommit=True)
    server(data).kill()

    embedded.start(data, durable=False)

    connection.close()
    assert ask(data, "SELECT 1") == "1"


def test_three_starts_at_once_come_to_one_server(data):
    starts = [elsewhere(data, START) for _ in range(3)]

    for start in starts:
        start.communicate()

    assert [start.returncode for start in starts] == [0, 0, 0]
    assert ask(data, "SELECT 1") == "1"


@pytest.mark.parametrize("name", ["a, b", "long" * 30, "quo'te $HOME `x`"])
def test_any_folder_name_will_do(folder, name):
    data = folder / name

    embedded.start(data, durable=False)

    try:
        assert ask(data, "SELECT 1") == "1"
    finally:
        embedded.stop(data)


def test_a_socket_left_by_a_server_without_files_is_not_in_the_way(folder):
    data = folder / ("long" * 30)
    embedded.start(data, durable=False)
    orphan = server(data)
    (data / "postgres" / "postmaster.pid").unlink()

    try:
        (data / "postgres").rename(data / "lost")
        embedded.start(data, durable=False)

        assert ask(data, "SELECT 1") == "1"
    finally:
        orphan.kill()
        embedded.stop(data)


def test_files_half_made_are_made_anew(data):
    half = data / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")

    embedded.start(data, durable=False)

    assert ask(data, "SELECT 1") == "1"
    assert not half.exists()


def test_a_server_that_starts_just_now_is_waited_for(data):
    embedded.start(data, durable=False)
    going = server(data)
    going.suspend()
    later = elsewhere(data, START)
    time.sleep(1)

    going.resume()

    assert (later.communicate()[1], later.returncode) == (b"", 0)
    assert server(data) == going


def test_a_server_that_hangs_is_reported(data, monkeypatch):
    embedded.start(data, durable=False)
    monkeypatch.setattr(embedded, "PATIENCE", 0.1)
    monkeypatch.setattr(embedded, "CONNECTING", 2)
    hanging = server(data)
    hanging.suspend()

    try:
        with pytest.raises(EmbeddedDatabaseError, match="runs but does not answer"):
            embedded.start(data, durable=False)
    finally:
        hanging.resume()


def test_a_folder_that_cannot_be_made_is_one_line_with_advice(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(EmbeddedDatabaseError) as refusal:
        embedded.start(tmp_path / "file" / "data")

    assert "name another folder in TABARD_DATA" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_short_folder_that_cannot_be_made_is_one_line_with_advice(folder):
    data = folder / ("long" * 30)
    sockets = embedded._socket_folder(embedded._cluster(data))
    sockets.touch()

    try:
        with pytest.raises(EmbeddedDatabaseError, match="a data folder with a shorter path"):
            embedded.start(data, durable=False)
    finally:
        sockets.unlink()


def test_files_of_another_version_are_reported_with_the_servers_own_words(data):
    embedded.start(data, durable=False)
    embedded.stop(data)
    (data / "postgres" / "PG_VERSION").write_text("9\n")

    with pytest.raises(EmbeddedDatabaseError, match="database files are incompatible with server"):
        embedded.start(data, durable=False)


def test_an_environment_without_the_package_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "find_spec", lambda _name: None)

    with pytest.raises(EmbeddedDatabaseError, match="run make setup"):
        embedded.start(tmp_path)


def test_the_server_runs_as_us_or_as_somebody_powerless_but_never_as_root(data, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    as_us = embedded._account(data / "postgres")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for_root = embedded._account(data / "postgres")

    assert as_us is None
    assert for_root == pwd.getpwnam("nobody")


def test_a_server_of_our_own_account_changes_nothing_on_the_way_to_its_files(tmp_path):
    tmp_path.chmod(0o700)

    embedded._make_private(tmp_path / "mine", None)
    embedded._clear_the_way(tmp_path / "mine", None)

    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o700
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_another_account_may_pass_through_the_folders_on_its_way_and_no_more(folder, caplog):
    way = folder / "way"
    way.mkdir(mode=0o700)

    embedded._clear_the_way(way / "files", pwd.getpwnam("nobody"))

    assert way.stat().st_mode & 0o777 == 0o701
    assert caplog.messages == [f"The database runs as nobody: others may now pass {way}."]


def test_a_server_that_hangs_is_stopped_all_the_same(data, monkeypatch):
    embedded.start(data, durable=False)
    monkeypatch.setattr(embedded, "PATIENCE", 0.1)
    server(data).suspend()

    embedded.stop(data)

    assert embedded._processes(data / "postgres") == []


def test_a_program_that_fails_before_there_is_a_log_is_quoted(tmp_path):
    with pytest.raises(EmbeddedDatabaseError, match=r"fails at initdb: .*no-such-option"):
        embedded._run(tmp_path, "initdb", "--no-such-option")
