"""Stop the demonstration and delete what was done in it: `python -m tabard.config.reset`.

Not one of manage.py's commands: it has to work where the database does not.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from tabard.common import embedded
from tabard.config.places import data_folder

# All that the product writes there; anything else in the folder is not ours to delete.
OURS = (
    "atproto",
    "atproto-sign-ins.txt",
    "demo.lock",
    "keys",
    "logs",
    "media",
    "postgres",
    "postgres.lock",
    "postgres.new",
    "sign-ins.txt",
)
SECONDS_TO_STOP = 60


def reset(data: Path) -> None:
    """Stop what runs on a data folder, and delete what is ours in it."""
    if not data.exists():
        return
    stop_demonstration(data)
    embedded.stop(data)
    for name in OURS:
        _delete(data / name)
    with contextlib.suppress(OSError):
        data.rmdir()


def stop_demonstration(data: Path) -> None:
    """Ask the demonstration that holds this folder to stop, and wait until it has."""
    if not (data / "demo.lock").exists():
        return
    patience = time.monotonic() + SECONDS_TO_STOP
    with (data / "demo.lock").open() as lock:
        asked = False
        while time.monotonic() < patience:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            if not asked:
                os.kill(int(lock.read().split()[0]), signal.SIGTERM)
                asked = True
            time.sleep(0.1)
    sys.exit("The demonstration does not stop: end it where it was started, then try again.")


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    reset(data_folder())
    print("The demonstration starts afresh with make demo.")  # noqa: T201 - said to whoever asked
