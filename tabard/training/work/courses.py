"""Reading a course from a folder, and saying everything that is wrong with it."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from tabard.training.work.faults import Told, table, wrong_with
from tabard.training.work.sources import wrong_with_sources
from tabard.training.work.text import headings

# The course that comes with Tabard.
PILOT = Path(__file__).parents[1] / "courses" / "pilot"
LARGEST_FILE = 1_000_000
FEWEST_CHOICES, MOST_CHOICES = 2, 6

COURSE: Told = {
    "id": (str, 50),
    "title": (str, 150),
    "version": (str, 20),
    "pass_mark": (int, 100),
    "questions": (int, 200),
    "refresher_questions": (int, 200),
    "pretest_questions": (int, 200),
    "pause_days": (int, 365),
    "valid_months": (int, 120),
    "refresher_days": (int, 365),
}
# Where a course does not say: the council's settings, and one question of each module.
OPTIONAL = {"pass_mark", "pause_days", "pretest_questions"}
MODULE: Told = {
    "title": (str, 150),
    "minutes": (int, 240),
    "summary": (str, 500),
    "questions": (list, 200),
    "sources": (list, 100),
}
QUESTION: Told = {
    "id": (str, 60),
    "asks": (str, 2_000),
    "kind": (str, 10),
    "answers": (list, MOST_CHOICES),
}
ANSWER: Told = {"says": (str, 1_000), "right": (bool, 1), "because": (str, 1_000)}


class CourseError(Exception):
    """A folder holds no course that can be loaded; `faults` are sentences, one for each thing."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """One module as it stands in its file."""

    file: str
    told: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """A course without a fault, as it stands in its folder."""

    told: Mapping[str, Any]
    modules: Sequence[ModuleFile]
    digest: str


def read(folder: Path) -> CourseFolder:
    """Read the course in a folder, or raise CourseError with everything that is wrong."""
    if not (folder / "course.toml").is_file():
        raise CourseError(f"{folder}: there is no course.toml. Give the folder of a course.")
    files = [folder / "course.toml", *sorted(folder.glob("*.md"))]
    faults: list[str] = []
    texts = {file.name: _text(file, faults) for file in files}
    told = table("course.toml", texts.pop("course.toml"), faults)
    modules = [_module(name, text, faults) for name, text in texts.items()]
    faults += wrong_with("course.toml", told, COURSE, OPTIONAL)
    for module in modules:
        faults += _wrong_with_module(module)
    faults += _wrong_between(modules)
    if not faults:
        faults += _wrong_with_numbers(told, modules)
        faults += _wrong_with_sources(modules)
    if faults:
        raise CourseError(*dict.fromkeys(faults))
    return CourseFolder(told, modules, _digest(files))


def _text(file: Path, faults: list[str]) -> str:
    raw = file.read_bytes()
    if len(raw) > LARGEST_FILE:
        faults.append(f"{file.name}: it is larger than a million bytes. Shorten it.")
        return ""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        faults.append(f"{file.name}: it is not UTF-8. Save it as UTF-8.")
        return ""


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _module(name: str, text: str, faults: list[str]) -> ModuleFile:
    """Part a module's front matter from its text, and take off the heading that is its title."""
    parts = text.split("+++\n", 2)
    if len(parts) != len(["nothing", "front matter", "text"]) or parts[0]:
        faults.append(f"{name}: it does not begin with front matter between two lines of +++.")
        return ModuleFile(name, {}, "")
    return ModuleFile(name, table(name, parts[1], faults), parts[2].strip())


def _wrong_with_module(module: ModuleFile) -> Iterator[str]:
    file, told = module.file, module.told
    if not told:
        return
    if not re.fullmatch(r"\d\d-[a-z0-9-]+\.md", file):
        yield f"{file}: name it like 01-a-short-title.md, so that the modules have an order."
    wrong = list(wrong_with(file, told, MODULE, {"sources"}))
    yield from wrong
    if wrong:
        return
    if headings(module.text) != [told["title"]] or not module.text.startswith("# "):
        yield f"{file}: begin the text with “# {told['title']}”, its only heading of that level."
    for place, question in enumerate(told["questions"], start=1):
        yield from _wrong_with_question(file, place, question)


def _wrong_with_question(file: str, place: int, question: Any) -> Iterator[str]:
    name = question.get("id") if isinstance(question, dict) else None
    where = f"{file}, question {name or place}"
    wrong = list(wrong_with(where, question, QUESTION))
    yield from wrong
    if wrong:
        return
    if not re.fullmatch(r"[a-z0-9-]+", question["id"]):
        yield f"{where}: let its id hold only small letters, digits and hyphens."
    answers = question["answers"]
    for number, answer in enumerate(answers, start=1):
        unfit = list(wrong_with(f"{where}, answer {number}", answer, ANSWER))
        wrong += unfit
        yield from unfit
    if not wrong:
        yield from _wrong_with_answers(where, question["kind"], answers)


def _wrong_with_answers(
    where: str, kind: str, answers: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    right = [answer["right"] for answer in answers].count(True)
    if len(answers) < FEWEST_CHOICES:
        yield f"{where}: it has only one answer. Give it at least two."
    if len({answer["says"] for answer in answers}) < len(answers):
        yield f"{where}: two of its answers say the same. Change one."
    if kind not in {"one", "some"}:
        yield f"{where}: its kind is “{kind}”. Write “one” or “some”."
    if kind == "one" and right != 1:
        yield f"{where}: {right} answers are right. Of kind “one”, exactly one has right = true."
    if kind == "some" and right < FEWEST_CHOICES:
        yield f"{where}: {right} answers are right. Of kind “some”, at least two have right = true."


def _wrong_between(modules: Sequence[ModuleFile]) -> Iterator[str]:
    """Say what modules have in common that they must not."""
    if not modules:
        yield "course.toml: there is no module beside it. Add at least one, such as 01-first.md."
    seen: dict[str, str] = {}
    for module in modules:
        for question in module.told.get("questions", []):
            name = question.get("id") if isinstance(question, dict) else None
            if isinstance(name, str) and seen.setdefault(name, module.file) != module.file:
                yield f"{module.file}, question {name}: {seen[name]} has one of that id, too."
        yield from _twice(module)


def _twice(module: ModuleFile) -> Iterator[str]:
    questions = module.told.get("questions", [])
    names = [one.get("id") for one in questions if isinstance(one, dict)]
    for name in names:
        if names.count(name) > 1:
            yield f"{module.file}, question {name}: this id stands here twice. Change one."


def _wrong_with_sources(modules: Sequence[ModuleFile]) -> Iterator[str]:
    """Where one module names its sources, every one has to."""
    if any("sources" in module.told for module in modules):
        for module in modules:
            yield from wrong_with_sources(module.file, module.told, module.text)


def _wrong_with_numbers(told: Mapping[str, Any], modules: Sequence[ModuleFile]) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9-]+", told["id"]):
        yield "course.toml: let its id hold only small letters, digits and hyphens."
    for name in ("refresher_questions", "pretest_questions"):
        if told.get(name, 0) > told["questions"]:
            yield f"course.toml: {name} is more than questions. Make it less."
    each = ceil(told["questions"] / len(modules))
    for module in modules:
        if len(module.told["questions"]) < each:
            yield (
                f"{module.file}: it has {len(module.told['questions'])} questions, and an "
                f"assessment draws up to {each} from it. Add some, or ask for fewer in course.toml."
            )
