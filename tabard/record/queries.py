"""Questions that can be put to the record."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.utils import timezone

from tabard.common.quoting import beginning
from tabard.common.templatetags.moments import day, moment
from tabard.connectors import api
from tabard.record.models import Blob, Disclosure, Entry, Link, chained_bytes, commitment

LINKS_AT_A_TIME = 1_000
# An entry has its place within a second while a worker runs.
LONGEST_WAIT = timedelta(hours=1)
ERASED = "[erased]"
# The facts whose values are people.
WHO = ("by", "person", "author", "applicant")

# What every kind of entry says. {by} is whoever did it, {author_s} is "your" or "Ada Lovelace's",
# {because} the reason if one was given, and a full stop; {post} is "post 12", or the post's words.
SENTENCES = {
    "application made": "{by} applied to be accredited.",
    "application made again": "{by} changed an application and made it again.",
    "application withdrawn": "{by} withdrew an application to be accredited.",
    "application endorsed": "{by} endorsed {applicant_s} application to be accredited.",
    "application sent back": "{by} sent back {applicant_s} application{because}",
    "application declined": "{by} declined {applicant_s} application{because}",
    "accredited": "{by} accredited {applicant} until {until}.",
    "accreditation suspended": "{by} suspended {person_s} accreditation{because}",
    "accreditation resumed": "{by} put {person_s} accreditation in force again.",
    "accreditation ended": "{by} ended {person_s} accreditation{because}",
    "course loaded": "The course “{course}”, version {version}, was loaded.",
    "assessment begun": "{by} began the assessment of the course “{course}”.",
    "assessment passed": "{by} passed the assessment of the course “{course}” with {score}%. "
    "The certificate is valid until {until}.",
    "assessment not passed": "{by} did not pass the assessment of the course “{course}”, "
    "with {score}%.",
    "ticket given": "{person} received leave to connect an account on {network}.",
    "tickets withdrawn": "{person} lost the leave to connect an account{because}",
    "account connected": "{by} connected {handle} on {network} as an account of the council.",
    "another handle connected": "{by} connected {handle} on {network}; {agreed} was agreed.",
    "account reconnected": "{by} connected account {account} again.",
    "connection lost": "The network no longer lets us into account {account}{because}",
    "account ended": "{by} ended the time of account {account} as the council's{because}",
    "access thrown away": "The access to account {account} was thrown away.",
    "message begun": "{by} began to write {post}.",
    "message rewritten": "{by} changed {post}.",
    "picture removed": "{by} took the picture out of {post}.",
    "message submitted": "{by} handed in {post} for review.",
    "message taken back": "{by} took {post} back from review.",
    "message sent back": "{by} sent back {author_s} post {message}{because}",
    "message approved": "{by} approved {author_s} post {message}.",
    "message asked again": "{author_s} post {message} needs another review{because}",
    "message withdrawn": "{by} withdrew {post}.",
    "message called off": "{by} called off {post}.",
    "connecting opened again": "{by} gave {person} leave to connect accounts again.",
    "delivery scheduled": "{post} was scheduled for {due_at}.",
    "delivery begun": "{post} is going to account {account}, try {attempt}.",
    "delivery held": "{post} is held{because}",
    "delivery released": "{post} is on its way again.",
    "delivery called off": "{post} will not go to account {account}.",
    "delivery put off": "{post} could not go yet and is tried again{because}",
    "delivery dropped": "{post} is being written anew and waits no more for {account}.",
    "delivery tripped": "An error in Tabard itself kept {post} back, to be tried again.",
    "delivery unsure": "It is not sure whether {post} arrived{because}",
    "delivery failed": "{post} is not on the network{because}",
    "delivery expired": "{post} was not sent{because}",
    "post taken by the network": "The network took {post}.",
    "post confirmed": "{post} is on the network: we fetched it back and compared it.",
    "take-down asked": "{by} asked for {post} to be taken down{because}",
    "post still there": "{post} was to be taken down and is still there{because}",
    "post removed": "{post} was taken down and is gone from the network.",
    "jobs of a dead worker taken over": "A worker stopped, and another took over its jobs.",
    "forgotten deliveries woken": "Posts on which nobody worked were taken up again: {how_many}.",
    "practice account opened": "{by} opened @{handle} on the practice network.",
    "practice token renewed": "{by} asked for a new token of a practice account.",
    "setting changed": "{by} set “{setting}” to “{after}”, which was “{before}”.",
    "setting put back": "{by} put “{setting}” back to its default.",
    "demonstration council loaded": "The demonstration council was loaded.",
}


def entries_about(name: str, value: object) -> QuerySet[Entry]:
    """Give the entries in which a fact has this value, oldest first."""
    return Entry.objects.filter(disclosures__name=name, disclosures__value=value).prefetch_related(
        "disclosures"
    )


def facts_of(entry: Entry) -> dict[str, Any]:
    """Give the facts of an entry by name; an erased one is None."""
    return {one.name: one.value for one in entry.disclosures.all()}


def breaks() -> Iterator[str]:
    """Walk the chain and tell, in words, of every place where it does not hold."""
    previous = b""
    for number, link in enumerate(_links(), start=1):
        yield from _wrong_with(link, number, previous)
        previous = bytes(link.hash)
    yield from _without_a_place()
    yield from _wrong_pictures()


def head() -> Link | None:
    """Give the last link of the chain, whose hash stands for everything before it."""
    return Link.objects.last()


def lacks(number: int, sha256: str) -> str:
    """Say in words that a link of which a hash was kept is missing or another, or nothing."""
    link = Link.objects.filter(pk=number).first()
    if link is None:
        return f"Link {number}, whose hash was kept, is missing: the end of the record is cut off."
    if bytes(link.hash).hex() != sha256:
        return f"Link {number} is not the one whose hash was kept: the record is another."
    return ""


def _links() -> Iterator[Link]:
    """Give every link in order, a few at a time; those that are added meanwhile come last."""
    links = Link.objects.select_related("entry").prefetch_related("entry__disclosures")
    last = -1
    while some := list(links.filter(number__gt=last)[:LINKS_AT_A_TIME]):
        yield from some
        last = some[-1].number


def _wrong_with(link: Link, number: int, previous: bytes) -> Iterator[str]:
    if link.number != number:
        yield f"Link {number} is missing: the next one is {link.number}."
        return
    disclosures = list(link.entry.disclosures.all())
    written = chained_bytes(link.entry, [one.commitment for one in disclosures], number, previous)
    if written != bytes(link.chained):
        yield f"Link {number}: the entry is not what was chained."
    if hashlib.sha256(bytes(link.chained)).digest() != bytes(link.hash):
        yield f"Link {number}: the hash does not fit what was chained."
    yield from (
        f"Link {number}: “{one.name}” is not what was committed to."
        for one in disclosures
        if not _is_kept(one)
    )


def _is_kept(fact: Disclosure) -> bool:
    """Say whether a fact is what was committed to; an erased one has neither value nor salt."""
    if fact.salt is None:
        return fact.value is None
    return fact.commitment == commitment(bytes(fact.salt), fact.name, fact.value)


def _without_a_place() -> Iterator[str]:
    late = Entry.objects.filter(link=None, at__lt=timezone.now() - LONGEST_WAIT)
    for entry in late.iterator():
        yield (
            f"Entry {entry.pk} has waited for its place in the chain since {entry.at:%-d %B %Y}. "
            "Is the worker running?"
        )


def _wrong_pictures() -> Iterator[str]:
    digest = Func(
        Func(F("content"), function="sha256"),
        Value("hex"),
        function="encode",
        output_field=TextField(),
    )
    wrong = Blob.objects.annotate(digest=digest).exclude(digest=F("sha256"))
    for sha256 in wrong.values_list("sha256", flat=True).iterator():
        yield f"The picture {sha256} is not what was kept."


def people_in(facts: Iterable[Mapping[str, Any]]) -> set[int]:
    """Give the ids of everybody whom these facts name."""
    return {one for some in facts for name in WHO if isinstance(one := some.get(name), int)}


@dataclass(frozen=True, slots=True)
class Things:
    """What people know the things of entries by: posts by author and first words, accounts."""

    posts: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)
    handles: Mapping[int, str] = field(default_factory=dict)

    def called(self, name: str, value: Any) -> str:
        """Give what a thing is called; nothing, if all that is known of it is its number."""
        if name == "message" and value in self.posts:
            return f"“{self.posts[value][1]}”"
        return self.handles.get(value, "") if name == "account" else ""


NUMBERED = Things()


def things_in(facts: Iterable[Mapping[str, Any]]) -> Things:
    """Look up what the things of these facts are called, as the record itself tells it."""
    messages, accounts = set(), set()
    for some in facts:
        messages.add(some.get("message"))
        accounts.add(some.get("account"))
    telling = Disclosure.objects.filter(
        Q(entry__kind="message submitted", name="message", value__in=_numbers(messages))
        | Q(entry__kind="account connected", name="account", value__in=_numbers(accounts))
    )
    found = Entry.objects.filter(pk__in=telling.values("entry")).prefetch_related("disclosures")
    # The last one to tell is believed.
    told = [facts_of(entry) for entry in found.order_by("pk")]
    return Things(
        posts={
            one["message"]: (one.get("author"), beginning(one["words"]))
            for one in told
            if one.get("words")
        },
        handles={
            one["account"]: f"@{one['handle'].removeprefix('@')}"
            for one in told
            if one.get("handle")
        },
    )


def _numbers(values: Iterable[Any]) -> list[int]:
    return sorted(value for value in values if isinstance(value, int))


def in_words(
    kind: str,
    facts: Mapping[str, Any],
    *,
    people: Mapping[int, str],
    reader: int | None = None,
    things: Things = NUMBERED,
) -> str:
    """Say what an entry tells, in a sentence; to a reader who is part of it as “you”."""
    said = SENTENCES.get(kind, f"{kind}.").format_map(_Spoken(facts, people, reader, things))
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
            return f": {self['why']}" if self._facts.get("why", "") != "" else "."
        if asked == "post":
            return self._post()
        name = asked.removesuffix("_s")
        value = self._facts.get(name, "")
        if name in WHO:
            return self._who(value, owns=name != asked)
        return self._things.called(name, value) or shown(name, value)

    def _post(self) -> str:
        author, _ = self._things.posts.get(self._facts.get("message", 0), (None, ""))
        whose = "your " if author is not None and author == self._reader else ""
        return f"{whose}post {self['message']}"

    def _who(self, person: Any, *, owns: bool) -> str:
        if person is not None and person == self._reader:
            return "your" if owns else "you"
        name = ERASED if person is None else self._people.get(person, "somebody")
        return f"{name}'s" if owns else name


def shown(name: str, value: Any) -> str:
    """Give one fact as people read it."""
    if value is None:
        return ERASED
    if name in SHOWN:
        return SHOWN[name](value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _network(name: str) -> str:
    connector = api.all_connectors().get(name)
    return connector.name if connector else name


SHOWN: Mapping[str, Callable[[str], str]] = {
    "due_at": lambda at: moment(datetime.fromisoformat(at)),
    "until": lambda at: day(datetime.fromisoformat(at)),
    "network": _network,
}
