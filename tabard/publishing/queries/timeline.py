"""What happened to a post, step by step, as the record tells it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from tabard.accounts.models import Account
from tabard.composing.models import Message
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import entries_about, facts_of

DONE, PROBLEM = "done", "problem"

# What each kind of entry says on the page of its post, and whether that is an end or a problem.
SAID = {
    "message begun": ("Begun", ""),
    "message rewritten": ("Changed", ""),
    "picture removed": ("Picture removed", ""),
    "picture moved": ("Pictures put in another order", ""),
    "message submitted": ("Sent for review", ""),
    "review waits": ("Reviewers reminded", ""),
    "review waits for its time": ("Reviewers reminded", ""),
    "review is late": ("Everybody who reviews was told that it waits", ""),
    "review is late for its time": ("Everybody who reviews was told that it waits", ""),
    "review missed": ("Not reviewed before its time", PROBLEM),
    "message taken back": ("Taken back to be changed", ""),
    "message sent back": ("Sent back to the author", PROBLEM),
    "message approved": ("Approved", DONE),
    "message let go": ("Sent without a review before it, on the rung “{rung}”", DONE),
    "message let go within an experiment": ("Sent without a review, in “{title}”", DONE),
    "experiment sign": ("A sign against its experiment", PROBLEM),
    "words suggested": ("Other words suggested", ""),
    "suggestion accepted": ("Suggested words accepted", DONE),
    "message given another time": ("Moved to another time", ""),
    "message asked again": ("To be reviewed again", PROBLEM),
    "message called off": ("Called off", DONE),
    "delivery scheduled": ("Scheduled for {account}", ""),
    "delivery begun": ("Going to {account}", ""),
    "delivery put off": ("Could not go to {account} yet", PROBLEM),
    "delivery waits for room": ("{account} takes nothing more for now", PROBLEM),
    "delivery frozen": ("Waits for {account}, because posts are frozen", PROBLEM),
    "message let pass": ("To go although posts are frozen", ""),
    "delivery held": ("Held for {account}", PROBLEM),
    "delivery released": ("On its way to {account} again", ""),
    "delivery called off": ("Will not go to {account}", ""),
    "delivery dropped": ("No longer waiting for {account}: it is being written anew", ""),
    "delivery tripped": ("Something went wrong in Tabard itself for {account}", PROBLEM),
    "delivery unsure": ("Not sure whether {account} has it", PROBLEM),
    "delivery failed": ("Not on {account}: it failed", PROBLEM),
    "delivery expired": ("Not sent to {account}: its time had passed", PROBLEM),
    "post taken by the network": ("Taken by the network for {account}, not confirmed yet", ""),
    "part confirmed": ("Fetched back from {account} and compared: it is there", DONE),
    "part removed": ("Gone from {account}: the network was asked again", DONE),
    "post confirmed": ("Fetched back from {account} and compared: it is there", DONE),
    "take-down asked": ("To be taken down from {account}", ""),
    "post still there": ("Still on {account} after several tries to take it down", PROBLEM),
    "post drawn": ("Drawn by lot, to be looked at afterwards", ""),
    "sample found fine": ("Looked at afterwards: fine as it is", DONE),
    "sample dropped": ("Not looked at afterwards: its author has left", ""),
    "sample commented": ("Looked at afterwards: there is something to say", PROBLEM),
    "post removed": ("Gone from {account}: the network was asked again", DONE),
}
# A step that another one on the same page tells already.
LEFT_OUT = frozenset(
    {
        "advice passed over",
        "finding dismissed",
        "finding upheld",
        "message withdrawn",
        "evidence added",
        # They have a page of their own, for fewer people than see the post.
        "note written",
        "note answered",
        "note resolved",
    }
)
# What is told once of a thread as a whole.
OF_THE_WHOLE = frozenset({"delivery scheduled", "delivery begun", "take-down asked"})
CHANGED = "message rewritten"
ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a post."""

    title: str
    at: datetime
    who: str
    more: str
    tone: str


def timeline(message: Message) -> list[Step]:
    """Give what happened to a post, in order, with who did it."""
    entries = [
        (entry, facts_of(entry))
        for entry in entries_about("message", message.pk)
        if entry.kind not in LEFT_OUT
    ]
    entries = [one for one in entries if not _is_told_by_its_thread(*one)]
    facts = [told for _, told in entries]
    people = _names(Person, facts, "by")
    accounts = _names(Account, facts, "account")
    return [_step(entry, told, people, accounts) for entry, told in _without_repeats(entries)]


def _is_told_by_its_thread(entry: Entry, told: Mapping[str, Any]) -> bool:
    """Say whether a part of a thread goes its way as all do, so that its end tells enough."""
    if entry.kind == "delivery begun":
        return bool(told.get("part", 1) != 1)
    return entry.kind == "post taken by the network" and "part" in told


def _names(
    kind: type[Person] | type[Account], facts: Iterable[Mapping[str, Any]], name: str
) -> dict[Any, str]:
    wanted = {told[name] for told in facts if told.get(name) is not None}
    return {thing.pk: str(thing) for thing in kind.objects.filter(pk__in=wanted)}


def _without_repeats(
    entries: list[tuple[Entry, dict[str, Any]]],
) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Leave out a change that was followed by another one."""
    followers = [entry for entry, _ in entries[1:]]
    for (entry, told), following in zip_longest(entries, followers):
        if following is None or (entry.kind, following.kind) != (CHANGED, CHANGED):
            yield entry, told


def _step(
    entry: Entry, told: Mapping[str, Any], people: Mapping[Any, str], accounts: Mapping[Any, str]
) -> Step:
    title, tone = SAID.get(entry.kind, (entry.kind.capitalize(), ""))
    differences = told.get("differences")
    title = title.format(
        account=accounts.get(told.get("account"), "an account"),
        rung=told.get("rung"),
        title=told.get("title"),
    )
    return Step(
        title=f"{title}{_place(entry, told)}",
        at=entry.at,
        who=people.get(told["by"], ERASED) if "by" in told else "",
        more=_more(told, differences),
        tone=PROBLEM if differences else tone,
    )


def _place(entry: Entry, told: Mapping[str, Any]) -> str:
    """Say of which part of a thread it is told, or of how many posts the thread is."""
    if "part" not in told:
        return ""
    if entry.kind in OF_THE_WHOLE:
        return f" (a thread of {told['parts']} posts)"
    return f" (part {told['part']} of {told['parts']})"


def _more(told: Mapping[str, Any], differences: Any) -> str:
    """Say why, or what did not arrive."""
    if differences:
        return f"Not as it was written: {', '.join(differences)}."
    if "why" in told:
        return ERASED if told["why"] is None else str(told["why"])
    return ""
