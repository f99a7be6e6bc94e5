"""Importing 50,000 people from a file: rows a second, and the most memory that it takes."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from tabard.config.processes import manage
from tabard.people.models import Person
from tests import make

ROWS = 50_000
SERVICES = 60
# How many people report to one manager.
TEAM = 8
LOOKED_AT = 0.05
MEGABYTE = 1_000_000
HEAD = "Staff number,First name,Last name,E-mail,Job title,Service,Line manager,Leaving date"


def main() -> None:
    """Print how long a dry run, the import, and the import of a changed file take."""
    by = make.administrator()
    with tempfile.TemporaryDirectory(prefix="tabard-import-") as folder:
        file = Path(folder) / "staff.csv"
        for what, title, dry in (
            ("dry run, all to be added", "Officer", True),
            ("import, all added", "Officer", False),
            ("import, all as they are", "Officer", False),
            ("import, all changed", "Senior officer", False),
        ):
            file.write_text("\n".join([HEAD, *_rows(title)]), encoding="utf-8")
            seconds, memory = _run(file, by, dry=dry)
            print(
                f"{what}: {ROWS:,} rows in {seconds:.1f} s, {ROWS / seconds:,.0f} rows a second, "
                f"at most {memory / MEGABYTE:.0f} MB"
            )
    if Person.objects.count() != ROWS + 1:
        raise RuntimeError("Not everybody was imported.")


def _rows(title: str) -> Iterator[str]:
    """Give rows whose managers come later in the file as often as earlier."""
    for number in range(ROWS, 0, -1):
        manager = f"p{number // TEAM}@big.example" if number >= TEAM else ""
        leaves = "2031-03-31" if number % 100 == 0 else ""
        yield (
            f"{number},Zoë {number},Okafor,p{number}@big.example,{title} {number % 400},"
            f"Service {number % SERVICES},{manager},{leaves}"
        )


def _run(file: Path, by: Person, *, dry: bool) -> tuple[float, int]:
    """Import in a process of its own; give its seconds and its most memory in bytes."""
    options = ["--dry-run"] if dry else []
    command = [*manage("import_people"), str(file), "--by", by.email, "--add-services", *options]
    begun = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, _memory(process))
        time.sleep(LOOKED_AT)
    if process.returncode:
        raise RuntimeError("The import did not come to its end.")
    return time.perf_counter() - begun, most


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
