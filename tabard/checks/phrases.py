"""Many words and phrases looked for at once, whatever stands between their words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tabard.checks.api import Text


class Phrases[T]:
    """Phrases with what each of them means; of two that begin together, the longer is found."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        by_first: defaultdict[str, dict[tuple[str, ...], T]] = defaultdict(dict)
        for phrase, meaning in phrases:
            words = tuple(token.word for token in Text(phrase).tokens)
            if words:
                by_first[words[0]].setdefault(words, meaning)
        self._by_first = {
            first: sorted(found.items(), key=lambda one: -len(one[0]))
            for first, found in by_first.items()
        }

    def find(self, text: Text) -> Iterator[tuple[tuple[int, int], T]]:
        """Give each place where one stands, with its meaning; no two overlap."""
        if self._by_first.keys().isdisjoint(text.vocabulary):
            return
        tokens, at = text.tokens, 0
        while at < len(tokens):
            after = at + 1
            for words, meaning in self._by_first.get(tokens[at].word, ()):
                last = at + len(words)
                if tuple(token.word for token in tokens[at:last]) == words:
                    yield (tokens[at].start, tokens[last - 1].end), meaning
                    after = last
                    break
            at = after
