"""Runs every benchmark on a database of its own, thrown away afterwards."""

import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from tabard.common import embedded

BENCHMARKS = [
    "benchmarks.pages",
    "benchmarks.importing",
    "benchmarks.notices",
    "benchmarks.checks",
    "benchmarks.composing",
    "benchmarks.connectors",
    "benchmarks.delivery",
    "benchmarks.renewal",
    "benchmarks.newcomer",
    "benchmarks.names",
]


def main() -> None:
    """Measure and print, one benchmark after another."""
    folder = Path(tempfile.mkdtemp(prefix="tabard-bench-"))
    folder.chmod(0o711)
    os.environ |= {
        "TABARD_DATA": str(folder),
        "DATABASE_URL": embedded.start(folder),
        "DJANGO_SETTINGS_MODULE": "tabard.config.settings",
        "TABARD_LOG_LEVEL": "ERROR",
    }
    try:
        django.setup()
        call_command("migrate", verbosity=0)
        for name in BENCHMARKS:
            import_module(name).main()
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
