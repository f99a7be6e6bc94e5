"""What each kind of entry says, in a sentence."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tabard.common.quoting import as_told
from tabard.common.templatetags.moments import day, moment
from tabard.connectors import api
from tabard.naming.networks import RULES
from tabard.record.queries.sentences import SENTENCES
from tabard.record.queries.things import NUMBERED, Things

ERASED = "[erased]"
# The facts whose values are people.
WHO = ("by", "person", "author", "applicant", "colleague", "manager", "stands_in")
# Those of them whose thing it is.
WHOSE = ("applicant", "author", "person")

# Who did what nobody did: what was due on its day.
OURSELVES = "Tabard"
UNNAMED: Mapping[Any, str] = {None: ERASED, OURSELVES: OURSELVES}


def people_in(facts: Iterable[Mapping[str, Any]]) -> set[int]:
    """Give the ids of everybody whom these facts name."""
    return {one for some in facts for name in WHO if isinstance(one := some.get(name), int)}


def in_words(
    kind: str,
    facts: Mapping[str, Any],
    *,
    people: Mapping[int, str],
    reader: int | None = None,
    things: Things = NUMBERED,
    sentence: str = "",
) -> str:
    """Say what an entry tells, in a sentence; to a reader who is part of it as “you”.

    The sentence is ours unless another one is given, which may have the same places.
    """
    sentence = sentence or SENTENCES.get(kind, f"{kind}.")
    said = sentence.format_map(_Spoken(facts, people, reader, things))
    return f"{said[:1].upper()}{said[1:]}"


class _Spoken(dict[str, str]):
    """The facts of an entry as they are said in a sentence."""

    def __init__(
        self,
        facts: Mapping[str, Any],
        people: Mapping[int, str],
        reader: int | None,
        things: Things,
    ) -> None:
        self._facts, self._people, self._reader = facts, people, reader
        self._things = things

    def __missing__(self, asked: str) -> str:
        if asked == "because":
            return self._because()
        if asked == "post":
            return self._post()
        name = asked.removesuffix("_s")
        value = self._facts.get(name, OURSELVES if name == "by" else "")
        if name in WHO:
            return self._who(value, owns=name != asked)
        return self._things.called(name, value) or shown(name, value)

    def _because(self) -> str:
        """Give the reason; one that speaks to somebody, to others as what they were told."""
        if self._facts.get("why", "") == "":
            return "."
        why, whose = self["why"], self._whose()
        if whose is not None and whose == self._reader:
            return f": {why}"
        told = as_told(why, self._people.get(whose or 0, "Somebody"))
        return f": {why}" if told == why else f". {told}"

    def _whose(self) -> int | None:
        """Give whose thing an entry is of."""
        author, _ = self._things.posts.get(self._facts.get("message", 0), (None, ""))
        return next((self._facts[name] for name in WHOSE if self._facts.get(name)), author)

    def _post(self) -> str:
        author, _ = self._things.posts.get(self._facts.get("message", 0), (None, ""))
        whose = "your " if author is not None and author == self._reader else ""
        return f"{whose}post {self['message']}"

    def _who(self, person: Any, *, owns: bool) -> str:
        if person is not None and person == self._reader:
            return "your" if owns else "you"
        if person == OURSELVES and "token" in self._facts:
            return f"the system “{self['token']}”"
        name = UNNAMED.get(person) or self._people.get(person, "somebody")
        return f"{name}'s" if owns else name


def shown(name: str, value: Any) -> str:
    """Give one fact as people read it."""
    if value is None:
        return ERASED
    if name in SHOWN and value:
        return SHOWN[name](value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _network(name: str) -> str:
    connector = api.all_connectors().get(name)
    if connector:
        return connector.name
    return RULES[name].name if name in RULES else name


SHOWN: Mapping[str, Callable[[str], str]] = {
    "since": lambda on: day(date.fromisoformat(on)),
    "last_day": lambda on: day(date.fromisoformat(on)),
    "leaves_on": lambda on: day(date.fromisoformat(on)),
    "due_on": lambda on: day(date.fromisoformat(on)),
    "due_at": lambda at: moment(datetime.fromisoformat(at)),
    "review_on": lambda on: day(date.fromisoformat(on)),
    "agree_by": lambda at: day(datetime.fromisoformat(at)),
    "until": lambda at: day(datetime.fromisoformat(at)),
    "network": _network,
}
