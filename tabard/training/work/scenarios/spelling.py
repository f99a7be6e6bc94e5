"""Taking a misspelt word for the one that was meant, if only one letter or two are wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tabard.training.work.scenarios.words import Word, stem

# Words of our own courses and pages. What stands here is no slip for something else.
KNOWN = Path(__file__).with_name("known.txt")
SHORTEST = 4
# From this length on two letters may be wrong.
LONG = 8


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Give the words that are taken as they are."""
    return frozenset(KNOWN.read_text(encoding="utf-8").split())


class Spelling:
    """The stems that phrases are made of, and which of them a misspelt word was meant to be."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._by_first: dict[str, list[str]] = {}
        for one in sorted(self._stems):
            if len(one) >= SHORTEST:
                self._by_first.setdefault(one[0], []).append(one)

    def mended(self, words: Sequence[Word]) -> list[Word]:
        """Give the same words, with the stem of what was meant where one is misspelt."""
        return [word if word.stem in self._stems else self._mended(word) for word in words]

    def _mended(self, word: Word) -> Word:
        # “Ringin” is “ringing” as people say it.
        whole = f"{word.says}g"
        if word.says.endswith("in") and stem(whole) in self._stems:
            return replace(word, says=whole, stem=stem(whole))
        return replace(word, stem=self._nearest(word))

    def _nearest(self, word: Word) -> str:
        said = word.stem
        if len(word.says) < SHORTEST or word.says in known_words() or not word.says.isalpha():
            return said
        wrong = 2 if len(said) >= LONG else 1
        near = process.extractOne(
            said, self._by_first.get(said[0], []), scorer=OSA.distance, score_cutoff=wrong
        )
        return near[0] if near else said
