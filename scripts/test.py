"""Install what the tests need and run them all, with branch coverage in the last lines."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# What the identity provider of the tests signs with.
SIGNER = "xmlsec1"
PACKAGES = ("chromium", "fonts-dejavu-core", SIGNER)
COVERAGE = [sys.executable, "-m", "coverage"]
REPORT = PROJECT / ".coverage-report.json"


def main(words: list[str]) -> int:
    """Get ready, run every test, and judge the coverage."""
    if problem := without_browser() or without_network():
        print(problem, file=sys.stderr)
        return 1
    run(*COVERAGE, "erase")
    failed = run(*COVERAGE, "run", "-m", "pytest", *(words or ["-n", "auto", "--dist", "loadfile"]))
    run(*COVERAGE, "combine", "--quiet")
    run(*COVERAGE, "json", "--quiet", "-o", str(REPORT))
    under = run(sys.executable, "-m", "scripts.coverage_gate", str(REPORT))
    return failed or under


def without_browser() -> str | None:
    """Install the browser that the journeys drive, and xmlsec1, or say what is missing."""
    if any(map(shutil.which, BROWSERS)) and shutil.which(SIGNER):
        return None
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
    if shutil.which("apt-get") and (rights := administrator()) is not None:
        print("Installing the browser and the signer for the tests…", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        ways = ([*rights, "apt-get", "update"], [*rights, *install])
        done = all(run(*way, quiet=quiet) == 0 for way in ways)
        if done and shutil.which("chromium") and shutil.which(SIGNER):
            return None
    return f"The tests need Chromium and xmlsec1: {' '.join(install)} (or your system's way)."


def administrator() -> list[str] | None:
    """Give the words that make a command the administrator's, if we may without being asked."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run("sudo", "-n", "true", quiet={}) == 0:
        return ["sudo", "-n"]
    return None


def without_network() -> str | None:
    """Install the servers that the tests talk to, or say what went wrong."""
    ready = "from tabard.config.networks import install_all; install_all()"
    if run(sys.executable, "-c", ready) == 0:
        return None
    return "The networks of the tests cannot be installed: their npm packages are missing."


def run(*command: str, quiet: dict[str, str] | None = None) -> int:
    """Run one command here; a quiet one keeps its words to itself, unless it fails."""
    hidden = subprocess.DEVNULL if quiet is not None else None
    environment = os.environ | (quiet or {})
    return subprocess.run(  # noqa: S603 - the commands stand in this file
        command, cwd=PROJECT, env=environment, stdout=hidden, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
