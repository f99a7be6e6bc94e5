"""Presidio beside the checks, on the same posts in the same run: `python -m benchmarks.presidio`.

It is not among what `make bench` runs, as it installs half a gigabyte of packages in an
environment of their own first.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from benchmarks import posts
from benchmarks.checks import KINDS, SEED
from tabard.checks.api import Checks, Facts, Text, Written
from tabard.config.places import PROJECT

EACH, CLEAN_POSTS = 100, 1_000
MILLISECONDS = 1_000
LOCK = PROJECT / "requirements" / "presidio.lock"
# Not counted for or against it: when and where something is, as any post for residents says. It
# takes addresses for places now and then, which is not counted either.
NOT_PERSONAL = {"DATE_TIME", "LOCATION", "NRP", "URL", "IP_ADDRESS", "ORGANIZATION"}

type Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found in each post, and the milliseconds that each took."""

    found: Sequence[Spans]
    took: Sequence[float]


def main() -> None:
    """Print recall, precision, clean posts that are flagged, and speed of both."""
    draw = random.Random(SEED)  # noqa: S311 - the same posts in every run are wanted
    told = [posts.personal(draw, kind) for kind in posts.KINDS for _ in range(EACH)]
    told += [posts.clean(draw) for _ in range(CLEAN_POSTS)]
    words = [one.words for one in told]
    _say("Tabard's checks", told, _ours(words))
    with tempfile.TemporaryDirectory(prefix="tabard-presidio-") as folder:
        python = _installed(Path(folder))
        _say("Presidio as installed", told, _theirs(python, words))
        _say("Presidio with its UK recognisers", told, _theirs(python, words, "uk"))


def _ours(words: Iterable[str]) -> Measured:
    checks = Checks.of(Facts())
    found: list[Spans] = []
    took = []
    for one in words:
        begun = time.process_time()
        looked = checks.look(Written(Text(one)))
        took.append((time.process_time() - begun) * MILLISECONDS)
        found.append([(of.start, of.end) for of in looked.findings if of.kind in KINDS])
    return Measured(found, took)


def _installed(folder: Path) -> Path:
    """Install it by the lock file, and give its Python."""
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder / "venv"], check=True)  # noqa: S603 - ours
    python = folder / "venv" / "bin" / "python"
    subprocess.run(  # noqa: S603 - ours
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK], check=True
    )
    return python


def _theirs(python: Path, words: Sequence[str], *how: str) -> Measured:
    alone = PROJECT / "benchmarks" / "presidio_alone.py"
    lines = "".join(f"{json.dumps(one)}\n" for one in words)
    ran = subprocess.run(  # noqa: S603 - ours
        [python, alone, *how], input=lines, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    found = [
        [(start, end) for kind, start, end, _ in told if kind not in NOT_PERSONAL]
        for told, _ in answers
    ]
    return Measured(found, [took for _, took in answers])


def _say(name: str, told: Sequence[posts.Post], measured: Measured) -> None:
    hits = spans = shown = right = flagged = 0
    for post, found in zip(told, measured.found, strict=True):
        held = [(start, end) for _, start, end in post.holds]
        hits += _how_many_meet(held, found)
        right += _how_many_meet(found, held)
        spans, shown = spans + len(held), shown + len(found)
        flagged += bool(found) and not held
    marks = quantiles(measured.took, n=100)
    print(
        f"{name}: recall {hits / spans:.3f} whatever it is taken for, precision"
        f" {right / max(1, shown):.3f}, {flagged / CLEAN_POSTS:.1%} of {CLEAN_POSTS:,} clean posts"
        f" flagged, p50 {marks[49]:.2f} ms, p99 {marks[98]:.2f} ms"
    )


def _how_many_meet(spans: Spans, others: Spans) -> int:
    return sum(any(start < last and first < end for first, last in others) for start, end in spans)


if __name__ == "__main__":
    main()
