"""Importing 50,000 people by the pages and a real worker: rows a second, and the most memory."""

import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.test import Client

from tabard.config.processes import manage
from tabard.people import second_step
from tabard.people.models import ImportState, Person, StaffImport
from tests import make

ROWS = 50_000
SERVICES = 60
# How many people report to one manager.
TEAM = 8
# Of so many rows one has a leaving date, or one that is no date, so that it is refused.
ONE_IN = 100
REFUSED = ROWS // ONE_IN - ROWS // TEAM // ONE_IN
# Seconds: the page asks once in a second.
LOOKED_AT = 0.25
PATIENCE = 1_800
MEGABYTE, KILOBYTE = 1_000_000, 1_024
HEAD = "Staff number,First name,Last name,E-mail,Job title,Service,Line manager,Leaving date"
WRONG = "31/31/2031"


def main() -> None:
    """Print what a file of everybody takes: new, as they are, and all changed."""
    make.council()
    client = _administrator()
    with tempfile.TemporaryDirectory(prefix="tabard-import-") as folder, _worker() as worker:
        file = Path(folder) / "staff.csv"
        for what, title, wrong in (
            ("all added, some refused", "Officer", WRONG),
            ("all as they are", "Officer", ""),
            ("all changed", "Senior officer", ""),
        ):
            file.write_text("\n".join([HEAD, *_rows(title, wrong)]), encoding="utf-8")
            _import(what, client, file, worker)
            if wrong:
                _look_at_refused(client)
    if Person.objects.count() != ROWS + 1:
        raise RuntimeError("Not everybody was imported.")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / MEGABYTE
    print(f"import, the pages of all this: at most {most:.0f} MB, with the browser's own part")


def _administrator() -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(make.administrator())
    session = client.session
    session[second_step.KEY] = second_step.HERE
    session.save()
    return client


def _rows(title: str, wrong: str) -> Iterator[str]:
    """Give rows whose managers come later in the file as often as earlier, and are not refused."""
    for number in range(ROWS, 0, -1):
        manager = f"p{number // TEAM}@big.example" if number >= TEAM else ""
        manages = number <= ROWS // TEAM
        leaves = "" if number % ONE_IN else "2031-03-31" if manages else wrong or "2031-03-31"
        yield (
            f"{number},Zoë {number},Okafor,p{number}@big.example,{title} {number % 400},"
            f"Service {number % SERVICES},{manager},{leaves}"
        )


@dataclass
class Watched:
    """What somebody sees who waits: how far it was whenever they looked, and how long that took."""

    seconds: float = 0
    per_cent: list[int] = field(default_factory=list)
    slowest: float = 0
    memory: int = 0

    def __str__(self) -> str:
        return (
            f"{ROWS:,} rows in {self.seconds:.1f} s, {ROWS / self.seconds:,.0f} rows a second, "
            f"worker at most {self.memory / MEGABYTE:.0f} MB; the bar stood at "
            f"{len(set(self.per_cent))} places, the page took {self.slowest * 1000:.0f} ms at most"
        )


def _import(what: str, client: Client, file: Path, worker: psutil.Process) -> None:
    """Upload a file, wait for the dry run, and have it done."""
    begun = time.perf_counter()
    with file.open("rb") as opened:
        asked = {"file": opened, "adds_services": "on"}
        page = _led(client, "/people/import/", asked)
    print(
        f"import, {what}: {file.stat().st_size / MEGABYTE:.1f} MB uploaded in "
        f"{time.perf_counter() - begun:.1f} s"
    )
    for step, state in (("dry run", ImportState.READY), ("applied", ImportState.APPLIED)):
        if state == ImportState.APPLIED:
            _led(client, f"{page}apply/", {})
        watched = _wait(client, page, worker, state)
        print(f"import, {what}, {step}: {watched}")
    begun = time.perf_counter()
    _answer(client, page)
    print(f"import, {what}, the page of all rows: {time.perf_counter() - begun:.2f} s")


def _wait(client: Client, page: str, worker: psutil.Process, until: ImportState) -> Watched:
    """Look at the page as the browser does by itself, until there is no more to wait for."""
    watched, begun = Watched(), time.perf_counter()
    while True:
        asked = time.perf_counter()
        answer = client.get(page, headers={"HX-Request": "true"})
        watched.slowest = max(watched.slowest, time.perf_counter() - asked)
        watched.memory = max(watched.memory, worker.memory_info().rss)
        watched.seconds = time.perf_counter() - begun
        if "HX-Refresh" in answer.headers:
            break
        watched.per_cent += map(int, re.findall(r'value="(\d+)"', answer.content.decode()))
        if watched.seconds > PATIENCE:
            raise RuntimeError("The import does not come to its end.")
        time.sleep(LOOKED_AT)
    taken = StaffImport.objects.defer("content").latest("pk")
    if taken.state != until or watched.per_cent != sorted(watched.per_cent):
        raise RuntimeError(f"{taken.state}: {taken.problem} {watched.per_cent}")
    return watched


def _look_at_refused(client: Client) -> None:
    """Download what was refused, which is the whole rest of the file."""
    begun = time.perf_counter()
    taken = StaffImport.objects.defer("content").latest("pk")
    answer = client.get(f"/people/import/{taken.pk}/refused/")
    lines = answer.getvalue().decode().splitlines()
    if len(lines) != REFUSED + 1 or not all(WRONG in line for line in lines[1:]):
        raise RuntimeError(f"{len(lines)} lines were refused.")
    print(f"import, file of {REFUSED} refused rows: {time.perf_counter() - begun:.2f} s")


def _led(client: Client, address: str, posted: dict[str, Any]) -> str:
    answer = client.post(address, posted)
    if answer.status_code != 302:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return str(answer["Location"])


def _answer(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


@contextmanager
def _worker() -> Iterator[psutil.Process]:
    with psutil.Popen(manage("worker"), stdout=subprocess.DEVNULL) as worker:
        try:
            yield worker
        finally:
            worker.terminate()
