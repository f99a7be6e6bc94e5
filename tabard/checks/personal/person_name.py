"""Names of people who are neither colleagues nor public figures, by how sure one can be."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import lines
from tabard.checks.names.features import TITLES
from tabard.checks.names.finding import Name, model, names
from tabard.checks.names.tokens import Token, tokens
from tabard.checks.personal.said import TOUCHY

# Sure enough to say why and go on: measured, of ten such findings nearly nine are names.
SURE = 0.5
# Nearer to what hurts, less will do.
SURE_WHERE_IT_HURTS = 0.3
WHY = "People have a right that nobody tells the world about them unless they have agreed."
WHAT_TO_DO = "Leave the name out, unless you know that they agree to be named."
BY_LISTS = "Names are looked for in lists only at the moment, so look for others yourself."
# Who bears one of these before or after the name is a public figure by it.
IN_OFFICE = frozenset({"cllr", "cllr.", "councillor", "alderman", "mayor"})
IN_PARLIAMENT = frozenset({"mp", "msp", "mep"})
# Before one of these and in small letters, nobody is named.
OF_MANY = frozenset(
    {
        *("a", "an", "another", "any", "each", "every", "her", "his", "its", "my", "no", "one"),
        *("our", "some", "that", "the", "their", "these", "this", "those", "your"),
    }
)
type Low = tuple[str, ...]


class PersonName:
    """Finds names as they stand in posts; without its model, those in lists and after titles."""

    name: ClassVar[str] = "Names of people"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        people = (*facts.colleagues, *facts.councillors, *facts.public_figures)
        self._people = _by_part(_without_titles(_low(one)) for one in people)
        own = (*facts.places, *facts.roads, *facts.addresses, *facts.businesses, *facts.own_names)
        self._things: dict[str, list[Low]] = {}
        for thing in filter(None, map(_low, (*own, *facts.allowed, *lines("known_names")))):
            self._things.setdefault(thing[0], []).append(thing)
        self._longest = max(len(one) for things in self._things.values() for one in things)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at the words, and leave out whoever is known to be public."""
        text = written.words
        words = tokens(text.plain)
        known = model()
        found = names(words, known)
        if not found:
            return
        low = tuple(word.form.lower() for word in words)
        # Looked for once each, however often a name stands there.
        stands: dict[Low, bool] = {}
        for name in found:
            own = low[name.first : name.last + 1]
            # Jane alone is known where Jane Doe stands in the same text.
            alone = self._people.get(own[0], ()) if len(own) == 1 else ()
            for one in alone:
                if one not in stands:
                    stands[one] = _stands(low, one)
            beside = any(stands[one] for one in alone)
            known_to_be_none = _is_one_of_many(name, words) or self._is_thing(name, low)
            if not (beside or known_to_be_none or self._is_public(name, low)):
                yield _finding(text, name, words, by_lists=known is None)

    def _is_public(self, name: Name, low: Low) -> bool:
        """Say whether it is somebody whom the council names, or who has a public office."""
        own = low[name.first : name.last + 1]
        before, after = low[name.first - 1 : name.first], low[name.last + 1 : name.last + 2]
        if not (IN_OFFICE.isdisjoint(before) and IN_PARLIAMENT.isdisjoint(after)):
            return True
        return any(_is_called(one, own, before) for one in self._people.get(own[-1], ()))

    def _is_thing(self, name: Name, low: Low) -> bool:
        """Say whether something known stands there that is no shorter."""
        return any(
            at + len(thing) > name.last and low[at : at + len(thing)] == thing
            for at in range(max(0, name.last + 1 - self._longest), name.first + 1)
            for thing in self._things.get(low[at], ())
        )


def _is_one_of_many(name: Name, words: Sequence[Token]) -> bool:
    """Say whether it is a thing of which there are many, as in “a meadow”, in small letters."""
    if name.first != name.last or name.first == 0 or not words[name.first].form.islower():
        return False
    return words[name.first - 1].form.lower() in OF_MANY


def _low(told: str) -> Low:
    return tuple(word.form.lower() for word in tokens(Text(told).plain))


def _without_titles(low: Low) -> Low:
    return tuple(word for word in low if word not in TITLES) or low


def _by_part(people: Iterable[Low]) -> dict[str, list[Low]]:
    """Sort names by each of their words."""
    found: dict[str, list[Low]] = {}
    for person in people:
        for part in dict.fromkeys(person):
            found.setdefault(part, []).append(person)
    return found


def _is_called(person: Low, own: Low, before: Low) -> bool:
    """Say whether somebody is meant, by both names, an initial and the last, or a title and it."""
    if person == own:
        return True
    if person[-1] != own[-1]:
        return False
    if len(own) == 1:
        return not TITLES.isdisjoint(before)
    return own[0] == person[0] or own[0] == f"{person[0][0]}."


def _stands(low: Low, person: Low) -> bool:
    return any(low[at : at + len(person)] == person for at in range(len(low)))


def _finding(text: Text, name: Name, words: Sequence[Token], *, by_lists: bool) -> Finding:
    place = words[name.first].start, words[name.last].end
    start, end = text.span(*place)
    enough = SURE_WHERE_IT_HURTS if text.near(place, TOUCHY) else SURE
    return Finding(
        kind="person_name",
        start=start,
        end=end,
        why=WHY,
        what_to_do=f"{WHAT_TO_DO} {BY_LISTS}" if by_lists else WHAT_TO_DO,
        sure=round(name.sure, 2),
        level=Level.WARNING if name.sure >= enough else Level.ADVICE,
    )
