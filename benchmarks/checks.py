"""How much the checks find, how often they cry wolf, and how long they take."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from statistics import quantiles

from benchmarks import posts
from tabard.checks.api import Checks, Facts, Finding, Level, Text, Written
from tabard.config.places import PROJECT

SEED = 20261130
EACH, CLEAN_POSTS = 1_000, 5_000
TIMES = 2_000
MILLISECONDS = 1_000
# Of these kinds it is told how many are found; of the others the posts have none.
KINDS = (*posts.KINDS, "person_name", "bank_account", "driving_licence", "passport")


def main() -> None:
    """Print recall and precision for each kind, alarms on clean posts, and speed."""
    draw = random.Random(SEED)  # noqa: S311 - the same posts in every run are wanted
    checks = Checks.of(Facts())
    _measure_kinds(draw, checks)
    _measure_clean(draw, checks)
    _measure_speed(draw, checks)
    _measure_command(draw)


def _look(checks: Checks, words: str) -> tuple[Finding, ...]:
    return checks.look(Written(Text(words))).findings


def _measure_kinds(draw: random.Random, checks: Checks) -> None:
    """Count a thing as found if a finding of its kind overlaps it."""
    hit, right, shown = Counter[str](), Counter[str](), Counter[str]()
    for kind in posts.KINDS:
        for _ in range(EACH):
            post = posts.personal(draw, kind)
            found = [one for one in _look(checks, post.words) if one.kind in KINDS]
            for _, start, end in post.holds:
                hit[kind] += any(
                    one.kind == kind and one.start < end and start < one.end for one in found
                )
            shown.update(one.kind for one in found)
            right.update(one.kind for one in found if one.kind == kind)
    for kind in posts.KINDS:
        print(
            f"checks: {kind}: recall {hit[kind] / EACH:.3f},"
            f" precision {right[kind] / max(1, shown[kind]):.3f} ({EACH:,} posts)"
        )


def _measure_clean(draw: random.Random, checks: Checks) -> None:
    stops = personal = anything = 0
    kinds = Counter[str]()
    for _ in range(CLEAN_POSTS):
        found = _look(checks, posts.clean(draw).words)
        stops += any(one.level is Level.STOP for one in found)
        personal += any(one.kind in KINDS for one in found)
        anything += bool(found)
        kinds.update({one.kind for one in found})
    print(
        f"checks: of {CLEAN_POSTS:,} clean posts {stops / CLEAN_POSTS:.2%} with a stop,"
        f" {personal / CLEAN_POSTS:.2%} with personal data, {anything / CLEAN_POSTS:.2%} with any"
        f" finding ({', '.join(f'{kind} {count}' for kind, count in kinds.most_common(5))})"
    )


def _measure_speed(draw: random.Random, checks: Checks) -> None:
    for length in (300, 3_000):
        words = ""
        took = []
        for _ in range(TIMES):
            while len(words) < length:
                words += f"{posts.clean(draw).words} "
            begun = time.process_time()
            _look(checks, words[:length])
            took.append((time.process_time() - begun) * MILLISECONDS)
            words = words[length // 3 :]
        marks = quantiles(took, n=100)
        print(f"checks: {length:,} characters: p50 {marks[49]:.2f} ms, p99 {marks[98]:.2f} ms")


def _measure_command(draw: random.Random) -> None:
    """Send posts through the command as anybody would, its start included in neither rate."""
    made = [posts.personal(draw, kind) for kind in posts.KINDS for _ in range(EACH // 2)]
    made += [posts.clean(draw) for _ in range(len(made))]
    lines = [json.dumps({"id": at, "text": one.words}) for at, one in enumerate(made)]
    command = [sys.executable, "manage.py", "check_text"]
    with subprocess.Popen(  # noqa: S603 - the command is ours
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin  # noqa: S101 - it was asked for
        assert running.stdout  # noqa: S101 - it was asked for
        print(lines[0], file=running.stdin, flush=True)
        running.stdout.readline()
        begun = time.perf_counter()
        answers, _ = running.communicate("\n".join(lines))
    rate = len(answers.splitlines()) / (time.perf_counter() - begun)
    print(f"checks: {rate:,.0f} posts a second through check_text")


if __name__ == "__main__":
    main()
