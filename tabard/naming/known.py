"""Which handles are to be had: valid on the network, nobody else's, and not like anybody's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from anyascii import anyascii

from tabard.common.lookalikes import skeleton
from tabard.common.rules import Refused
from tabard.naming.networks import label_of, problem_with

# A councillor's name this short is part of many words, so only the whole handle counts.
SHORTEST_NAME_INSIDE = 6
# What residents call them by, with the last name alone.
CALLED = ("cllr", "councillor")
TITLES = {"cllr", "councillor", "mayor", "alderman", "leader", "dr", "mr", "mrs", "ms", "sir"}


@dataclass(frozen=True, slots=True)
class Known:
    """The names that are not to be had, and why not, by what a hasty reader sees of them."""

    taken: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    reserved: Mapping[str, str] = field(default_factory=dict)
    councillors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        taken: Mapping[str, str] | None = None,
        reserved: Iterable[str] = (),
        councillors: Iterable[str] = (),
    ) -> Self:
        """Take handles with what each is, reserved words, and councillors by name."""
        return cls(
            taken={skeleton(label): (label, what) for label, what in (taken or {}).items()},
            reserved={skeleton(anyascii(one)): one for one in reserved},
            councillors={
                skeleton("".join(turned)): one
                for one in councillors
                if (parts := [part for part in words(one) if part not in TITLES])
                for turned in (parts, reversed(parts), *(((title, parts[-1])) for title in CALLED))
            },
        )

    def problem_with(self, label: str) -> str:
        """Say whose name it is already or seems to be; nothing if it is nobody's."""
        seen = skeleton(label)
        if seen in self.taken:
            other, what = self.taken[seen]
            is_same = other.lower() == label.lower()
            return f"It is {what} already." if is_same else f"It looks like {other}, {what}."
        for run in _runs(label):
            if run in self.reserved:
                return f"“{self.reserved[run]}” is a name that the council has reserved."
        for name, councillor in self.councillors.items():
            if name == seen or (name in seen and len(name) >= SHORTEST_NAME_INSIDE):
                return f"It could be taken for an account of {councillor}."
        return ""


def words(text: str) -> list[str]:
    """Give the words of a name in small Latin letters and digits, whatever its script."""
    return re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", anyascii(text)).lower())


def may_be_called(handle: str, network: str, known: Known) -> Refused | None:
    """A handle is valid on its network, and nobody else's, nor like it."""
    why = problem_with(handle, network) or known.problem_with(label_of(handle, network))
    return Refused(why) if why else None


def _runs(label: str) -> Iterator[str]:
    """Give what a reader sees of each word of a handle, and of words that stand together."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", label)
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", parted) if part]
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            yield skeleton("".join(parts[start:end]))
