"""The network of the example: a server that keeps notices, over a port of this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "Bearer the-token-of-roads"
BOARD = {
    "id": "board-7",
    "handle": "roads",
    "name": "Roads team",
    "url": "https://noticeboard.example/@roads",
}


class Board:
    """What hangs on the board, and whether it lets anybody in."""

    def __init__(self, place: str) -> None:
        self.place, self.url = place, f"http://{place}"
        self.notices: dict[str, str] = {}
        self.is_open = True


@contextmanager
def running() -> Iterator[Board]:
    """Run one on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        board = Board(f"127.0.0.1:{server.server_port}")
        server.board = board  # type: ignore[attr-defined] # the handler finds it there
        thread = threading.Thread(target=server.serve_forever, args=[0.005])
        thread.start()
        try:
            yield board
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    @property
    def board(self) -> Board:
        board: Board = self.server.board  # type: ignore[attr-defined] # put there above
        return board

    def do_GET(self) -> None:
        key = self.path.rpartition("/")[2]
        if self._is_let_in():
            if self.path == "/me":
                self._say(200, BOARD)
            elif key in self.board.notices:
                self._say(200, self._notice(key))
            else:
                self._say(404, {})

    def do_PUT(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.path.rpartition("/")[2]
        if self._is_let_in():
            self.board.notices.setdefault(key, said["words"])
            self._say(200, self._notice(key))

    def do_DELETE(self) -> None:
        if self._is_let_in():
            self.board.notices.pop(self.path.rpartition("/")[2], None)
            self._say(204, None)

    def _notice(self, key: str) -> dict[str, str]:
        return {"id": key, "url": f"{BOARD['url']}/{key}", "words": self.board.notices[key]}

    def _is_let_in(self) -> bool:
        if self.board.is_open and self.headers["Authorization"] == TOKEN:
            return True
        self._say(401, {"detail": "Who are you?"})
        return False

    def _say(self, status: int, told: dict[str, str] | None) -> None:
        body = b"" if told is None else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it is called by
        """Say nothing."""
