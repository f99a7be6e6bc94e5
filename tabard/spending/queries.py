"""What posts cost on a day, and what was spent in a month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import Sum as Total
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from tabard.accounts.models import Account, AccountState, network_name
from tabard.connectors import api
from tabard.spending.models import (
    Bill,
    Cap,
    Charge,
    Price,
    Sum,
    charged_for,
    known_prices,
)
from tabard.spending.settings import ACCOUNT_CAP, COUNCIL_CAP

type Prices = Mapping[tuple[str, str], Decimal]
# An account, and the words of each post that goes to it.
type Posts = tuple[Account, Sequence[str]]


def prices_on(day: date, networks: Iterable[str]) -> Prices:
    """Give what things cost on some networks on a day: what the council entered, or is known."""
    networks = set(networks)
    known = {
        (network, what): amount
        for network in networks
        for what, amount in known_prices(network).items()
    }
    if not networks:
        return known
    entered = Price.objects.filter(network__in=networks, from_day__lte=day)
    last = entered.order_by("network", "what", "-from_day").distinct("network", "what")
    return known | {(one.network, one.what): one.amount for one in last}


@dataclass(slots=True)
class Ledger:
    """The prices of a day, and what of its month is spent and may be."""

    month: date
    prices: Prices
    cap: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    cap_of_each: Decimal = Decimal(0)
    caps: Mapping[int, Decimal] = field(default_factory=dict)
    spent_from: dict[int, Decimal] = field(default_factory=dict)

    @property
    def charges(self) -> bool:
        """Whether any of its networks charges for anything."""
        return any(self.prices.values())

    def bill(self, posts: Iterable[Posts], *, described: int) -> Bill:
        """Give what posts cost; of each account, the pictures go with the first one."""
        sums = (self._sum(account, some, described) for account, some in posts)
        return Bill(self.month, tuple(one for one in sums if one.cost), self.spent, self.cap)

    def take(self, bill: Bill) -> None:
        """Count what is about to be spent as spent."""
        self.spent += bill.cost
        for one in bill.sums:
            number = one.account.pk
            self.spent_from[number] = self.spent_from.get(number, Decimal(0)) + one.cost

    def _sum(self, account: Account, posts: Sequence[str], described: int) -> Sum:
        network = account.network
        cost = cost_of(self.prices, network, posts, described=described)
        bare = cost_of(self.prices, network, [""] * len(posts), described=described)
        return Sum(
            account,
            cost,
            self.spent_from.get(account.pk, Decimal(0)),
            self.caps.get(account.pk, self.cap_of_each),
            bare if bare < cost else None,
        )


def cost_of(prices: Prices, network: str, posts: Sequence[str], *, described: int) -> Decimal:
    """Give what posts to one account of a network cost at these prices."""
    things = (
        what
        for place, words in enumerate(posts)
        for what in charged_for(network, words, described=0 if place else described)
    )
    return sum((prices[network, what] for what in things), Decimal(0))


def ledger(accounts: Iterable[Account], at: datetime) -> Ledger:
    """Give what of the month of a moment is spent, and may be; nothing where nothing is charged."""
    accounts = list(accounts)
    day = timezone.localdate(at)
    kept = Ledger(first_of_month(day), prices_on(day, {one.network for one in accounts}))
    if not kept.charges:
        return kept
    numbers = [one.pk for one in accounts]
    spent = dict(charges_in(at).values_list("account").annotate(total=Total("amount")))
    caps = Cap.objects.filter(account__in=numbers).values_list("account", "dollars")
    kept.cap, kept.cap_of_each = Decimal(COUNCIL_CAP.value), Decimal(ACCOUNT_CAP.value)
    kept.caps = {number: Decimal(most) for number, most in caps}
    kept.spent = sum(spent.values(), Decimal(0))
    kept.spent_from = {number: spent.get(number, Decimal(0)) for number in numbers}
    return kept


def bill_of(posts: Iterable[Posts], *, described: int, at: datetime | None) -> Bill:
    """Give what posts cost that go at a time, or now, beside what is spent in that month."""
    posts = list(posts)
    kept = ledger((account for account, _ in posts), at or timezone.now())
    return kept.bill(posts, described=described)


def first_of_month(day: date) -> date:
    """Give the first day of a month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Give the first day of the month after."""
    return first_of_month(first_of_month(day) + timedelta(days=31))


def charges_in(at: datetime) -> QuerySet[Charge]:
    """Give what was charged in the month of a moment, in no order, so that it can be added up."""
    day = timezone.localdate(at)
    start, end = _begins(first_of_month(day)), _begins(next_month(day))
    return Charge.objects.filter(at__gte=start, at__lt=end).order_by()


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True, slots=True)
class Spent:
    """What the posts on one network, or on all, have cost in a month."""

    name: str
    posts: int
    amount: Decimal


def spent_by_network(at: datetime) -> list[Spent]:
    """Give what the month of a moment has cost on each network, the dearest first."""
    found = charges_in(at).values("account__network")
    counted = found.annotate(posts=Count("pk"), total=Total("amount")).order_by("-total")
    return [
        Spent(network_name(one["account__network"]), one["posts"], one["total"]) for one in counted
    ]


def charging_networks(day: date) -> set[str]:
    """Give the networks on which something of a post costs something on a day."""
    prices = prices_on(day, api.all_connectors())
    return {network for (network, _), amount in prices.items() if amount}


def accounts_that_cost(at: datetime) -> QuerySet[Account]:
    """Give the accounts that have spent, or can, with what they spent, their cap and what is left.

    Those that spent most come first.
    """
    of_month = charges_in(at).filter(account=OuterRef("pk")).values("account")
    counted = of_month.annotate(posts=Count("pk"), total=Total("amount"))
    spent = Coalesce(Subquery(counted.values("total")), Value(Decimal(0)))
    most = Coalesce(F("cap__dollars"), Value(ACCOUNT_CAP.value))
    can = Q(network__in=charging_networks(timezone.localdate(at))) & ~Q(state=AccountState.ENDED)
    return (
        Account.objects.annotate(
            spent=spent, posts=Coalesce(Subquery(counted.values("posts")), Value(0)), most=most
        )
        .annotate(left=Greatest(F("most") - F("spent"), Value(Decimal(0))))
        .filter(can | Q(spent__gt=0))
        .select_related("cap")
        .order_by("-spent", "network", "handle", "pk")
    )


@dataclass(frozen=True, slots=True)
class Priced:
    """One thing that a network charges for: today's price, and the ones to come."""

    network: str
    what: str
    amount: Decimal
    since: date | None
    to_come: tuple[Price, ...]

    @property
    def network_name(self) -> str:
        """The name of its network."""
        return network_name(self.network)


def price_list(today: date) -> list[Priced]:
    """Give every thing that posts can be charged for, on every network that can be reached."""
    entered = defaultdict[tuple[str, str], list[Price]](list)
    for one in Price.objects.order_by("from_day"):
        entered[one.network, one.what].append(one)
    return [
        _priced(network, what, amount, entered[network, what], today)
        for network in sorted(api.all_connectors(), key=network_name)
        for what, amount in known_prices(network).items()
    ]


def _priced(
    network: str, what: str, known: Decimal, entered: Sequence[Price], today: date
) -> Priced:
    held = [one for one in entered if one.from_day <= today]
    to_come = tuple(one for one in entered if one.from_day > today)
    last = held[-1] if held else None
    amount, since = (last.amount, last.from_day) if last else (known, None)
    return Priced(network, what, amount, since, to_come)
