"""What a good answer would have noticed, and which of the learner's words showed it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabard.training.work.scenarios.playing import Said
from tabard.training.work.scenarios.scripts import DONE, PRIVATELY, Point, Script
from tabard.training.work.scenarios.signals import Span

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
MOST_QUOTES = 3
IN_PRIVATE = "You wrote a direct message"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the learner: what stood before, in and after the words that showed it."""

    before: str
    shown: str
    after: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One point, and what showed it; nothing did if it was missed."""

    point: Point
    quotes: tuple[Quote, ...]
    did: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether anything showed it."""
        return bool(self.quotes or self.did)


@dataclass(frozen=True, slots=True)
class Debrief:
    """What was noticed, what was missed, and what got in the way."""

    noticed: tuple[Seen, ...]
    missed: tuple[Seen, ...]
    slips: tuple[Seen, ...]


def debrief(script: Script, answers: Sequence[Said]) -> Debrief:
    """Look at a conversation point by point; a slip is mentioned only if it happened."""
    readings = [(said, script.reader.read(said.words)) for said in answers]
    seen = [
        Seen(
            point,
            tuple(_quotes(point, readings))[:MOST_QUOTES],
            tuple(dict.fromkeys(_deeds(point, answers))),
        )
        for point in script.points
    ]
    good = [one for one in seen if not one.point.is_slip]
    return Debrief(
        tuple(one for one in good if one.is_shown),
        tuple(one for one in good if not one.is_shown),
        tuple(one for one in seen if one.point.is_slip and one.is_shown),
    )


def _quotes(
    point: Point, readings: Sequence[tuple[Said, dict[str, list[Span]]]]
) -> Iterator[Quote]:
    """Give one sentence of each answer that showed a point, by the signal that is named first."""
    for said, shown in readings:
        spans = [min(shown[name]) for name in point.shown_by if name in shown]
        if spans:
            yield _quote(said.words, spans[0])


def _quote(words: str, span: Span) -> Quote:
    start, end = 0, len(words)
    for sentence in SENTENCE.finditer(words):
        if sentence.start() <= span.start < sentence.end():
            start, end = sentence.start(), max(sentence.end(), span.end)
    shown = words[span.start : span.end]
    return Quote(words[start : span.start].lstrip(), shown, words[span.end : end].rstrip())


def _deeds(point: Point, answers: Sequence[Said]) -> Iterator[str]:
    for said in answers:
        for deed in said.does:
            if deed in point.shown_by:
                yield DONE[deed]
        if said.is_private and PRIVATELY in point.shown_by:
            yield IN_PRIVATE
