"""What is on its way across all accounts, for those who look after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from tabard.accounts.models import network_name
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.queries.deliveries import its_turn
from tabard.publishing.queries.freezes import frozen

S = DeliveryState
# After so long a post that nobody stops ought to have gone.
LATE_AFTER = timedelta(minutes=5)
# For so long it is of use to know what did not get there.
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Group:
    """One way in which deliveries stand: its name, what that means, and which they are."""

    name: str
    words: str
    are: Callable[[datetime], Q]


def _late(now: datetime) -> Q:
    waits = Q(state__in=[S.SCHEDULED, S.DUE, S.SENDING], due_at__lt=now - LATE_AFTER)
    return waits & its_turn() & ~frozen()


def _frozen(now: datetime) -> Q:
    return Q(state=S.SCHEDULED, due_at__lte=now) & its_turn() & frozen()


# The worst first, as somebody would go through them.
GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "late": Group("Late", "Should have gone by now, and nothing stops it.", _late),
        "unsure": Group(
            "Not sure", "The network is being asked whether it has it.", lambda _: Q(state=S.UNSURE)
        ),
        "failed": Group(
            "Failed",
            "Not on the network, in the last seven days.",
            lambda now: Q(state__in=[S.FAILED, S.EXPIRED], due_at__gt=now - LATELY),
        ),
        "held": Group(
            "Held", "Waits for a person. Its author was told.", lambda _: Q(state=S.HELD)
        ),
        "frozen": Group("Frozen", "Would have gone by now.", _frozen),
        "removing": Group(
            "Being taken down",
            "The network still has it, and is asked again.",
            lambda _: Q(state=S.REMOVING),
        ),
        "going": Group(
            "On its way",
            "Being sent, or taken and not confirmed yet.",
            lambda _: Q(state__in=[S.DUE, S.SENDING, S.SENT]),
        ),
        "scheduled": Group(
            "Scheduled",
            "Goes at its time.",
            lambda now: Q(state=S.SCHEDULED, due_at__gt=now),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many deliveries are in a group, in all and on each network."""

    key: str
    group: Group
    by_network: Mapping[str, int]

    @property
    def how_many(self) -> int:
        """How many there are on all networks."""
        return sum(self.by_network.values())

    @property
    def networks(self) -> list[tuple[str, str, int]]:
        """Give each network that has some: its short name, its name, and how many."""
        found = ((short, network_name(short), many) for short, many in self.by_network.items())
        return sorted((one for one in found if one[2]), key=lambda one: (-one[2], one[1]))


def queue(now: datetime) -> list[Counted]:
    """Count what is on its way, by how it stands and by network, in one query."""
    asked = {key: group.are(now) for key, group in GROUPS.items()}
    unfinished = Q(state__in=[*S]) & ~Q(state__in=[S.CONFIRMED, S.REMOVED, S.CANCELLED])
    lately = ~Q(state__in=[S.FAILED, S.EXPIRED]) | Q(due_at__gt=now - LATELY)
    counted = (
        Delivery.objects.filter(unfinished, lately)
        .values("version__account__network")
        .annotate(**{key: Count("pk", filter=which) for key, which in asked.items()})
        .order_by()
    )
    rows = cast("list[dict[str, Any]]", list(counted))
    return [
        Counted(key, group, {row["version__account__network"]: row[key] for row in rows})
        for key, group in GROUPS.items()
    ]


def in_queue(key: str, now: datetime, network: str = "") -> QuerySet[Delivery]:
    """Give the deliveries of a group, on all networks or one, the longest due first."""
    found = Delivery.objects.filter(GROUPS[key].are(now))
    if network:
        found = found.filter(version__account__network=network)
    return found.select_related("version__account", "version__message__author__service").order_by(
        "due_at", "pk"
    )
