"""Gives the tests a database of their own, before the settings are read (`-p tests.database`)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tabard.common import embedded


def a_folder() -> Path:
    """Make a folder that the database's account can enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="tabard-tests-"))
    folder.chmod(0o711)
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Start a server that forgets everything, unless DATABASE_URL names one already."""
    if "DATABASE_URL" in os.environ:
        return
    folder = a_folder()
    # Tests that run side by side inherit both.
    os.environ["TABARD_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = embedded.start(folder, durable=False)
    atexit.register(_forget, folder)


def _forget(folder: Path) -> None:
    embedded.stop(folder)
    shutil.rmtree(folder)
