"""Questions that people put to the record, and its answers in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.disclosure.models import Fact, Told
from tabard.people.models import Person
from tabard.record.models import Disclosure, Entry
from tabard.record.queries import WHO, facts_of, in_words, people_in, shown

NAMES = {
    "by": "By",
    "why": "Reason",
    "due_at": "Due",
    "how_many": "How many",
    "message": "Post",
    "network_id": "The network's own name for it",
    "stable_id": "The network's own name for the account",
    "until": "Until",
    "url": "Address",
}
PAGES = {"message": "publishing:post", "application": "accreditation:application"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries somebody wants to read; what is None or empty does not matter."""

    person: Person | None = None
    kind: str = ""
    message: int | None = None
    first_day: date | None = None
    last_day: date | None = None


def entries(asked: Asked, *, about: Person | None) -> QuerySet[Entry]:
    """Give the entries that are asked for, of everybody or about one person, newest first."""
    found = Entry.objects.select_related("link").prefetch_related("disclosures").order_by("-pk")
    if about:
        found = found.filter(_concerns(about))
    if asked.person:
        found = found.filter(_concerns(asked.person))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.message is not None:
        found = found.filter(pk__in=_having(["message"], asked.message))
    return found.filter(_between(asked.first_day, asked.last_day))


def _concerns(person: Person) -> Q:
    # Each half has an index of its own; an OR between them would have none.
    told = Entry.objects.filter(people__contains=[person.pk]).order_by().values("pk")
    return Q(pk__in=told.union(_having(WHO, person.pk)))


def _having(names: Sequence[str], value: int) -> QuerySet[Disclosure, Any]:
    facts = Disclosure.objects.filter(name__in=names, value=value)
    return facts.order_by().values("entry")


def _between(first: date | None, last: date | None) -> Q:
    asked = Q()
    if first:
        asked &= Q(at__gte=_midnight(first))
    if last:
        asked &= Q(at__lt=_midnight(last + timedelta(days=1)))
    return asked


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def told(some: Iterable[Entry]) -> list[Told]:
    """Put entries into words, with the names of all the people and accounts in two queries."""
    known = [(entry, facts_of(entry)) for entry in some]
    facts = [one for _, one in known]
    people = {one.pk: one.name for one in Person.objects.in_bulk(people_in(facts)).values()}
    accounts = _accounts(facts)
    return [_told(entry, one | _named(one, accounts), people) for entry, one in known]


def _accounts(facts: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    numbers = {account for one in facts if isinstance(account := one.get("account"), int)}
    return {
        pk: f"{account} on {account.network_name}"
        for pk, account in Account.objects.in_bulk(numbers).items()
    }


def _named(facts: Mapping[str, Any], accounts: Mapping[int, str]) -> dict[str, str]:
    name = accounts.get(facts.get("account", 0))
    return {"account": name} if name else {}


def _told(entry: Entry, facts: Mapping[str, Any], people: Mapping[int, str]) -> Told:
    return Told(
        entry=entry,
        sentence=in_words(entry.kind, facts, people=people),
        facts=[_fact(one, facts, people) for one in entry.disclosures.all()],
        link=getattr(entry, "link", None),
    )


def _fact(one: Disclosure, facts: Mapping[str, Any], people: Mapping[int, str]) -> Fact:
    value = facts[one.name]
    return Fact(
        name=NAMES.get(one.name, one.name.replace("_", " ").capitalize()),
        value=people.get(value, shown(one.name, value))
        if one.name in WHO
        else shown(one.name, value),
        url=reverse(PAGES[one.name], args=[value]) if one.name in PAGES and value else "",
        commitment=one.commitment,
        is_erased=one.is_erased,
    )
