"""Teach the model of names: `python -m scripts.names.train FOLDER [--without NAME…]`.

The folder holds files of words and labels, from where docs/developers/names-model.md says.
The same files and the same version of python-crfsuite give the same bytes.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from scripts.names.corpora import Post, in_small_letters, posts
from scripts.names.posts import training_posts
from tabard.checks.api import Text
from tabard.checks.names.features import features
from tabard.checks.names.model import MAGIC, PARTS, Model
from tabard.checks.names.tokens import Token, tokens

MADE = Path(__file__).resolve().parents[2] / "tabard" / "checks" / "names" / "model.txt"
SEED = 20_261_130
MADE_UP = 4_000
# What is seen in fewer posts than this does not stay: no rare word of anybody's survives.
FEWEST = 3
# Weights of less than so many hundredths make no difference.
LEAST = 2
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}
LABELS = ("O", "B", "I")
type Example = tuple[list[list[str]], list[str]]


def labels(post: Post, text: Text, words: Sequence[Token]) -> list[str]:
    """Say of each word whether a name begins or goes on there."""
    told = ["O"] * len(words)
    for name in post.names:
        label = "B"
        for at, word in enumerate(words):
            start, end = text.span(word.start, word.end)
            if start < name.end and end > name.start and word.is_word:
                told[at] = label
                label = "I"
    return told


def example(post: Post) -> Example:
    """Give what is seen in a post, and what is to be learned from it."""
    text = Text(post.words)
    words = tokens(text.plain)
    return features(words), labels(post, text, words)


def taught(all_posts: Iterable[Post], more: Iterable[Post]) -> str:
    """Teach it some posts and their copies in small letters, and give the model's file."""
    dice = random.Random(SEED)  # noqa: S311 - nothing secret is made with it
    examples = [example(post) for post in all_posts]
    made_up = [example(post) for post in more]
    seen = Counter(
        one
        for rows, _ in (*examples, *made_up)
        for one in {feature for row in rows for feature in row}
    )
    low = [
        example(in_small_letters(post))
        for post in all_posts
        if post.names or dice.random() < 0.5  # noqa: PLR2004
    ]
    trainer = pycrfsuite.Trainer(verbose=False)
    for rows, told in (*examples, *made_up, *low):
        if rows:
            trainer.append([[one for one in row if seen[one] >= FEWEST] for row in rows], told)
    trainer.set_params(SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model"
        trainer.train(path)
        return written(path)


def written(path: str) -> str:
    """Turn what python-crfsuite wrote into the model's file."""
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    told = tagger.info()
    steps = [
        round(PARTS * told.transitions.get((last, label), 0.0))
        for last in LABELS
        for label in LABELS
    ]
    weights: dict[str, dict[str, float]] = {}
    for (seen, label), weight in told.state_features.items():
        weights.setdefault(seen, {})[label] = weight
    lines = [MAGIC, "\t".join(str(one) for one in steps)]
    for seen in sorted(weights):
        nothing = weights[seen].get("O", 0.0)
        begins, goes_on = (
            round(PARTS * (weights[seen].get(label, 0.0) - nothing)) for label in LABELS[1:]
        )
        if max(abs(begins), abs(goes_on)) >= LEAST:
            lines.append(f"{seen}\t{begins}\t{goes_on}")
    return "\n".join(lines) + "\n"


def corpus(folder: Path, without: Sequence[str] = ()) -> list[Post]:
    """Read every corpus of a folder but those left out."""
    dice = random.Random(SEED)  # noqa: S311 - nothing secret is made with it
    paths = sorted(path for path in folder.glob("*.conll") if path.stem not in without)
    return [post for path in paths for post in posts(path, dice)]


def main() -> None:
    """Teach it, and put the model into the package or where one says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", nargs="*", default=[], help="corpora to leave out")
    parser.add_argument("--into", type=Path, default=MADE)
    told = parser.parse_args()
    model = taught(corpus(told.folder, told.without), training_posts(SEED, MADE_UP))
    Model.read(model)
    told.into.write_text(model, encoding="utf-8")
    print(f"{model.count(chr(10)) - 2:,} weights, {len(model.encode()) // 1024} KiB in {told.into}")


if __name__ == "__main__":
    main()
