"""Which handles are to be had: valid on the network, nobody else's, and not like anybody's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from anyascii import anyascii

from tabard.common.lookalikes import skeleton
from tabard.common.rules import Refused
from tabard.naming.networks import label_of, problem_with

# What residents call a councillor by, with a name.
CALLED = ("cllr", "councillor", "councilor", "clr")
TITLES = {*CALLED, "mayor", "alderman", "leader", "dr", "mr", "mrs", "ms", "sir"}
# What stands around a name without making another word of it: pressteam, mayorofexampleton.
AROUND = (
    *("the", "of", "for", "at", "our", "my", "your", "and"),
    *("official", "real", "team", "office", "officer", "desk", "line", "news", "info", "online"),
    *("lord", "lady", "deputy", "vice", "acting", "chief", "head"),
    *("council", "county", "city", "borough", "district", "town", "parish", "local", "gov", "uk"),
)
# With the council's name alone they make the council's own account, not a person's.
GENERIC = frozenset(
    skeleton(word)
    for word in (*AROUND, "cc", "help", "bot", "updates", "press", "service", "services", "hq")
)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that are not to be had, and why not, by what a hasty reader sees of them."""

    taken: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    reserved: Mapping[str, str] = field(default_factory=dict)
    councillors: Mapping[str, str] = field(default_factory=dict)
    around: frozenset[str] = frozenset()
    # By what a hasty reader sees of them: the council's own names, which are no person's.
    council: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        taken: Mapping[str, str] | None = None,
        reserved: Iterable[str] = (),
        councillors: Iterable[str] = (),
        around: Iterable[str] = (),
        council: Iterable[str] = (),
    ) -> Self:
        """Take handles with what each is, reserved words, and councillors by name.

        Words that are to be expected `around` a name, such as the council's, hide it no more than
        an underscore does. The names of the `council` are not to be had alone, nor with nothing but
        generic words.
        """
        return cls(
            taken={skeleton(label): (label, what) for label, what in (taken or {}).items()},
            reserved={skeleton(anyascii(one)): one for one in reserved},
            councillors={
                skeleton(name): one for one in councillors for name in _names_of(one) if name
            },
            around=frozenset(
                skeleton(word)
                for word in (*AROUND, *(part for one in around for part in words(one)))
            ),
            council={skeleton("".join(words(one))): one for one in council if words(one)},
        )

    def problem_with(self, label: str) -> str:
        """Say whose name it is already or seems to be; nothing if it is nobody's."""
        seen = skeleton(label)
        if seen in self.taken:
            other, what = self.taken[seen]
            is_same = other.lower() == label.lower()
            return f"It is {what} already." if is_same else f"It looks like {other}, {what}."
        return self._problem_with_council(label) or self.problem_with_words(label)

    def of_several(self) -> Self:
        """Leave the council's own names to an account that is not one person's."""
        return replace(self, council={})

    def _problem_with_council(self, label: str) -> str:
        whole = skeleton("".join(words(label)))
        lengths = sorted({len(name) for name in self.council}, reverse=True)
        own = _made_of(whole, self.council, lengths, GENERIC)
        if own:
            return f"It could be taken for {self.council[own]} itself, not for a person."
        return ""

    def problem_with_words(self, label: str) -> str:
        """Say which reserved or councillor's name stands in a handle, or in any other name."""
        word = _standing_in(label, self.reserved, self.around)
        if word:
            return f"“{self.reserved[word]}” is a name that the council has reserved."
        name = _standing_in(label, self.councillors, self.around)
        return f"It could be taken for an account of {self.councillors[name]}." if name else ""


def words(text: str) -> list[str]:
    """Give the words of a name in small Latin letters and digits, whatever its script."""
    return re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", anyascii(text)).lower())


def may_be_called(handle: str, network: str, known: Known) -> Refused | None:
    """A handle is valid on its network, and nobody else's, nor like it."""
    why = problem_with(handle, network) or known.problem_with(label_of(handle, network))
    return Refused(why) if why else None


def may_be_connected(handle: str, network: str, known: Known) -> Refused | None:
    """A handle that exists is connected unless it is somebody else's, or like it."""
    why = known.problem_with(label_of(handle, network))
    return Refused(f"{handle} cannot be connected. {why}") if why else None


def _names_of(councillor: str) -> Iterator[str]:
    """Give what a reader takes for a councillor: the whole name, or a title with the last one."""
    parts = [part for part in words(councillor) if part not in TITLES]
    if not parts:
        return
    first, last = parts[0], parts[-1]
    if len(parts) > 1:
        yield from ("".join(parts), "".join(reversed(parts)), f"{first}{last}", f"{last}{first}")
    called = [last]
    if len(parts) > 1:
        called += [f"{first[0]}{last}", f"{last}{first[0]}", f"{first}{last}", f"{last}{first}"]
    for title in CALLED:
        for name in called:
            yield from (f"{title}{name}", f"{name}{title}")


def _standing_in(label: str, names: Mapping[str, str], around: frozenset[str]) -> str:
    """Find a name that is a word of a label, or several that stand together, with what is around.

    Part of another word is none: mayorga is not a mayor, nor an expressway the press.
    """
    lengths = sorted({len(name) for name in names}, reverse=True)
    # Most labels have nothing of the kind in them, wherever their words end.
    if not _somewhere_in(skeleton(label), names, lengths):
        return ""
    return next(filter(None, (_made_of(run, names, lengths, around) for run in _runs(label))), "")


def _somewhere_in(seen: str, names: Mapping[str, str], lengths: Iterable[int]) -> bool:
    return any(
        seen[start : start + length] in names for length in lengths for start in range(len(seen))
    )


def _made_of(
    seen: str, names: Mapping[str, str], lengths: Iterable[int], around: frozenset[str]
) -> str:
    """Give the name of which a run is made, with nothing but expected words around it."""
    # For every place that is reached from the beginning by whole words: the name on the way.
    reached: dict[int, str] = {0: ""}
    known = sorted({*lengths, *(len(word) for word in around)})
    for start in range(len(seen)):
        if start not in reached:
            continue
        for length in known:
            word = seen[start : start + length]
            if len(word) < length or not (word in names or word in around):
                continue
            on_the_way = reached[start] or (word if word in names else "")
            reached[start + length] = reached.get(start + length) or on_the_way
    return reached.get(len(seen), "")


def _runs(label: str) -> Iterator[str]:
    """Give what a reader sees of each word of a handle, and of words that stand together.

    A number is a word too, so that one behind a name hides nothing.
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])", "_", label)
    parts = [part for part in re.split(r"[\W_]+", parted) if part]
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            yield skeleton("".join(parts[start:end]))
