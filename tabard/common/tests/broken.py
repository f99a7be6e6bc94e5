"""Servers that misbehave below the level of whole answers."""

import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """Serve connections, each by a function in a thread of its own, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threads.append(threading.Thread(target=serve, args=[connection]))
                threads[-1].start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for thread in threads:
                thread.join()


@contextmanager
def dripping(first: bytes, drop: bytes, *, reads: bool = True) -> Iterator[str]:
    """Serve the first bytes at once, and then drop after drop."""
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection:
            if reads:
                connection.recv(65536)
            try:
                connection.sendall(first)
                while not over.wait(0.02):
                    connection.sendall(drop)
            except OSError:
                return

    with listening(serve) as place:
        try:
            yield place
        finally:
            over.set()


@contextmanager
def keeping() -> Iterator[tuple[str, list[socket.socket]]]:
    """Serve any number of requests on each connection."""
    connections = []

    def serve(connection: socket.socket) -> None:
        connections.append(connection)
        with connection:
            while connection.recv(65536):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with listening(serve) as place:
        yield place, connections


@contextmanager
def cutting(place: str) -> Iterator[tuple[str, threading.Event]]:
    """Stand before a server of this machine; once armed, cut when its next answer comes."""
    armed = threading.Event()
    port = int(place.split(":")[1])

    def pump(source: socket.socket, target: socket.socket) -> None:
        while content := _received(source):
            target.sendall(content)
        _hang_up(target)

    def serve(near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", port)) as far:
            outward = threading.Thread(target=pump, args=[near, far])
            outward.start()
            while content := _received(far):
                if armed.is_set():
                    armed.clear()
                    break
                near.sendall(content)
            _hang_up(near)
            _hang_up(far)
            outward.join()

    with listening(serve) as here:
        yield here, armed


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@contextmanager
def encrypted(greeted: list[str | None]) -> Iterator[int]:
    """Serve TLS with a certificate that nobody trusts, and note the names asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def greet(_socket: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        greeted.append(name)

    context.sni_callback = greet

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                return

    with tempfile.NamedTemporaryFile() as file:
        file.write(_certificate())
        file.flush()
        context.load_cert_chain(file.name)
    with listening(serve) as place:
        yield int(place.split(":")[1])


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "council.example")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
