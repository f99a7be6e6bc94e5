"""A whole AT Protocol network of the tests' own: directory, server, view of all servers, Ozone."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tabard.common import embedded
from tabard.common.http import open_http
from tabard.config.atproto import Pds, create_account, serving
from tests.database import a_folder

# The account of the network's own labeller, which @atproto/dev-env makes.
MODERATOR = {"identifier": "mod-authority.test", "password": "hunter2"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A network that runs, and what its operators can do."""

    pds: Pds
    control: str
    labeller: str

    @property
    def places(self) -> frozenset[str]:
        return self.pds.places

    def account(self, handle: str) -> dict[str, str]:
        """Create an account, and give what a person types to connect it."""
        _, password = create_account(self.pds, handle, "correct horse battery")
        self.settle()
        return {"identifier": handle, "password": password}

    def settle(self) -> None:
        """Wait until everything that was written is known everywhere."""
        self._operate("settle")

    def trust(self, did: str) -> None:
        """Have apps trust what this account says of others' names."""
        self._operate("verifier", did=did)

    def answer_for(self, handle: str, did: str) -> None:
        """Have the DNS say to whom a handle under a domain of its own belongs."""
        self.pds.names[handle] = did

    def label(self, subject: dict[str, str], value: str) -> None:
        """Have the network's labeller put a label on an account or a post, by Ozone."""
        event = {
            "$type": "tools.ozone.moderation.defs#modEventLabel",
            "createLabelVals": [value],
            "negateLabelVals": [],
        }
        with open_http(allow_private=self.places) as http:
            ask = f"{self.pds.url}/xrpc"
            session = http.post(f"{ask}/com.atproto.server.createSession", json=MODERATOR).json()
            done = http.post(
                f"{ask}/tools.ozone.moderation.emitEvent",
                json={"event": event, "subject": subject, "createdBy": self.labeller},
                headers={
                    "Authorization": f"Bearer {session['accessJwt']}",
                    "atproto-proxy": f"{self.labeller}#atproto_labeler",
                },
            )
        assert done.is_success, done.text
        self._operate("labels")

    def _operate(self, what: str, **said: Any) -> None:
        with open_http(
            deadline=60, allow_private=frozenset([urlsplit(self.control).netloc])
        ) as http:
            done = http.post(f"{self.control}/{what}", json=said)
            assert done.is_success, done.text


@contextmanager
def running() -> Iterator[Whole]:
    """Run the network, with a database of its own, until the end of the block."""
    folder = a_folder()
    try:
        database = embedded.start(folder, durable=False)
        with serving("--database", database) as (pds, ready):
            yield Whole(pds, ready["control"], ready["labeller"])
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder)
