"""Having words checked with what the council knows of itself, and holds to be serious."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from threading import Lock
from time import monotonic

from django.utils import timezone
from django.utils.crypto import salted_hmac

from tabard.accounts.models import Account
from tabard.accounts.settings import COUNCILLORS
from tabard.checks.api import (
    Checks,
    Election,
    Facts,
    Finding,
    Level,
    Part,
    Picture,
    Text,
    Written,
)
from tabard.composing.models import LinkedPage, Message, Seen, Version
from tabard.composing.queries import excerpt_of, pages_of
from tabard.composing.settings import (
    ALLOWED,
    BUSINESSES,
    CASE_REFERENCES,
    CHECK_LEVELS,
    CHECKS_OFF,
    EXEMPT_PROJECTS,
    INTERNAL_HOSTS,
    OWN_ADDRESSES,
    OWN_DOMAINS,
    OWN_NUMBERS,
    PHRASES,
    PLACES,
    PUBLIC_REFERENCES,
    ROADS,
    SWEARWORDS,
    levels_of,
    phrase_of,
)
from tabard.composing.work.following import linked_in
from tabard.composing.work.relaxing import relax
from tabard.council.models import Council, Occasion, OccasionKind
from tabard.council.queries import values
from tabard.people.models import Person

SALT = "tabard.composing.work.checking"
# Seconds for which what the council knows of itself is not asked anew.
KEPT_FOR = 10.0
# What is noticed where a check broke.
COULD_NOT_LOOK = "could_not_look"


@dataclass(frozen=True, slots=True)
class Checking:
    """The checks that are on, made for this council, with the levels that it gives them."""

    checks: Checks
    levels: dict[str, Level]

    def look(
        self,
        words: str,
        alts: Iterable[str] = (),
        *,
        networks: Iterable[str],
        own: Mapping[Account, str] | None = None,
        at: datetime | None,
        pages: Mapping[str, LinkedPage] | None = None,
    ) -> list[Seen]:
        """Have words and alt texts checked for every network; what is noticed twice is one."""
        described = [Text(alt) for alt in alts]
        pictures = tuple(Picture(alt) for alt in described)
        found: dict[str, Seen] = {}
        for account, text, network in _said(words, networks, own or {}):
            linked = linked_in(text.written, pages or {})
            written = Written(text, network=network, at=at, pictures=pictures, **linked)
            looked = self.checks.look(written)
            broken = (_could_not_look(name) for name in looked.could_not)
            for one in (*looked.findings, *broken):
                texts = {
                    Part.WORDS: [text],
                    Part.ALT_TEXT: described,
                    Part.LINKED_PAGE: [*written.linked_pages],
                    Part.RESHARED: [written.reshared] if written.reshared else [],
                }
                where = account if one.part != Part.ALT_TEXT else None
                seen = _seen(self._levelled(one), texts, where)
                found.setdefault(seen.fingerprint, seen)
        return sorted(found.values(), key=_gravest_first)

    def _levelled(self, finding: Finding) -> Finding:
        if finding.kind == COULD_NOT_LOOK:
            return finding
        return replace(finding, level=self.levels.get(finding.check, finding.level))


def _said(
    words: str, networks: Iterable[str], own: Mapping[Account, str]
) -> Iterator[tuple[Account | None, Text, str]]:
    """Give what is said on each network, and by an account that says it differently."""
    shared = list(dict.fromkeys(networks))
    # What every account says differently goes nowhere as it stands in the message.
    if shared or not own:
        text = Text(words)
        yield from ((None, text, network) for network in shared or [""])
    yield from ((account, Text(said), account.network) for account, said in own.items())


def _could_not_look(name: str) -> Finding:
    """Let people know that a check said nothing because it broke."""
    return Finding(
        COULD_NOT_LOOK,
        0,
        0,
        "This check has broken down, so it says nothing about your post.",
        "Look for it yourself this time.",
        1.0,
        Level.ADVICE,
        check=name,
    )


def _seen(finding: Finding, texts: dict[Part, list[Text]], account: Account | None) -> Seen:
    of_part = texts.get(finding.part, [])
    text = of_part[finding.which].written if finding.which < len(of_part) else ""
    words = text[finding.start : finding.end]
    # Pictures can be put in another order.
    which = 0 if finding.part == Part.ALT_TEXT else finding.which
    known_by = f"{finding.check} {finding.kind} {finding.part} {which} {words.casefold()}"
    mark = salted_hmac(SALT, known_by, algorithm="sha256").hexdigest()[:32]
    return Seen(finding, excerpt_of(words), mark, account)


def _gravest_first(seen: Seen) -> tuple[int, str, int, int]:
    one = seen.finding
    return -one.level.weight, one.part, one.which, one.start


class _Kept[T]:
    """Something that is made anew when it was asked for longest ago, and by one at a time."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, Lock()
        self._kept: tuple[float, T] | None = None

    def now(self) -> T:
        with self._lock:
            if self._kept is None or monotonic() - self._kept[0] > KEPT_FOR:
                self._kept = monotonic(), self._make()
            return self._kept[1]


@dataclass(frozen=True, slots=True)
class Told:
    """What a council has entered in its settings, in the order in which they are asked for."""

    off: list[str]
    levels: list[str]
    numbers: list[str]
    addresses: list[str]
    domains: list[str]
    places: list[str]
    roads: list[str]
    projects: list[str]
    hosts: list[str]
    businesses: list[str]
    phrases: list[str]
    councillors: list[str]
    public_references: list[str]
    case_references: list[str]
    allowed: list[str]
    swearwords: list[str]


TOLD = (
    CHECKS_OFF,
    CHECK_LEVELS,
    OWN_NUMBERS,
    OWN_ADDRESSES,
    OWN_DOMAINS,
    PLACES,
    ROADS,
    EXEMPT_PROJECTS,
    INTERNAL_HOSTS,
    BUSINESSES,
    PHRASES,
    COUNCILLORS,
    PUBLIC_REFERENCES,
    CASE_REFERENCES,
    ALLOWED,
    SWEARWORDS,
)


def facts_from(told: Told) -> Facts:
    """Gather what the council knows of itself."""
    council = Council.here()
    names = Person.objects.filter(is_active=True).values_list("first_name", "last_name")
    return Facts(
        numbers=tuple(told.numbers),
        addresses=tuple(told.addresses),
        domains=(*([council.domain] if council.domain else []), *told.domains),
        places=tuple(told.places),
        roads=tuple(told.roads),
        colleagues=tuple(f"{first} {last}" for first, last in names),
        public_figures=tuple(told.councillors),
        councillors=tuple(told.councillors),
        exempt_projects=tuple(told.projects),
        internal_hosts=tuple(told.hosts),
        businesses=tuple(told.businesses),
        phrases=tuple(phrase_of(line) for line in told.phrases),
        public_references=tuple(told.public_references),
        case_references=tuple(told.case_references),
        allowed=tuple(told.allowed),
        swearwords=tuple(levels_of(told.swearwords).items()),
        elections=tuple(_elections()),
        own_names=("the council", "we", council.name, council.short_name),
    )


def _elections() -> Iterable[Election]:
    today = timezone.localdate()
    coming = Occasion.objects.filter(kind=OccasionKind.ELECTION, last_day__gte=today)
    for one in coming:
        yield Election(
            one.name,
            starts=_midnight(one.first_day),
            ends=_midnight(one.last_day + timedelta(days=1)),
            candidates=tuple(one.candidates),
            parties=tuple(one.parties),
            slogans=tuple(one.slogans),
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def make_checking() -> Checking:
    """Make the checks for what the council knows of itself now, in four queries."""
    return _made(Told(*values(TOLD)))


def _made(told: Told) -> Checking:
    return Checking(Checks.of(facts_from(told), without=told.off), levels_of(told.levels))


_checking = _Kept(make_checking)


def look(
    words: str,
    alts: Iterable[str] = (),
    *,
    networks: Iterable[str],
    own: Mapping[Account, str] | None = None,
    at: datetime | None = None,
    pages: Mapping[str, LinkedPage] | None = None,
) -> list[Seen]:
    """Have words checked, and those that some accounts say in their place.

    What a council changed of it counts within ten seconds.
    """
    at = at or timezone.now()
    return _checking.now().look(words, alts, networks=networks, own=own, at=at, pages=pages)


def look_at(message: Message) -> dict[str, Seen]:
    """Have a message checked as it stands, for where and when it goes; by fingerprint."""
    own, networks = own_words_in(message.versions.select_related("account"))
    pages = pages_of(message, message.words, *own.values())
    noticed = look(
        message.words, message.alts, networks=networks, own=own, at=message.due_at, pages=pages
    )
    return {one.fingerprint: one for one in relax(noticed, message.lets_be)}


def own_words_in(versions: Iterable[Version]) -> tuple[dict[Account, str], list[str]]:
    """Give what accounts say differently, and the networks on which the rest says the same."""
    versions = list(versions)
    own = {one.account: one.own_words for one in versions if one.own_words}
    return own, [one.account.network for one in versions if not one.own_words]


def running() -> frozenset[str]:
    """Name the checks that are on."""
    return frozenset(_checking.now().checks.checks)
