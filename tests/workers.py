"""Real worker processes for tests."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from tabard.config.processes import manage

# Seconds: a worker counts as dead after ten, and the machine may be busy.
PATIENCE = 90.0


@contextmanager
def worker(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a real worker process on the test's database."""
    here = connection.settings_dict
    everything = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{here['USER']}@/{here['NAME']}?host={here['HOST']}",
        "TABARD_SECRET_KEY": settings.SECRET_KEY,
        "TABARD_WRAPPING_KEY": settings.WRAPPING_KEY,
        "TABARD_PUBLIC_URL": "http://localhost",
        "TABARD_HOSTS": "localhost",
        "TABARD_HTTPS": "no",
        **environment,
    }
    process = subprocess.Popen(manage("worker"), env=everything)  # noqa: S603 - the words are ours
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "It took too long."
        time.sleep(0.1)
