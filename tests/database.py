"""Gives the tests a database of their own, before the settings are read (`-p tests.database`)."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tabard.common import embedded


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Start a server that forgets everything, unless DATABASE_URL names one already."""
    if "DATABASE_URL" in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="tabard-tests-")
    os.environ["TABARD_DATA"] = folder
    os.environ["DATABASE_URL"] = embedded.start(Path(folder), durable=False)
    # Tests that run side by side inherit all three, and leave the end to us.
    os.environ["TABARD_TESTS_OWNER"] = str(os.getpid())


def pytest_unconfigure() -> None:
    """Stop the server that was started here, and forget its files."""
    if os.environ.get("TABARD_TESTS_OWNER") == str(os.getpid()):
        folder = Path(os.environ["TABARD_DATA"])
        embedded.stop(folder)
        shutil.rmtree(folder)
