"""Questions that can be put to the record."""

from tabard.record.queries.chain import breaks, head, lacks
from tabard.record.queries.entries import entries_about, facts_of
from tabard.record.queries.sentences import SENTENCES
from tabard.record.queries.things import NUMBERED, Things, things_in
from tabard.record.queries.words import ERASED, WHO, WHOSE, in_words, people_in, shown

__all__ = [
    "ERASED",
    "NUMBERED",
    "SENTENCES",
    "WHO",
    "WHOSE",
    "Things",
    "breaks",
    "entries_about",
    "facts_of",
    "head",
    "in_words",
    "lacks",
    "people_in",
    "shown",
    "things_in",
]
