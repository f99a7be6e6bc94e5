"""Phrases that are looked for in what somebody wrote.

A phrase is words with blanks between them; docs/users/writing-scenarios.md tells how it is written.
It never reaches over the end of a sentence, and its parts, between which there is a `&`, stand
anywhere in one sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tabard.training.work.scenarios.words import Word, spoken, stem

GAPS = {"*": 3, "...": 8}
BEGINS, ENDS, BOTH, ASKED, TOLD = "^", "$", "&", "?", "."
CHOICE = r"(?:<[a-z-]+>|[^\s<>?*|^$&~!]+)"
CHOICES = rf"{CHOICE}(?:\|{CHOICE})*"
ELEMENT = re.compile(
    rf"(?<!\S)(?:\*|\.\.\.|[\^$&?.]|(?:=?{CHOICES}|~[a-z]+(?:!{CHOICES})?|!{CHOICES})\??)(?!\S)"
)
PLAIN = re.compile(r"[^\s<>?*|^$&~!=.][^\s<>?*|^$&~!]*")
# Lists can hold phrases, which hold lists; deeper than this it goes round in a circle.
DEEPEST = 6

type Lists = Mapping[str, Sequence[str]]


class PhraseError(ValueError):
    """A phrase cannot be read; the words say why."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a phrase, or a gap, which stands for up to `gap` words."""

    stems: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0
    # In exactly one of these forms, if there are any.
    forms: frozenset[str] = frozenset()
    # Any word but these, if it stands for whatever else there is; with this ending, if any.
    any_but: frozenset[str] | None = None
    ending: str = ""
    # Where a clause begins, or ends; stands for no word itself.
    begins: bool = False
    ends: bool = False
    # One of several phrases, word by word, each after what it can begin with.
    phrases: tuple[tuple["Beginning", tuple["Term", ...]], ...] = ()

    def fits(self, word: Word) -> bool:
        """Say whether a word is one of these."""
        if self.any_but is not None:
            but = word.says if self.ending else word.stem
            return but not in self.any_but and word.says.endswith(self.ending)
        return word.stem in self.stems and (not self.forms or word.says in self.forms)


# What stands for no word, or for some.
MARKS = {
    BEGINS: Term(begins=True),
    ENDS: Term(ends=True),
    **{sign: Term(gap=gap) for sign, gap in GAPS.items()},
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, ready to be looked for: its parts, and whether it counts only in a question."""

    written: str
    parts: tuple[tuple[Term, ...], ...]
    # True in questions alone, False everywhere else alone.
    asked: bool | None = None

    @property
    def firsts(self) -> frozenset[str] | None:
        """Give the stems with which it can begin; None if that can be any word."""
        return beginning_of(self.parts[0]).stems

    @property
    def begins_a_clause(self) -> bool:
        """Say whether it can stand nowhere but at the beginning of a clause."""
        return self.parts[0][0].begins

    @property
    def stems(self) -> frozenset[str]:
        """Give every stem that it is made of."""
        return frozenset(one for terms in self.parts for one in _stems(terms))


@dataclass(frozen=True, slots=True)
class Beginning:
    """With what a row of terms can begin."""

    # None if that can be any word.
    stems: frozenset[str] | None
    # Whether the row can stand for no word at all.
    may_be_empty: bool


def beginning_of(terms: Sequence[Term]) -> Beginning:
    """Say with what a row of terms can begin."""
    stems: frozenset[str] = frozenset()
    for term in terms:
        if term.any_but is not None or term.gap:
            return Beginning(None, may_be_empty=False)
        inner = [one for one, _ in term.phrases]
        if any(one.stems is None for one in inner):
            return Beginning(None, may_be_empty=False)
        stems = stems.union(term.stems, *(one.stems or () for one in inner))
        is_passed = term.optional or term.begins or term.ends
        if not is_passed and not any(one.may_be_empty for one in inner):
            return Beginning(stems, may_be_empty=False)
    return Beginning(stems, may_be_empty=True)


def _stems(terms: Sequence[Term]) -> Iterator[str]:
    for term in terms:
        yield from term.stems
        for _, phrase in term.phrases:
            yield from _stems(phrase)


@dataclass(slots=True)
class _Understanding:
    """Turns what is written into terms, with the lists that it can use."""

    lists: Lists
    known: dict[str, Term] = field(default_factory=dict)

    def phrase(self, written: str) -> Phrase:
        """Read a phrase, or raise PhraseError."""
        if ELEMENT.sub("", written).strip():
            raise PhraseError("it holds signs that mean nothing")
        elements, asked = written.split(), None
        if elements and elements[-1] in {ASKED, TOLD}:
            asked = elements.pop() == ASKED
        parts = [part.split() for part in f" {' '.join(elements)} ".split(f" {BOTH} ")]
        return Phrase(written, tuple(self.part(one, 0) for one in parts), asked)

    def part(self, elements: Sequence[str], depth: int) -> tuple[Term, ...]:
        """Read the words of one part."""
        terms = tuple(term for one in elements for term in self.terms(one, depth))
        words = [term for term in terms if not term.begins and not term.ends]
        if not words or words[0].gap or words[-1].gap:
            raise PhraseError("it has to begin and to end with a word")
        in_list_at_beginning = depth and terms[0].begins
        if all(term.optional for term in words) and not in_list_at_beginning:
            raise PhraseError("every word of it may be missing")
        return terms

    def terms(self, element: str, depth: int) -> Iterator[Term]:
        """Read one element, which can stand for several words."""
        if element in MARKS:
            yield MARKS[element]
        elif element in {ASKED, TOLD}:
            raise PhraseError(f"“{element}” can stand at its end alone")
        else:
            optional, element = element.endswith("?"), element.removesuffix("?")
            yield from self._words(element, depth, optional=optional)

    def _words(self, element: str, depth: int, *, optional: bool) -> Iterator[Term]:
        if element[0] in "~!":
            ending, _, but = element.removeprefix("~").partition("!")
            excluded = self.words(but) if but else []
            any_but = frozenset(excluded if ending else map(stem, excluded))
            yield Term(optional=optional, any_but=any_but, ending=ending)
        elif element.startswith("="):
            forms = frozenset(self.words(element.removeprefix("=")))
            yield Term(frozenset(map(stem, forms)), optional, forms=forms)
        else:
            yield from self._choices(element, depth, optional=optional)

    def _choices(self, element: str, depth: int, *, optional: bool) -> Iterator[Term]:
        choices = element.split("|")
        if len(choices) == 1 and not element.startswith("<"):
            yield from (Term(frozenset([stem(word)]), optional) for word in spoken(element))
            return
        entries = [entry for choice in choices for entry in self.entries(choice)]
        single = [one for one in entries if PLAIN.fullmatch(one) and len(spoken(one)) == 1]
        several = tuple(self._entry(one, depth) for one in entries if one not in single)
        stems = frozenset(stem(word) for one in single for word in spoken(one))
        if not several:
            yield Term(stems, optional)
            return
        rows = (*several, (Term(stems),)) if stems else several
        yield Term(optional=optional, phrases=tuple((beginning_of(one), one) for one in rows))

    def _entry(self, entry: str, depth: int) -> tuple[Term, ...]:
        if depth >= DEEPEST:
            raise PhraseError("its lists lead to each other in a circle")
        if ELEMENT.sub("", entry).strip() or {BOTH, ASKED, TOLD} & set(entry.split()):
            raise PhraseError(f"its list holds “{entry}”, which cannot be read")
        return self.part(entry.split(), depth + 1)

    def entries(self, choice: str) -> Sequence[str]:
        """Give what one of several choices is: the entries of a list, or itself."""
        if not choice.startswith("<"):
            return [choice.replace("_", " ")]
        name = choice.strip("<>")
        if name not in self.lists:
            raise PhraseError(f"there is no list “{name}”")
        return self.lists[name]

    def words(self, choices: str) -> list[str]:
        """Give single words, one for each choice."""
        words = [
            tuple(spoken(entry)) for choice in choices.split("|") for entry in self.entries(choice)
        ]
        for one in words:
            if len(one) > 1 or " " in one[0]:
                raise PhraseError(f"“{' '.join(one)}” is several words: write a phrase for each")
        return [word for one in words for word in one]


def understood(written: str, lists: Lists) -> Phrase:
    """Read a phrase, or raise PhraseError."""
    return _Understanding(lists).phrase(written)


def stands_at(phrase: Phrase, words: Sequence[Word], start: int) -> list[range] | None:
    """Give the words of each part of a phrase that begins with this word, or None."""
    if phrase.asked is not None and words[start].is_asked is not phrase.asked:
        return None
    first, *others = phrase.parts
    end = _end(first, words, start, words[start].sentence)
    if end is None:
        return None
    places = [range(start, end)]
    for part in others:
        place = _in_sentence(part, words, start, places)
        if place is None:
            return None
        places.append(place)
    return places


def _in_sentence(
    part: tuple[Term, ...], words: Sequence[Word], near: int, taken: Sequence[range]
) -> range | None:
    """Give where a part stands in the sentence of a word, beside what is taken already."""
    sentence = words[near].sentence
    for at, word in enumerate(words):
        if word.sentence != sentence:
            continue
        end = _end(part, words, at, sentence)
        if end is not None and not any(set(one) & set(range(at, end)) for one in taken):
            return range(at, end)
    return None


def _end(terms: tuple[Term, ...], words: Sequence[Word], at: int, sentence: int) -> int | None:
    """Give where the terms end that are to begin here, in their shortest form, or None."""
    if not terms:
        return at
    term, rest = terms[0], terms[1:]
    if term.begins or term.ends:
        is_so = _is_between_clauses(words, at) and (term.begins or at > 0)
        return _end(rest, words, at, sentence) if is_so else None
    return next(
        (
            end
            for row, start in _ways(term, rest, words, at, sentence)
            if (end := _end(row, words, start, sentence)) is not None
        ),
        None,
    )


def _ways(
    term: Term, rest: tuple[Term, ...], words: Sequence[Word], at: int, sentence: int
) -> Iterator[tuple[tuple[Term, ...], int]]:
    """Give what is left to be found, and from where on, for each way in which a term stands."""
    if term.gap:
        yield from ((rest, at + over) for over in range(term.gap + 1))
        return
    if at < len(words) and words[at].sentence == sentence:
        for begins, row in term.phrases:
            is_open = begins.stems is None or begins.may_be_empty
            if is_open or words[at].stem in (begins.stems or ()):
                yield (*row, *rest), at
        if not term.phrases and term.fits(words[at]):
            yield rest, at + 1
    if term.optional:
        yield rest, at


def _is_between_clauses(words: Sequence[Word], at: int) -> bool:
    return at in {0, len(words)} or words[at - 1].clause != words[at].clause
