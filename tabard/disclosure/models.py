"""An entry of the record as people read it: plain values, no rows of their own."""

from dataclasses import dataclass

from tabard.record.models import Entry, Link


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an entry: its name and value in words, and the commitment that is chained."""

    name: str
    value: str
    url: str
    commitment: str
    is_erased: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in a sentence, with its facts and its link in the chain, if it has one yet."""

    entry: Entry
    sentence: str
    facts: list[Fact]
    link: Link | None

    @property
    def hash(self) -> str:
        """The link's hash, as digits."""
        return bytes(self.link.hash).hex() if self.link else ""
