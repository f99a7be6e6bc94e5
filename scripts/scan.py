"""Look through every file that git keeps, or would, for what must never be in it."""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]

# Written so that no pattern matches its own line.
NEVER = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE [K]EY-----",
    "an access token": r"\b(ghp_|gho_|github_pat_|glpat-|xox[bp]-|sk-|AKIA)[A-Za-z0-9_]{16,}",
    "a signed token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "somebody's home folder": r"(?<![\w.])(/(home|Users)/[a-z]\w*/|/roo[t]/)",
    "a registry's address": r"https?://(registry\.[n]pmjs\.org|files\.[p]ythonhosted\.org)",
    "unfinished work": r"\b(T[O]DO|F[I]XME)\b",
}


def kept() -> list[Path]:
    """List the files that are in git or waiting to be."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=PROJECT, check=True, capture_output=True, text=True)  # noqa: S603 - the words stand above
    files = [PROJECT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def found_in(text: str) -> list[tuple[int, str]]:
    """Say what a text should not hold, with the numbers of the lines."""
    return [
        (number, what)
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in NEVER.items()
        if re.search(pattern, line)
    ]


def main() -> int:
    """Print every find, and fail if there is one."""
    finds = [
        f"{file.relative_to(PROJECT)}:{number}: {what}"
        for file in kept()
        for number, what in found_in(file.read_text(errors="replace"))
    ]
    print("\n".join(finds))
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
