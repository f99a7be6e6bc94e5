"""Run every check that needs no journey, two at a time, and show all that fail."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tabard.common import embedded

PROJECT = Path(__file__).resolve().parents[1]
TOOLS = PROJECT / ".venv" / "bin"
MANAGE = f"{sys.executable} manage.py"

# The slowest first.
CHECKS = {
    "types": f"{TOOLS}/mypy -p tabard -p scripts",
    "shape of the code": f"{sys.executable} -m pytest -q -p no:randomly tests/shape",
    "layers": f"{TOOLS}/lint-imports",
    "templates' form": f"{TOOLS}/djlint tabard --check --quiet",
    "templates' faults": f"{TOOLS}/djlint tabard --lint --quiet",
    "migrations": f"{MANAGE} makemigrations --check --dry-run",
    "life-cycle pages": f"{MANAGE} draw_lifecycles --check",
    "abilities' page": f"{MANAGE} draw_abilities --check",
    "style": f"{TOOLS}/ruff check --quiet",
    "format": f"{TOOLS}/ruff format --check --quiet",
    "nothing secret or unfinished": f"{sys.executable} -m scripts.scan",
}


def check(name: str, command: str, environment: dict[str, str]) -> bool:
    """Run one check, and show in one line that it held or in full why not."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - the commands stand in this file
        command.split(),
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    held = done.returncode == 0
    words = "" if held else f"\n{command}\n{done.stdout}"
    line = f"{'ok    ' if held else 'FAILED'} {name} ({time.monotonic() - began:.0f} s){words}"
    print(line, flush=True)
    return held


def main() -> int:
    """Run the checks against a database of their own."""
    with tempfile.TemporaryDirectory(prefix="tabard-check-") as folder:
        database = embedded.start(Path(folder), durable=False)
        environment = os.environ | {"DATABASE_URL": database, "TABARD_DATA": folder}
        try:
            with ThreadPoolExecutor(os.cpu_count()) as at_once:
                waiting = [at_once.submit(check, *item, environment) for item in CHECKS.items()]
                held = [one.result() for one in waiting]
        finally:
            embedded.stop(Path(folder))
    print(f"{held.count(True)} of {len(held)} checks held.")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
