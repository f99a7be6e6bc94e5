"""What an account could be called: the council's naming rule, filled so that it works."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product, zip_longest
from string import Formatter

from anyascii import anyascii

from tabard.naming.known import Known, may_be_called, words
from tabard.naming.networks import RULES, HandleRule

MOST_PROPOSALS = 4
# Of so many people of one name each is still proposed something.
MOST_NAMESAKES = 99
SMALL_WORDS = {"and", "of", "the", "for", "to", "in"}
# What parts words in a rule, before the network's own sign takes its place.
PARTED = "_"
# What leaving out that sign costs, when shortening one word costs 1: whole words can still be
# read together, and shortened ones hardly.
TOGETHER, TOGETHER_AND_SHORTENED = 0.5, 1.5
NAMES = ("first_name", "last_name")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom an account is to be called after."""

    first_name: str
    last_name: str
    role: str
    service: str
    council: str
    # The council's full name, of which only the first letters may be used, and its domain.
    council_name: str = ""
    domain: str = ""

    def forms(self, place: str) -> list[str]:
        """Give what may stand in a place of the rule, from the whole to the shortest."""
        match place:
            case "first_name" | "last_name":
                parts = words(getattr(self, place))
                found = ["".join(parts), _initials(parts), _initials(parts)[:1]]
            case "council":
                found = ["".join(words(self.council)), _initials(words(self.council_name))]
            case _:
                parts = words(getattr(self, place))
                telling = [part for part in parts if part not in SMALL_WORDS]
                found = ["".join(parts), "".join(telling), *telling[-1:], _initials(telling)]
        # A short form of one letter says who in a name, and nothing in anything else.
        least = 1 if place in NAMES else 2
        return list(dict.fromkeys(one for one in found if len(one) >= least)) or [""]


def proposals(
    network: str,
    whose: Whose,
    templates: Sequence[str],
    known: Known,
    *,
    most: int = MOST_PROPOSALS,
) -> list[str]:
    """Give handles for a person that work on a network, the best first; none without a rule.

    Each line of the council's rule is tried in turn: as it is written, then shortened as little
    as it takes. Only when everything is taken, a number is put behind.
    """
    rule = RULES.get(network)
    if rule is None or (rule.in_domain and not whose.domain):
        return []
    labels = list(dict.fromkeys(_in_turn([_fitting(one, whose, rule) for one in templates])))
    free = _free(labels, network, whose, known)
    return list(islice(free, most)) or list(
        islice(_free(_numbered(labels, rule), network, whose, known), most)
    )


def _free(labels: Iterable[str], network: str, whose: Whose, known: Known) -> Iterator[str]:
    for label in labels:
        handle = f"{label}.{whose.domain}" if RULES[network].in_domain else label
        if may_be_called(handle, network, known) is None:
            yield handle


def _in_turn(lines: Iterable[Iterator[str]]) -> Iterator[str]:
    """Give the best of each line, then the second best of each, and so on."""
    for row in zip_longest(*lines):
        yield from (label for label in row if label is not None)


def _fitting(template: str, whose: Whose, rule: HandleRule) -> Iterator[str]:
    """Give what comes of one line of the rule, the least shortened first, last cut to fit."""
    least, most = max(rule.least, rule.offered[0]), _most(rule)
    labels = [_label(template, way, rule) for way in _ways(template, whose)]
    yield from (label for label in labels if least <= len(label) <= most)
    yield from (_cut(label, most) for label in labels[:1] if len(label) > most)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to fill a line of the rule: what stands in each place, and if words are parted."""

    filled: Mapping[str, str]
    parted: bool
    cost: float


def _ways(template: str, whose: Whose) -> list[_Way]:
    """Give every way to fill a line, the least shortened first; one name at least stays whole."""
    places = [place for _, place, _, _ in Formatter().parse(template) if place]
    names = [place for place in places if place in NAMES]
    forms = [list(enumerate(whose.forms(place))) for place in places]
    ways = []
    for chosen in product(*forms):
        shortened = {place: number for place, (number, _) in zip(places, chosen, strict=True)}
        filled = {place: form for place, (_, form) in zip(places, chosen, strict=True)}
        if names and not any(filled[name] and not shortened[name] for name in names):
            continue
        cost = sum(shortened.values())
        together = cost + (TOGETHER_AND_SHORTENED if cost else TOGETHER)
        ways += [_Way(filled, parted=True, cost=cost), _Way(filled, parted=False, cost=together)]
    return sorted(ways, key=lambda way: way.cost)


def _label(template: str, way: _Way, rule: HandleRule) -> str:
    """Fill a line, with the network's own sign between words, or none."""
    said = "".join(
        re.sub(r"[^a-z0-9]+", PARTED, anyascii(literal).lower()) + way.filled.get(place or "", "")
        for literal, place, _, _ in Formatter().parse(template)
    )
    joiner = rule.joiners[:1] if way.parted else ""
    return joiner.join(part for part in said.split(PARTED) if part)


def _numbered(labels: Iterable[str], rule: HandleRule) -> Iterator[str]:
    """Put numbers behind names that are all taken, the smallest first."""
    known = list(labels)
    for number in range(2, MOST_NAMESAKES + 1):
        yield from (f"{_cut(label, _most(rule) - len(f'{number}'))}{number}" for label in known)


def _cut(label: str, most: int) -> str:
    return label[:most].rstrip("_.-")


def _most(rule: HandleRule) -> int:
    return min(rule.most, rule.offered[1])


def _initials(parts: Iterable[str]) -> str:
    return "".join(part[0] for part in parts)
