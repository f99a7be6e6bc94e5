"""From "approve" to "confirmed" on a real AT Protocol server, beside a script that only posts."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from django.utils import timezone

from tabard.accounts.models import Account
from tabard.common.http import open_http
from tabard.composing import actions as composing
from tabard.config import atproto
from tabard.config.processes import manage
from tabard.connectors.api import Post
from tabard.connectors.bluesky import Bluesky
from tabard.people.models import Person
from tabard.publishing.models import Delivery, DeliveryState
from tests import make

TIMES = 20
SECONDS_TO_WAIT = 60.0
HANDLE = "bench.test"


def main() -> None:
    """Print how long both take, and how they compare."""
    with atproto.running() as pds:
        os.environ |= {"TABARD_PLC_URL": pds.plc, "TABARD_DNS": pds.dns}
        did, password = atproto.create_account(pds, HANDLE, "correct horse battery staple")
        secrets = {"identifier": HANDLE, "password": password, "did": did}
        plain = [_plainly(pds, secrets, number) for number in range(TIMES)]
        make.council()
        author, reviewer = make.author(), make.reviewer()
        account = make.account(
            author, network="bluesky", server=pds.url, secrets=secrets, stable_id=did
        )
        with _worker(pds):
            # The first one signs in.
            _through_tabard(author, account, reviewer)
            ours = [_through_tabard(author, account, reviewer) for _ in range(TIMES)]
    _say("posted and read back by a plain script", plain)
    _say("from approve to confirmed", ours)
    print(f"ratio of the medians: {median(ours) / median(plain):.1f}")


def _say(what: str, seconds: list[float]) -> None:
    least, middle, most = min(seconds), median(seconds), max(seconds)
    print(
        f"{what}: {least * 1000:.0f} ms least, {middle * 1000:.0f} ms median, "
        f"{most * 1000:.0f} ms most, {len(seconds)} times"
    )


def _plainly(pds: atproto.Pds, secrets: dict[str, str], number: int) -> float:
    """Post and read back with the connector alone."""
    with open_http(allow_private=pds.places) as http:
        connector = Bluesky(http, pds.url, secrets)
        connector.identify()
        begun = time.perf_counter()
        post = Post(f"Plainly {number}.", (), Bluesky.new_key(), timezone.now())
        connector.read_back(connector.deliver(post).network_id)
        return time.perf_counter() - begun


def _through_tabard(author: Person, account: Account, reviewer: Person) -> float:
    """Approve a message and wait until its delivery is confirmed."""
    message = make.waiting_message(author, accounts=[account])
    begun = time.perf_counter()
    composing.approve(message, by=reviewer, submitted_at=message.submitted_at)
    confirmed = Delivery.objects.filter(version__message=message, state=DeliveryState.CONFIRMED)
    while not confirmed.exists():
        if time.perf_counter() - begun > SECONDS_TO_WAIT:
            raise RuntimeError("The post was not confirmed in a minute.")
        time.sleep(0.005)
    return time.perf_counter() - begun


@contextmanager
def _worker(pds: atproto.Pds) -> Iterator[None]:
    environment = {**os.environ, "TABARD_ALLOW_PRIVATE": ",".join(pds.places)}
    worker = subprocess.Popen(manage("worker"), env=environment)  # noqa: S603 - the words are ours
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
