"""A small DNS of our own on this machine, for networks that run beside us; it knows texts alone."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from tabard.common.texts import Texts

TTL = 1
PIECE = 200


@contextmanager
def answering(texts: Texts) -> Iterator[str]:
    """Answer on a free port of this machine with what a function says; give the place."""
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), _Handler) as server:
        server.texts = texts  # type: ignore[attr-defined] # the handler finds it there
        thread = threading.Thread(target=server.serve_forever, args=[0.005])
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        packet, socket = self.request
        asked = dns.message.from_wire(packet)
        socket.sendto(_answer(asked, self.server.texts).to_wire(), self.client_address)  # type: ignore[attr-defined] # put there above


def _answer(asked: dns.message.Message, texts: Texts) -> dns.message.Message:
    answer = dns.message.make_response(asked)
    question = asked.question[0]
    name = question.name.to_text(omit_final_dot=True).lower()
    found = texts(name) if question.rdtype == dns.rdatatype.TXT else []
    if found:
        said = [_in_pieces(one) for one in found]
        answer.answer.append(dns.rrset.from_text(question.name, TTL, "IN", "TXT", *said))
    else:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer


def _in_pieces(text: str) -> str:
    """Write a text as zone files have it: in pieces, as one takes no more than 255 bytes."""
    return " ".join(f'"{text[start : start + PIECE]}"' for start in range(0, len(text), PIECE))
