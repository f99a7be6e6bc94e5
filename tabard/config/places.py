"""Where the project keeps what it writes."""

from pathlib import Path

from tabard.common.env import env

PROJECT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """Give the folder for the embedded database, keys and logs."""
    return Path(env("DATA", default=str(PROJECT / "data")))
