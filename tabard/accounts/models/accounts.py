"""Accounts, who holds them, their connections, and the leave to connect one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Lower

from tabard.common.lifecycle import Lifecycle
from tabard.connectors import api
from tabard.council.models import Service
from tabard.naming.networks import RULES
from tabard.people.models import Person

# The network inside the product, whose accounts we open ourselves.
PRACTICE = "practice"
# How long after an account ended its access is kept, for taking posts down and nothing else.
ACCESS_IS_KEPT = timedelta(days=30)


class AccountState(models.TextChoices):
    """How an account stands to the council."""

    CONNECTED = "connected", "Connected"
    LOST = "lost", "Connection lost"
    ENDED = "ended", "No longer the council's"


LIFECYCLE = Lifecycle(
    AccountState.CONNECTED,
    lose=({AccountState.CONNECTED}, AccountState.LOST),
    reconnect=(
        {AccountState.CONNECTED, AccountState.LOST, AccountState.ENDED},
        AccountState.CONNECTED,
    ),
    end=({AccountState.CONNECTED, AccountState.LOST}, AccountState.ENDED),
    wake=({AccountState.ENDED}, AccountState.LOST),
)


class AccountKind(models.TextChoices):
    """Whose voice residents hear from an account."""

    PERSONAL = "personal", "One person's"
    TEAM = "team", "A team's or a service's"
    CORPORATE = "corporate", "The whole council's"


# Held by several people, who come and go while the account stays.
SHARED = frozenset({AccountKind.TEAM, AccountKind.CORPORATE})
LONGEST_PUBLIC_NAME = 100


def network_name(network: str) -> str:
    """Give a network's name for people, also when its connector is no longer installed."""
    connector = api.all_connectors().get(network)
    if connector:
        return connector.name
    return RULES[network].name if network in RULES else network


def finds_server(network: str) -> type[api.FindsServer] | None:
    """Give the connector of a network that finds where an account lives by its handle."""
    connector = api.all_connectors().get(network)
    if connector is not None and issubclass(connector, api.FindsServer):
        return connector
    return None


@dataclass(frozen=True, slots=True)
class Presentation:
    """How an account is to be presented, as it was agreed on."""

    kind: AccountKind = AccountKind.PERSONAL
    public_name: str = ""
    service: Service | None = None
    shows_people: bool = True


class Presented(models.Model):
    """How residents meet an account: as whose it is, under which name, with which people."""

    kind = models.CharField(max_length=20, choices=AccountKind, default=AccountKind.PERSONAL)
    # The name that was agreed on; empty where the account goes by the name of the one who holds it.
    public_name = models.CharField(max_length=LONGEST_PUBLIC_NAME, blank=True)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shows_people = models.BooleanField(default=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_without_people_or_of_several_has_a_public_name",
                condition=models.Q(kind="personal", shows_people=True) | ~models.Q(public_name=""),
            ),
        ]

    @property
    def presentation(self) -> Presentation:
        """How it is presented."""
        kind = AccountKind(self.kind)
        return Presentation(kind, self.public_name, self.service, self.shows_people)

    @presentation.setter
    def presentation(self, agreed: Presentation) -> None:
        self.kind, self.public_name = agreed.kind, agreed.public_name
        self.service, self.shows_people = agreed.service, agreed.shows_people

    @property
    def is_shared(self) -> bool:
        """Whether several people hold it, or can."""
        return self.kind in SHARED


class Account(Presented):
    """One official profile on one network. It is known by the network's own stable identifier."""

    network = models.CharField(max_length=50)
    server = models.CharField(max_length=300)
    stable_id = models.CharField(max_length=300)
    handle = models.CharField(max_length=300)
    display_name = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500)
    state = models.CharField(max_length=20, choices=AccountState, default=AccountState.CONNECTED)
    official_from = models.DateTimeField()
    official_until = models.DateTimeField(null=True, blank=True)
    # Whether it was closed with care, as after somebody has died: residents are told less then.
    is_at_rest = models.BooleanField(default=False)
    # Where people can go now that it is not the council's any more.
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            *Presented.Meta.constraints,
            models.UniqueConstraint(
                fields=["network", "stable_id"], name="one_account_per_stable_identifier"
            ),
            models.CheckConstraint(
                name="account_is_not_its_own_successor",
                condition=~models.Q(successor=models.F("pk")),
            ),
            models.CheckConstraint(
                name="only_an_ended_account_is_at_rest",
                condition=models.Q(is_at_rest=False) | models.Q(state="ended"),
            ),
            models.CheckConstraint(
                name="only_an_ended_account_has_a_successor",
                condition=models.Q(successor=None) | models.Q(state="ended"),
            ),
            models.CheckConstraint(
                name="account_has_an_end_exactly_when_it_ended",
                condition=models.Q(state="ended", official_until__isnull=False)
                | (~models.Q(state="ended") & models.Q(official_until=None)),
            ),
        ]
        indexes = [models.Index(Lower("handle"), name="accounts_account_handle")]

    def __str__(self) -> str:
        return f"@{self.handle.removeprefix('@')}"

    @property
    def network_name(self) -> str:
        """The network's name for people."""
        return network_name(self.network)

    @property
    def asked_for_at(self) -> str:
        """What leads to the page on which leave is given anew: its handle, or its server."""
        return self.handle if finds_server(self.network) else self.server

    @property
    def is_practice(self) -> bool:
        """Whether the account lives on the network inside the product."""
        return self.network == PRACTICE

    @property
    def name(self) -> str:
        """What it is called: by the name agreed on, or the one that it has on its network."""
        return self.public_name or self.display_name or str(self)

    @property
    def connected_at(self) -> datetime | None:
        """When it was connected last; None where there is no access to it any more."""
        return self.connection.connected_at if hasattr(self, "connection") else None

    @property
    def access_kept_until(self) -> datetime | None:
        """Until when posts can be taken down from an ended account; None where they cannot be."""
        if self.official_until is None or not hasattr(self, "connection"):
            return None
        return self.official_until + ACCESS_IS_KEPT


class EarlierTime(models.Model):
    """A time in which an account was the council's, before the one that it has now."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="earlier_times")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                name="earlier_time_runs_forward", condition=models.Q(until__gte=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} from {self.since} until {self.until}"


class Holding(models.Model):
    """A person's hold of an account, from one day until another."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # Whether it ended because the person died, while others hold the account; if that was a
    # mistake, they hold it again.
    rests = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person"],
                condition=models.Q(until=None),
                name="one_open_holding_per_person_and_account",
            ),
            models.CheckConstraint(
                name="only_an_ended_holding_rests",
                condition=models.Q(rests=False) | models.Q(until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} holds {self.account}"


class Ticket(Presented):
    """Leave to connect one account on one network, once, until a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tickets")
    network = models.CharField(max_length=50)
    handle = models.CharField(max_length=300, blank=True, help_text="The handle agreed on.")
    # Whether it is for the account of that handle alone, which exists already.
    is_exact = models.BooleanField(default=False)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            *Presented.Meta.constraints,
            models.CheckConstraint(
                name="exact_ticket_names_its_account",
                condition=models.Q(is_exact=False) | ~models.Q(handle=""),
            ),
        ]

    def __str__(self) -> str:
        return f"ticket for {self.person} on {self.network}"

    @property
    def network_name(self) -> str:
        """The network's name for people."""
        return network_name(self.network)

    @property
    def what_to_do(self) -> str:
        """What its holder does with it, in a few words."""
        if self.public_name:
            return f"Connect {self.public_name} on {self.network_name}"
        if self.is_exact:
            return f"Connect {self.handle} on {self.network_name}"
        if self.network == PRACTICE:
            return "Open a practice account"
        return f"Connect {self.network_name}"

    def has_run_out(self, now: datetime) -> bool:
        """Say whether its time is over."""
        return self.until <= now
