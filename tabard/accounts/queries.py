"""Questions across accounts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils import timezone

from tabard.accounts.models import (
    SOON,
    Account,
    AccountState,
    Connection,
    Health,
    Holding,
    KeptName,
    Registration,
    Ticket,
    UnusedLeave,
    known_by_address,
    needs_application,
    network_name,
)
from tabard.accounts.settings import COUNCILLORS, RESERVED_NAMES
from tabard.connectors import api
from tabard.council.models import Council
from tabard.naming.known import Known
from tabard.naming.networks import RULES, label_of
from tabard.people.models import Person

ASKED_FOR = "a name that a colleague has asked for"


def held_by(person: Person) -> QuerySet[Account]:
    """Give the accounts that a person holds today."""
    return Account.objects.filter(holdings__person=person, holdings__until=None)


def is_locked(person: Person) -> bool:
    """Say whether no access speaks for somebody: they are suspended, or their sign-in is closed."""
    locked = Q(access_lock__isnull=False) | Q(is_active=False)
    return Person.objects.filter(locked, pk=person.pk).exists()


def with_holders(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Have each account tell, as `held_today`, who holds it now."""
    held = Holding.objects.filter(until=None).select_related("person")
    return accounts.prefetch_related(Prefetch("holdings", held, to_attr="held_today"))


def with_health(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Have each account tell, as `health`, how well it can be reached, and its connection."""
    now = timezone.now()
    health = Case(
        When(connection=None, state=AccountState.CONNECTED, then=Value(Health.LOST)),
        When(state=AccountState.LOST, then=Value(Health.LOST)),
        When(state=AccountState.ENDED, then=Value(Health.NONE)),
        When(connection__ends_at__lte=now, then=Value(Health.OVER)),
        When(~Q(connection__doubt=""), then=Value(Health.DOUBT)),
        When(connection__ends_at__lte=now + SOON, then=Value(Health.SOON)),
        When(
            Q(connection__writes_left=0, connection__writes_until__gt=now)
            | Q(connection__reads_left=0, connection__reads_until__gt=now),
            then=Value(Health.PAUSED),
        ),
        When(~Q(connection__trouble=""), then=Value(Health.TROUBLE)),
        default=Value(Health.WORKING),
        output_field=CharField(),
    )
    found = accounts.annotate(health=health).select_related("connection__connected_by")
    return found.defer("connection__sealed")


def to_look_at(now: datetime) -> QuerySet[Connection]:
    """Give the connections of which it is time to see whether they still are what they were."""
    time_has_come = Q(look_at=None) | Q(look_at__lte=now)
    theirs = Q(account__state=AccountState.CONNECTED, account__network__in=api.all_connectors())
    return Connection.objects.filter(time_has_come, theirs).order_by("look_at", "pk")


def asked_there() -> set[str]:
    """Give the networks on whose own page leave is given."""
    found = api.all_connectors().items()
    return {key for key, connector in found if issubclass(connector, api.AsksLeave)}


def connections(network: str = "", health: str = "") -> QuerySet[Account]:
    """Give the accounts that are the council's, of one network or health; the worst come first."""
    found = with_health(with_holders(Account.objects.exclude(state=AccountState.ENDED)))
    if network:
        found = found.filter(network=network)
    if health:
        found = found.filter(Q(("health", health)))
    worst_first = Case(
        *(When(health=one, then=place) for place, one in enumerate(Health)),
        output_field=IntegerField(),
    )
    return found.order_by(worst_first, "network", "handle", "pk")


def formerly_held_by(person: Person) -> QuerySet[Account]:
    """Give the accounts that a person held once and holds no longer."""
    return (
        Account.objects.filter(holdings__person=person, holdings__until__isnull=False)
        .exclude(pk__in=held_by(person))
        .select_related("connection")
        .defer("connection__sealed")
        .distinct()
    )


def open_to_write(person: Person) -> QuerySet[Account]:
    """Give the accounts from which a person can write: held, and not ended."""
    return held_by(person).exclude(state=AccountState.ENDED)


def open_tickets(person: Person) -> QuerySet[Ticket]:
    """Give the permissions to connect that can still be used."""
    return Ticket.objects.filter(person=person, used_at=None, until__gt=timezone.now())


def named(network: str, *, handle: str | None, stable_id: str | None) -> QuerySet[Account]:
    """Find the accounts that go by this handle or identifier on a network."""
    asked = Q(pk=None)
    if handle:
        asked |= Q(lower_handle=handle.lower())
    if stable_id:
        asked |= Q(stable_id=stable_id)
    # Written as the index is, which ILIKE and UPPER would pass by.
    return Account.objects.alias(lower_handle=Lower("handle")).filter(asked, network=network)


def registered(network: str, server: str, back_to: str) -> api.Application | None:
    """Give what a server knows the council's software by, if it may be asked for all rights."""
    server = "" if known_by_address(network) else server
    found = Registration.objects.filter(network=network, server=server, back_to=back_to).first()
    if found is None or not set(rights_to_register(network)) <= set(found.rights):
        return None
    return found.application


def rights_to_register(network: str) -> list[str]:
    """Name the rights that a server is told of when software makes itself known there."""
    connector = api.all_connectors().get(network)
    if connector is None or not issubclass(connector, api.Registers):
        return []
    return list(connector.rights()) if issubclass(connector, api.AsksLeave) else []


def application_of(network: str) -> api.Application | None:
    """Give what a network knows the council by, wherever it sends people back to."""
    connector = needs_application(network)
    if connector is None:
        return None
    return application_at(network, connector.server())


def application_at(network: str, server: str) -> api.Application | None:
    """Give what one server of a network has known the council by last."""
    server = "" if known_by_address(network) else server
    made = Registration.objects.filter(network=network, server=server)
    found = made.order_by("-registered_at", "-pk").first()
    return found.application if found else None


@dataclass(frozen=True, slots=True)
class SetUp:
    """One installed network, and the developer application of the council there."""

    key: str
    name: str
    is_needed: bool
    made: Registration | None

    def leads_back(self, back_to: str) -> bool:
        """Say whether the network sends people back to where we are now."""
        return self.made is not None and self.made.back_to == back_to


def set_ups() -> list[SetUp]:
    """Give every installed network; those that need a developer application come first."""
    made = {one.network: one for one in Registration.objects.order_by("registered_at", "pk")}
    found = []
    for key, connector in api.all_connectors().items():
        needed = needs_application(key) is not None
        found.append(SetUp(key, connector.name, needed, made.get(key) if needed else None))
    return sorted(found, key=lambda one: (not one.is_needed, one.name))


def unused_leave(number: int, person: Person) -> QuerySet[UnusedLeave]:
    """Give leave that a person gave and may still use."""
    return UnusedLeave.objects.filter(pk=number, person=person, until__gt=timezone.now())


def is_in_use(network: str, stable_ids: Iterable[str]) -> bool:
    """Say whether Tabard has access to one of some accounts of a network."""
    held = Account.objects.filter(network=network, stable_id__in=stable_ids)
    return held.filter(connection__isnull=False).exists()


def not_set_up(networks: Iterable[str]) -> set[str]:
    """Give those of some networks that want a developer application and have none."""
    needed = {network for network in networks if needs_application(network) is not None}
    if not needed:
        return set()
    made = Registration.objects.filter(network__in=needed)
    return needed - set(made.values_list("network", flat=True))


@dataclass(frozen=True, slots=True)
class Network:
    """A network on which somebody can ask for a name, and whether it can be connected."""

    key: str
    name: str
    can_be_connected: bool


def networks() -> list[Network]:
    """Give every network of which something is known; those that can be connected come first."""
    connected = api.all_connectors()
    found = [Network(one, network_name(one), one in connected) for one in {*RULES, *connected}]
    return sorted(found, key=lambda one: (not one.can_be_connected, one.key))


def names_kept_for(person: Person) -> QuerySet[KeptName]:
    """Give the names that are kept for somebody on networks that cannot be connected yet."""
    kept = KeptName.objects.filter(person=person)
    return kept.exclude(network__in=list(api.all_connectors()))


def known_names(person: Person, *, besides: tuple[str, str] = ("", "")) -> Known:
    """Give the names that a person cannot have: others', reserved ones and councillors'.

    Left out is the account `besides`, by its network and stable identifier. In six queries.
    """
    council = Council.here()
    return Known.of(
        taken=dict(_taken(person, besides)),
        reserved=RESERVED_NAMES.value,
        councillors=COUNCILLORS.value,
        around=[council.name, council.short_name, person.name, person.job_title],
        council=[council.name, council.short_name],
    )


def _taken(person: Person, besides: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Give the handles that others have or have asked for, each with what it is."""
    kept = KeptName.objects.filter(person__left_at=None).exclude(person=person)
    for network, handle in kept.values_list("network", "handle"):
        yield label_of(handle, network), ASKED_FOR
    agreed = Ticket.objects.filter(used_at=None, until__gt=timezone.now()).exclude(person=person)
    for network, handle in agreed.exclude(handle="").values_list("network", "handle"):
        yield label_of(handle, network), ASKED_FOR
    # Also of those that are no longer ours: whoever followed one would follow the other.
    others = Account.objects.exclude(holdings__person=person)
    network, stable_id = besides
    others = others.exclude(network=network, stable_id=stable_id)
    for network, handle in others.values_list("network", "handle"):
        yield label_of(handle, network), f"an account of the council on {network_name(network)}"
