"""Hold the line on coverage: all of the rules and connectors, nearly all of the whole."""

import json
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

WITHOUT_A_GAP = (
    *("tabard/*/rules.py", "tabard/*/rules/*.py"),
    *("tabard/connectors/*.py", "tabard/naming/*.py", "tabard/checks/*.py"),
)
LEAST_OF_THE_WHOLE = 95.0


def share(files: dict[str, Any]) -> float:
    """Say how much of some files' lines and branches is covered, in per cent."""
    counts = [file["summary"] for file in files.values()]
    wanted = sum(count["num_statements"] + count["num_branches"] for count in counts)
    reached = sum(count["covered_lines"] + count["covered_branches"] for count in counts)
    return 100 * reached / wanted if wanted else 100.0


def strict(files: dict[str, Any]) -> dict[str, Any]:
    """Pick the files in which nothing may be left uncovered."""
    return {
        name: file
        for name, file in files.items()
        if any(fnmatch(name, pattern) for pattern in WITHOUT_A_GAP)
    }


def gaps(files: dict[str, Any]) -> list[str]:
    """Name the lines and branches that no test reaches."""
    return [
        f"  {name}: lines {file['missing_lines']}, branches {file.get('missing_branches', [])}"
        for name, file in files.items()
        if file["missing_lines"] or file.get("missing_branches")
    ]


def main(report: Path) -> int:
    """Print both shares, and the gaps where there must be none; fail when under."""
    files = json.loads(report.read_text())["files"]
    held, whole = share(strict(files)), share(files)
    missed = gaps(strict(files))
    lines = ["Not covered by any test:", *missed] if missed else []
    lines.append(f"Branch coverage of rules and connectors: {held:.2f} % (100 % is asked)")
    lines.append(f"Branch coverage of the whole: {whole:.2f} % ({LEAST_OF_THE_WHOLE:g} % is asked)")
    print("\n".join(lines))
    return 0 if not missed and whole >= LEAST_OF_THE_WHOLE else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
