"""Measure the model of names on what it has not seen: `python -m scripts.names.measure FOLDER`.

Each corpus of the folder is left out in turn, and the model taught anew by the others.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scripts.names.corpora import Post, Span, posts
from scripts.names.posts import training_posts
from scripts.names.train import MADE_UP, SEED, corpus, taught
from tabard.checks.api import Text
from tabard.checks.names import finding
from tabard.checks.names.model import Model
from tabard.checks.names.tokens import tokens

LIMITS = (*(finding.LEAST_SURE, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5), *(0.6, 0.7, 0.8, 0.9))
# What is asked of the surest findings, and of all of them.
RECALL_OF_WARNINGS, PRECISION_OF_HINTS = 0.6, 0.55
WARNING = 0.5


class Found(NamedTuple):
    """A name that was found in a post, and how sure one is."""

    place: Span
    sure: float


@dataclass(frozen=True, slots=True)
class Score:
    """How many of what was found are names, and how many of the names were found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        """Show it in three numbers."""
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}"


@dataclass(frozen=True, slots=True)
class Measured:
    """Posts, and what was found in each."""

    found: Sequence[tuple[Post, Sequence[Found]]]

    def score(self, limit: float) -> Score:
        """Compare what was found and is sure enough; a name is found if any of it is."""
        right = wrong = reached = wanted = 0
        for post, all_found in self.found:
            sure = [
                one.place
                for one in all_found
                if one.sure >= limit and not _touches(one.place, post.others)
            ]
            hits = sum(_touches(one, post.names) for one in sure)
            right, wrong = right + hits, wrong + len(sure) - hits
            wanted += len(post.names)
            reached += sum(_touches(name, sure) for name in post.names)
        return Score(right / max(1, right + wrong), reached / max(1, wanted))

    def told(self) -> str:
        """Say in one line what is asked of it."""
        scores = {limit: self.score(limit) for limit in LIMITS}
        best = max(LIMITS, key=lambda limit: scores[limit].f1)
        warned = [one.precision for one in scores.values() if one.recall >= RECALL_OF_WARNINGS]
        hinted = [one.recall for one in scores.values() if one.precision >= PRECISION_OF_HINTS]
        names = sum(len(post.names) for post, _ in self.found)
        return (
            f"{len(self.found):,} posts, {names:,} names. Warnings: {scores[WARNING]}. All: "
            f"{scores[LIMITS[0]]}. Best F1 {scores[best].f1:.3f} from {best} on. Precision at"
            f" recall {RECALL_OF_WARNINGS}: {max(warned, default=0):.3f}. Recall at precision"
            f" {PRECISION_OF_HINTS}: {max(hinted, default=0):.3f}."
        )


def measured(all_posts: Iterable[Post], find: Callable[[str], Sequence[Found]]) -> Measured:
    """Let something look for names in posts."""
    return Measured([(post, find(post.words)) for post in all_posts])


def by(model: Model) -> Callable[[str], list[Found]]:
    """Give what finds names by a model, as the check does."""

    def find(written: str) -> list[Found]:
        text = Text(written)
        words = tokens(text.plain)
        return [
            Found(Span(*text.span(words[one.first].start, words[one.last].end)), one.sure)
            for one in finding.names(words, model)
        ]

    return find


def _touches(place: Span, others: Iterable[Span]) -> bool:
    return any(place.start < one.end and one.start < place.end for one in others)


def main(folder: Path) -> None:
    """Leave out each corpus in turn."""
    for path in sorted(folder.glob("*.conll")):
        model = Model.read(taught(corpus(folder, [path.stem]), training_posts(SEED, MADE_UP)))
        print(f"{path.stem}: {measured(posts(path), by(model)).told()}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
