"""Keys: given from outside or, for a first look on one machine, made in the data folder."""

import base64
import os
import secrets
from pathlib import Path

from tabard.common.env import env

KEY_BYTES = 32


def key(name: str, *, make_in: Path | None) -> str:
    """Give the key of this name; with a folder to make it in, one that is missing is made there."""
    if make_in is None:
        return env(name)
    return env(name, default="") or _kept(make_in / "keys" / name.lower())


def _kept(file: Path) -> str:
    """Read the key in a file; the first process to come makes it, for its owner's eyes only."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    draft = file.with_suffix(f".{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(made, encoding="ascii")
    try:
        # A link appears whole or not at all, and never replaces a key already in use.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii")
