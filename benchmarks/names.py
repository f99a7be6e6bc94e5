"""The check of names: on council posts by origin of names, on corpora of one's own, and how fast.

TABARD_NAMES_CORPORA is a folder of *.conll files (words and labels) that it was not taught by.
"""

import os
import statistics
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

from benchmarks.council_posts import ORIGINS, clean_posts, named_posts
from scripts.names.corpora import Span, posts
from scripts.names.measure import WARNING, Found, Measured, measured
from tabard.checks.api import Facts, Level, Text, Written
from tabard.checks.personal.person_name import PersonName

SEED, EACH, CLEAN = 5, 250, 2_000
LENGTHS = (100, 300, 3_000)
ROUNDS = 300
FILES = ("model.txt", "lexicon.bin")
# In a process of its own, since this one has read everything already.
FRESH = """
import time
from pathlib import Path
from tabard.checks.api import Facts, Text, Written
def memory():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024
before, began = memory(), time.perf_counter()
from tabard.checks.personal.person_name import PersonName
list(PersonName(Facts()).look(Written(Text("Ask Jane Doe."))))
print(f"{memory() - before} MB, {1000 * (time.perf_counter() - began):.0f} ms to the first answer")
"""


def main() -> None:
    """Print how good it is, and how quick."""
    check = PersonName(Facts())
    _council(check)
    folder = os.environ.get("TABARD_NAMES_CORPORA")
    if folder:
        for path in sorted(Path(folder).glob("*.conll")):
            print(f"names, {path.stem}: {measured(posts(path), Finder(check)).told()}")
    else:
        print("names, corpora of one's own: left out, TABARD_NAMES_CORPORA names no folder")
    for length in LENGTHS:
        _speed(check, length)
    _size()


class Finder:
    """Asks the check."""

    def __init__(self, check: PersonName) -> None:
        self._check = check

    def __call__(self, words: str) -> list[Found]:
        """Give what it finds, and how sure it is."""
        found = self._check.look(Written(Text(words)))
        return [Found(Span(one.start, one.end), one.sure) for one in found]


def _council(check: PersonName) -> None:
    find = Finder(check)
    every = []
    for origin in ORIGINS:
        of_origin = measured(named_posts(SEED, EACH, origin), find)
        every += of_origin.found
        all_found, sure = of_origin.score(0), of_origin.score(WARNING)
        print(f"names, {origin}: recall {all_found.recall:.3f}, of warnings {sure.recall:.3f}")
    print(f"names, council posts that name people: {Measured(every).told()}")
    clean = [list(check.look(Written(Text(one.words)))) for one in clean_posts(SEED, CLEAN)]
    flagged = sum(map(bool, clean))
    warned = sum(any(one.level is Level.WARNING for one in found) for found in clean)
    print(
        f"names, council posts that name nobody: {flagged / CLEAN:.1%} with a finding,"
        f" {warned / CLEAN:.1%} with a warning"
    )


def _speed(check: PersonName, length: int) -> None:
    """Every text is new to it, the words mostly not, as in a composer."""
    written = " ".join(
        one.words for one in [*clean_posts(1, 3_000), *named_posts(2, 3_000, "English")]
    )
    took = []
    for at in range(ROUNDS):
        start = at * 997 % (len(written) - length)
        text = Written(Text(written[start : start + length]))
        began = time.thread_time()
        list(check.look(text))
        took.append(1000 * (time.thread_time() - began))
    p99 = statistics.quantiles(took, n=100)[98]
    print(
        f"names, {length:,} characters: p50 {statistics.median(took):.2f} ms of a core,"
        f" p99 {p99:.2f} ms"
    )


def _size() -> None:
    folder = files("tabard.checks.names")
    sizes = [f"{name} {len((folder / name).read_bytes()) // 1024:,} KiB" for name in FILES]
    fresh = subprocess.run(  # noqa: S603 - the program stands in this file
        [sys.executable, "-c", FRESH], capture_output=True, text=True, check=True
    )
    print(f"names, size: {', '.join(sizes)}; {fresh.stdout.strip()}")
