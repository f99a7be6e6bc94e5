"""The notices of an entry: who is told, in which words, and what of it may stand in an e-mail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from tabard.notices.models import LONGEST_WORDS, Notice
from tabard.notices.work.telling import telling_of
from tabard.notices.work.ways import Telling
from tabard.record.models import Entry
from tabard.record.queries import NUMBERED, WHOSE, Things, facts_of, in_words

# What may stand in an e-mail besides people, numbers and days, and the numbers that may not.
SAID = {"account", "agreed", "course", "handle", "network", "setting", "title", "way"}
RESULTS = {"score"}
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people and things of some entries, and the words for each kind."""

    people: Mapping[int, str]
    things: Things = NUMBERED
    sentences: Mapping[str, str] = field(default_factory=dict)
    # Who acts for whom.
    stand_ins: Mapping[int, int] = field(default_factory=dict)


def notices_of(entry: Entry, known: Known) -> Iterator[Notice]:
    """Make the notices of one entry: for everybody it concerns but whoever did it."""
    telling = telling_of(entry.kind)
    if telling is None:
        return
    facts = facts_of(entry)
    for person in _told(entry, facts, telling, known):
        say = partial(
            in_words,
            entry.kind,
            people=known.people,
            reader=person,
            sentence=known.sentences.get(entry.kind, ""),
        )
        in_email = say(for_email(facts), things=known.things.without_words())
        yield Notice(
            person_id=person,
            entry=entry,
            group=telling.group_for(person, facts, known.things),
            is_urgent=telling.urgent is not None,
            words=say(facts, things=known.things)[:LONGEST_WORDS],
            email_words=in_email[:LONGEST_WORDS] if telling.by_email else "",
            url=telling.page.url(facts),
            at=entry.at,
        )


def _told(entry: Entry, facts: Mapping[str, Any], telling: Telling, known: Known) -> Iterator[int]:
    """Give who is told: those concerned, and those who act for them in what waits for them."""
    concerned = dict.fromkeys(entry.people)
    if telling.stand_ins:
        acting = [known.stand_ins[one] for one in entry.people if one in known.stand_ins]
        own = {facts.get(name) for name in WHOSE}
        concerned |= dict.fromkeys(one for one in acting if one not in own)
    for person in concerned:
        did_it = person == facts.get("by") and not telling.even_the_doer
        if not did_it and person in known.people:
            yield person


def for_email(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what may be said in an e-mail: who, which, when and where.

    Whatever people wrote, a reason, a post or a resident's message, stays behind the sign-in, and
    so does a result. A fact that is not known here stays there, too, unless it is a number.
    """
    return {
        name: value if _may_be_said(name, value) else LEFT_OUT
        for name, value in facts.items()
        if name != "why"
    }


def _may_be_said(name: str, value: Any) -> bool:
    if value is None or name in SAID:
        return True
    return _is_a_day(value) if isinstance(value, str) else _is_a_number(name, value)


def _is_a_number(name: str, value: Any) -> bool:
    return isinstance(value, int) and name not in RESULTS


def _is_a_day(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
