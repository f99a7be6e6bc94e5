"""How alike two texts are, by the pairs of words that stand next to each other in both.

These are word shingles of two, compared by the Jaccard index: what both have, of all that either
has (A. Broder, “On the resemblance and containment of documents”, 1997). Links, signs and capitals
do not count.
"""

from itertools import pairwise

import regex

CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"
WORD = regex.compile(rf"[\p{{L}}\p{{N}}]+(?:['{CURLED}\-][\p{{L}}\p{{N}}]+)*")
LINK = regex.compile(r"https?://\S+", regex.IGNORECASE)

type Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Give the pairs of neighbouring words of a text; of a single word, that word."""
    words = [one.casefold().replace(CURLED, "'") for one in WORD.findall(LINK.sub(" ", text))]
    if len(words) == 1:
        return frozenset({(words[0],)})
    return frozenset(pairwise(words))


def alike(one: Shingles, other: Shingles) -> float:
    """Say how alike two texts are, from 0 for nothing in common to 1 for the same words."""
    both = one | other
    return len(one & other) / len(both) if both else 0.0
