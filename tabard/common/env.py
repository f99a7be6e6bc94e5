"""Settings that come from outside: environment variables, or the files they name."""

import os
from pathlib import Path


class MissingSettingError(Exception):
    """A setting without which the program cannot start."""


def env(name: str, default: str | None = None) -> str:
    """Give TABARD_name, or what stands in the file named by TABARD_name_FILE, or the default."""
    key = f"TABARD_{name}"
    if key in os.environ:
        return os.environ[key]
    if f"{key}_FILE" in os.environ:
        return Path(os.environ[f"{key}_FILE"]).read_text(encoding="utf-8").strip()
    if default is not None:
        return default
    raise MissingSettingError(f"Set {key} or {key}_FILE. It is explained in .env.example.")
