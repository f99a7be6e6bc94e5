"""The demonstration refuses in one line what it cannot do."""

import os
import signal
import socket
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tabard.config import demonstration, outside
from tabard.config.atproto import Pds
from tabard.config.demonstration import DemonstrationError


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_free_port_is_taken_without_a_word():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    demonstration.insist_port_is_free(port)


def test_a_taken_port_is_named_with_another_to_choose(taken_port):
    with pytest.raises(DemonstrationError) as refusal:
        demonstration.insist_port_is_free(taken_port)

    assert str(refusal.value) == (
        f"Port {taken_port} is taken by another program: "
        f"stop it, or choose another port: make demo PORT={taken_port + 1}."
    )


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_a_port_taken_on_ipv6_alone_counts_as_browsers_try_it_first():
    with (
        socket.create_server(("::1", 0), family=socket.AF_INET6) as server,
        pytest.raises(DemonstrationError, match="is taken"),
    ):
        demonstration.insist_port_is_free(server.getsockname()[1])


def test_an_administrators_port_is_refused(monkeypatch):
    def refuse(_socket, _address):
        raise PermissionError

    monkeypatch.setattr(socket.socket, "bind", refuse)

    with pytest.raises(DemonstrationError, match="kept for the machine's administrator"):
        demonstration.insist_port_is_free(80)


def test_a_second_demonstration_is_sent_to_the_first(tmp_path):
    with (
        demonstration._only_one(tmp_path, 8123),
        pytest.raises(DemonstrationError, match="runs already, at http://localhost:8123:"),
        demonstration._only_one(tmp_path, 8124),
    ):
        pytest.fail("Two demonstrations at once.")


@pytest.mark.parametrize(("status", "ready"), [(200, True), (500, False)])
def test_the_web_server_answers_when_the_directory_can_be_read(status, ready):
    class Directory(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words):
            pass

    with HTTPServer(("127.0.0.1", 0), Directory) as server:
        Thread(target=server.handle_request).start()

        assert demonstration.answers(server.server_port) is ready


def test_a_web_server_that_is_not_there_does_not_answer():
    assert not demonstration.answers(1)


def test_signals_end_the_demonstration_in_order_and_only_once(capsys):
    stopped = []
    before = signal.getsignal(signal.SIGTERM)

    with demonstration.stopped_by_signals():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            stopped.append("in order")

    assert stopped == ["in order"]
    assert capsys.readouterr().out == "\nStopped.\n"
    assert signal.getsignal(signal.SIGTERM) == before


def test_accounts_are_connected_at_the_server_beside_us_and_not_at_the_real_one():
    pds = Pds(url="http://localhost:9000", plc="http://localhost:9001", pid=1, dns="127.0.0.1:9002")

    settings = demonstration.server_of(pds)

    assert settings == {
        "TABARD_PLC_URL": "http://localhost:9001",
        "TABARD_BLUESKY_SERVER": "http://localhost:9000",
        "TABARD_DNS": "127.0.0.1:9002",
    }


def test_no_email_of_the_demonstration_is_really_sent(tmp_path):
    told = demonstration.outbox_in(tmp_path / "a folder")

    assert outside.mailer(told["TABARD_EMAIL_URL"]) == {
        "BACKEND": "tabard.common.outbox.EmailBackend",
        "OPTIONS": {"folder": str(tmp_path / "a folder" / "outbox")},
    }
