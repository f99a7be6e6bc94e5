"""A server of web sockets that tells what a test says, and hangs up."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from websockets.sync.server import Server, ServerConnection, serve

type Told = str | bytes | list[str]


@dataclass
class Teller:
    """A server that runs: what it says to whoever comes, one after another, and who came."""

    place: str
    says: list[tuple[Told, ...]]
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    def answer(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        self.asked.append(connection.request.path)
        for message in self.says.pop(0):
            if message == b"ping":
                connection.ping().wait(5)
            else:
                connection.send(message)


@contextmanager
def telling(*says: tuple[Told, ...]) -> Iterator[Teller]:
    """Run the server; a list of words is one message in several pieces."""
    teller = Teller("", list(says))
    server: Server
    with serve(teller.answer, "127.0.0.1", 0) as server:
        teller.place = f"127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield teller
        finally:
            server.shutdown()
            thread.join()
