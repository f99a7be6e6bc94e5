"""Reading a scenario from a folder, and saying everything that is wrong with it."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tabard.training.work.faults import table
from tabard.training.work.scenarios.scripts import Script, script_from
from tabard.training.work.scenarios.tables import wrong_with_answers, wrong_with_scenario
from tabard.training.work.scenarios.walks import wrong_with_labels, wrong_with_walks

OURS = Path(__file__).parents[2] / "scenarios"
SHARED = OURS / "signals.toml"
LARGEST_FILE = 500_000
LARGEST_PICTURE = 2_000_000
SCENARIO, ANSWERS, UNSEEN = "scenario.toml", "answers.toml", "unseen.toml"

# The files of labelled answers, and what an answer is called in each.
LABELLED = {ANSWERS: "answers", UNSEEN: "unseen"}


class ScenarioError(Exception):
    """A folder holds no scenario that can be played; `faults` are sentences, one for each thing."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ScenarioFolder:
    """A scenario without a fault, as it stands in its folder, with its labelled answers."""

    told: Mapping[str, Any]
    script: Script
    answers: Sequence[Mapping[str, Any]]
    # Labelled as well, by somebody who has not seen the signals; nothing is ever fitted to them.
    unseen: Sequence[Mapping[str, Any]]
    picture: bytes
    digest: str


@lru_cache(maxsize=1)
def shared_signals() -> Mapping[str, Any]:
    """Give the signals that every scenario can ask for."""
    return tomllib.loads(SHARED.read_text(encoding="utf-8"))


def read(folder: Path) -> ScenarioFolder:
    """Read the scenario in a folder, or raise ScenarioError with everything that is wrong."""
    if not (folder / SCENARIO).is_file():
        raise ScenarioError(
            f"{folder}: there is no {SCENARIO}. Give the folder of a scenario, or the folder "
            "that holds such folders."
        )
    faults: list[str] = []
    told = _table(folder / SCENARIO, faults)
    labelled = {
        name: _table(folder / name, faults) for name in LABELLED if (folder / name).exists()
    }
    if not faults:
        faults += wrong_with_scenario(told, shared_signals())
        for name, table_of in labelled.items():
            faults += wrong_with_answers(name, LABELLED[name], table_of)
        faults += _wrong_with_picture(folder, told)
    if not faults:
        script = script_from(told, shared_signals())
        faults += wrong_with_walks(script)
        for name, table_of in labelled.items():
            faults += wrong_with_labels(name, script, table_of[LABELLED[name]])
    if faults:
        raise ScenarioError(*dict.fromkeys(faults))
    picture = (folder / told["you"]["picture"]).read_bytes() if "picture" in told["you"] else b""
    return ScenarioFolder(
        told,
        script_from(told, shared_signals()),
        labelled.get(ANSWERS, {}).get("answers", []),
        labelled.get(UNSEEN, {}).get("unseen", []),
        picture,
        _digest([(folder / SCENARIO).read_bytes(), picture]),
    )


def _table(file: Path, faults: list[str]) -> dict[str, Any]:
    raw = file.read_bytes()
    if len(raw) > LARGEST_FILE:
        faults.append(f"{file.name}: it is larger than half a million bytes. Shorten it.")
        return {}
    try:
        return table(file.name, raw.decode("utf-8-sig"), faults)
    except UnicodeDecodeError:
        faults.append(f"{file.name}: it is not UTF-8. Save it as UTF-8.")
        return {}


def _wrong_with_picture(folder: Path, told: Mapping[str, Any]) -> Iterator[str]:
    you = told.get("you")
    name = you.get("picture") if isinstance(you, dict) else None
    if not isinstance(name, str):
        return
    if "/" in name or not name.endswith(".png"):
        yield f"{SCENARIO}, you: “{name}” is not the name of a PNG picture beside {SCENARIO}."
    elif not (folder / name).is_file():
        yield f"{SCENARIO}, you: there is no {name} beside {SCENARIO}. Add it."
    elif (folder / name).stat().st_size > LARGEST_PICTURE:
        yield f"{name}: it is larger than two million bytes. Make it smaller."
    elif not (folder / name).read_bytes().startswith(b"\x89PNG\r\n\x1a\n"):
        yield f"{name}: it is not a PNG picture. Save it as one."


def _digest(contents: Sequence[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(f"{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
