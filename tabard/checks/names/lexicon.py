"""What is known of a word: how often it is a name, whether it is of the language, or a place.

The file beside this one holds no words, only 32 bits of a sum of each in rising order, and what is
known of it. `scripts/names/lexicon.py` makes it from public lists.
"""

import struct
import sys
from array import array
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Self
from zlib import crc32

from anyascii import anyascii

HEADER = struct.Struct("<8sI")
MAGIC = b"tabardL1"
# Of clusters of words that are used alike, with 0 for none.
CLUSTERS = 1024


class Traits(NamedTuple):
    """How frequent it is as a given or family name (0 to 15), how common as a word (1 most).

    `place`: 1 in the name of one, 2 abroad, 3 in the United Kingdom or Ireland. `proper`: 1 always
    with a capital, 2 a proper name. `cluster`: of words that are used alike; `coarse`: of clusters.
    """

    given: int = 0
    family: int = 0
    level: int = 0
    place: int = 0
    proper: int = 0
    cluster: int = 0
    coarse: int = 0

    def packed(self) -> int:
        """Put all but the coarse cluster, which follows from the other, into 32 bits."""
        return (
            self.given
            | self.family << 4
            | self.level << 8
            | self.place << 11
            | self.proper << 13
            | self.cluster << 15
        )


NOTHING = Traits()


class Lexicon:
    """Words by their sums."""

    def __init__(self, sums: array[int], packed: array[int], coarse: bytes) -> None:
        self._sums, self._packed, self._coarse = sums, packed, coarse

    @classmethod
    def read(cls, told: bytes) -> Self:
        """Read what `written` gave; raise ValueError if it is anything else."""
        magic, many = HEADER.unpack_from(told)
        if magic != MAGIC or len(told) != HEADER.size + CLUSTERS + 8 * many:
            raise ValueError("This is no lexicon of names.")
        coarse = told[HEADER.size : HEADER.size + CLUSTERS]
        middle = HEADER.size + CLUSTERS + 4 * many
        return cls(_numbers(told[HEADER.size + CLUSTERS : middle]), _numbers(told[middle:]), coarse)

    def traits(self, low: str) -> Traits:
        """Give what is known of a word in small letters."""
        wanted = sum_of(low)
        place = bisect_left(self._sums, wanted)
        if place == len(self._sums) or self._sums[place] != wanted:
            return NOTHING
        packed = self._packed[place]
        cluster = packed >> 15 & 1023
        return Traits(
            packed & 15,
            packed >> 4 & 15,
            packed >> 8 & 7,
            packed >> 11 & 3,
            packed >> 13 & 3,
            cluster,
            self._coarse[cluster],
        )


def sum_of(low: str) -> int:
    """Give the sum under which a word is kept."""
    return crc32(low.encode())


def written(known: dict[str, Traits], coarse: bytes) -> bytes:
    """Give the file of some words; of two with one sum, the first in the alphabet stays."""
    by_sum = {sum_of(low): known[low].packed() for low in sorted(known, reverse=True)}
    ordered = sorted(by_sum)
    body = [HEADER.pack(MAGIC, len(ordered)), coarse]
    for numbers in (ordered, [by_sum[one] for one in ordered]):
        body += [struct.pack("<I", one) for one in numbers]
    return b"".join(body)


def _numbers(told: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(told)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@cache
def lexicon() -> Lexicon:
    """Read the lexicon once."""
    return Lexicon.read((files(__package__) / "lexicon.bin").read_bytes())


def traits(low: str) -> Traits:
    """Give what is known of a word in small letters: as it is, without its accents, or by parts."""
    known = lexicon().traits(low)
    if known is NOTHING and not low.isascii():
        low = anyascii(low).lower()
        known = lexicon().traits(low)
    if known is NOTHING and "-" in low:
        parts = [lexicon().traits(part) for part in low.split("-")]
        return Traits(
            given=max(one.given for one in parts), family=max(one.family for one in parts)
        )
    return known
