"""Phrases that are looked for in what somebody wrote.

A phrase is words with blanks between them. `mend|fix` is either word, `really?` may be missing,
`*` stands for up to three words, `...` for up to eight, `<day>` for a word of that list. Words
count in all their forms but after `=`: `=ringing` is not “ring”. A phrase never reaches over the
end of a sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabard.training.work.scenarios.words import Word, spoken, stem

GAPS = {"*": 3, "...": 8}
ELEMENT = re.compile(
    r"(?<!\S)(?:\*|\.\.\.|(?:=?(?:<[a-z-]+>|[^\s<>?*|]+))(?:\|(?:<[a-z-]+>|[^\s<>?*|]+))*\??)(?!\S)"
)

type Lists = Mapping[str, Sequence[str]]


class PhraseError(ValueError):
    """A phrase cannot be read; the words say why."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a phrase: any of these stems; a gap has none and stands for up to `gap` words."""

    stems: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0
    # In exactly one of these forms, if there are any.
    forms: frozenset[str] = frozenset()

    def fits(self, word: Word) -> bool:
        """Say whether a word is one of these."""
        return word.stem in self.stems and (not self.forms or word.says in self.forms)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, ready to be looked for."""

    written: str
    terms: tuple[Term, ...]

    @property
    def firsts(self) -> frozenset[str]:
        """Give the stems with which it can begin."""
        stems: frozenset[str] = frozenset()
        for term in self.terms:
            stems |= term.stems
            if not term.optional:
                break
        return stems


def understood(written: str, lists: Lists) -> Phrase:
    """Read a phrase, or raise PhraseError."""
    if ELEMENT.sub("", written).strip():
        raise PhraseError("it holds signs that mean nothing")
    terms = [term for one in written.split() for term in _terms(one, lists)]
    if not terms or terms[0].gap or terms[-1].gap:
        raise PhraseError("it has to begin and to end with a word")
    if all(term.optional for term in terms):
        raise PhraseError("every word of it may be missing")
    return Phrase(written, tuple(terms))


def _terms(element: str, lists: Lists) -> Iterator[Term]:
    if element in GAPS:
        yield Term(gap=GAPS[element])
        return
    optional, element = element.endswith("?"), element.removesuffix("?")
    if element.startswith("="):
        forms = frozenset(element.removeprefix("=").split("|"))
        yield Term(frozenset(map(stem, forms)), optional, forms=forms)
        return
    choices = element.split("|")
    if len(choices) == 1 and not element.startswith("<"):
        yield from (Term(frozenset([stem(word)]), optional) for word in spoken(element))
        return
    words = [word for choice in choices for word in _choice(choice, lists)]
    yield Term(frozenset(map(stem, words)), optional)


def _choice(choice: str, lists: Lists) -> Sequence[str]:
    """Give the words that one of several choices is: those of a list, or itself."""
    if choice.startswith("<"):
        name = choice.strip("<>")
        if name not in lists:
            raise PhraseError(f"there is no list “{name}”")
        return lists[name]
    words = spoken(choice)
    if len(words) > 1:
        raise PhraseError(f"“{choice}” stands for several words: write a phrase for each")
    return words


def stands_at(phrase: Phrase, words: Sequence[Word], start: int) -> range | None:
    """Give the words of a phrase that begins with this one, in its shortest form, or None."""
    end = _end(phrase.terms, words, start, words[start].sentence)
    return None if end is None else range(start, end)


def _end(terms: Sequence[Term], words: Sequence[Word], at: int, sentence: int) -> int | None:
    """Give where the terms end that are to begin here, or None."""
    if not terms:
        return at
    term, rest = terms[0], terms[1:]
    if term.gap:
        tries = (_end(rest, words, at + over, sentence) for over in range(term.gap + 1))
        return next((end for end in tries if end is not None), None)
    if at < len(words) and term.fits(words[at]) and words[at].sentence == sentence:
        end = _end(rest, words, at + 1, sentence)
        if end is not None:
            return end
    return _end(rest, words, at, sentence) if term.optional else None
