"""A real mail server for tests, which takes e-mails, refuses them or hangs up as it is told."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 Taken"
# Takes the e-mail and hangs up before saying so.
HANGS_UP = "takes it and hangs up"
# Takes the e-mail and says so too late.
SLEEPS = "takes it and sleeps"
SECONDS_OF_SLEEP = 1.0
PASSWORD = "three random words"


@dataclass
class MailServer:
    """What a mail server answers, in order and then always OK, and what it has taken."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    # What it answers to somebody's address.
    of_addresses: dict[str, str] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    # What happens when it is told for whom an e-mail is, and when it has taken one.
    when_asked: Callable[[], object] = bool
    when_taken: Callable[[], object] = bool

    @property
    def read(self) -> list[EmailMessage]:
        """The e-mails that it has taken, as a mail program reads them."""
        return [message_from_bytes(one, policy=policy.default) for one in self.taken]

    async def handle_RCPT(  # noqa: N802 - the library calls it by this name, with all that
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: Sequence[str],
    ) -> str:
        """Answer to whom an e-mail goes."""
        self.when_asked()
        envelope.rcpt_tos.append(address)
        return self.of_addresses.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take an e-mail, or not."""
        answer = self.answers.pop(0) if self.answers else OK
        if not answer.startswith(("4", "5")):
            assert isinstance(envelope.content, bytes)
            self.taken.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.when_taken()
        if answer == HANGS_UP:
            assert server.transport
            server.transport.abort()
        if answer == SLEEPS:
            await asyncio.sleep(SECONDS_OF_SLEEP)
        return OK if answer in {HANGS_UP, SLEEPS} else answer


def knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: Any
) -> AuthResult:
    """Let in whoever has the password."""
    right = isinstance(said, LoginPassword) and said.password == PASSWORD.encode()
    return AuthResult(success=right)


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def a_mail_server(
    *answers: str, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None
) -> Iterator[MailServer]:
    """Run a mail server, in the clear unless it has a certificate."""
    served = MailServer(port=free_port(), answers=list(answers))
    controller = Controller(
        served,
        hostname="127.0.0.1",
        port=served.port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=knows if tls or starttls else None,
        auth_require_tls=starttls is not None,
        ready_timeout=10,
    )
    controller.start()
    try:
        yield served
    finally:
        controller.stop()
