"""What a module says of the law, it says with a source."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tabard.training.models import REFERENCE
from tabard.training.work.faults import Told, wrong_with
from tabard.training.work.text import statements

SOURCE: Told = {
    "id": (int, 999),
    "title": (str, 250),
    "publisher": (str, 150),
    "date": (str, 60),
    "read": (str, 60),
}
# “Act” alone may begin a sentence that tells somebody to act.
OF_LAW = re.compile(r"(?<=\S )Acts?\b|\b(Regulations?|GDPR|ICO|[Tt]ribunals?|[Ll]aws?)\b")
# A sentence may end, and begin, with a mark of quotation.
END = re.compile('(?<=[.?!])["\u201d\u2019)]*\\s+(?=[A-Z\u201c"])')
NUMBERED = re.compile(r"\bNo\. ")
# So much of a sentence is enough to find it.
SHOWN = 60


def wrong_with_sources(file: str, told: Mapping[str, Any], text: str) -> Iterator[str]:
    """Say which sources are not as they have to be, and which statements have none."""
    sources = told.get("sources", [])
    for place, source in enumerate(sources, start=1):
        yield from wrong_with(f"{file}, source {place}", source, SOURCE)
    ids = [source.get("id") for source in sources if isinstance(source, dict)]
    for twice, count in Counter(ids).items():
        if count > 1:
            yield f"{file}, source {twice}: this id stands here twice. Change one."
    said = [*_in_text(file, text), *_in_questions(file, told["questions"])]
    used = {int(number) for _, words in said for number in REFERENCE.findall(words)}
    for unused in [one for one in dict.fromkeys(ids) if one not in used]:
        yield (
            f"{file}, source {unused}: nothing refers to it. Write [{unused}] where it belongs, or "
            "take it out."
        )
    for where, words in said:
        yield from _wrong_with(where, words, ids)


def _in_text(file: str, text: str) -> list[tuple[str, str]]:
    return [(file, words) for words in statements(text)]


def _in_questions(file: str, questions: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [
        (f"{file}, question {question['id']}, answer {number}", answer["because"])
        for question in questions
        for number, answer in enumerate(question["answers"], start=1)
    ]


def _wrong_with(where: str, words: str, ids: Sequence[Any]) -> Iterator[str]:
    for number in REFERENCE.findall(words):
        if int(number) not in ids:
            yield (
                f"{where}: [{number}] is no source. Add one with id = {number}, or mend the number."
            )
    for sentence in sentences(words):
        if OF_LAW.search(sentence) and not REFERENCE.search(sentence):
            yield (
                f"{where}: “{_short(sentence)}” speaks of the law without a source. Put one "
                "behind it, such as [1], or say it in other words."
            )


def sentences(words: str) -> list[str]:
    """Part words into sentences; “No. 2” ends none."""
    return END.split(NUMBERED.sub("No.\N{NO-BREAK SPACE}", words))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= SHOWN else f"{sentence[:SHOWN].rstrip()}…"
