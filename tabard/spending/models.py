"""What networks charge for posts, what was charged, and the caps of accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models

from tabard.accounts.models import Account, network_name
from tabard.connectors import api
from tabard.connectors.links import links_in
from tabard.people.models import Person

# What any network may come to charge for; one that charges already tells it itself.
A_POST, A_POST_WITH_A_LINK = "a post", "a post with a link"
LONGEST_WHAT, LONGEST_REASON = 100, 500
# US dollars a month, so that a slip of the finger is no cap.
MOST_DOLLARS = 100_000


class Price(models.Model):
    """What a network charges for one thing from a day on, as the council entered it."""

    network = models.CharField(max_length=50)
    what = models.CharField(max_length=LONGEST_WHAT)
    # In US dollars, to a hundredth of a cent.
    amount = models.DecimalField(max_digits=9, decimal_places=4)
    from_day = models.DateField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["network", "what", "-from_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "what", "from_day"], name="one_price_for_a_thing_from_a_day"
            ),
            models.CheckConstraint(name="price_is_not_negative", condition=models.Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.what} on {self.network_name}"

    @property
    def network_name(self) -> str:
        """The name of its network."""
        return network_name(self.network)


class Cap(models.Model):
    """The most that one account may spend in a month, where it is not what all may."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="cap")
    # In US dollars.
    dollars = models.PositiveIntegerField()
    because = models.CharField(max_length=LONGEST_REASON)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cap_of_an_account_says_why", condition=~models.Q(because="")
            ),
        ]

    def __str__(self) -> str:
        return f"cap of {self.account}"


class Charge(models.Model):
    """What one post cost at the price of its day; it stands whatever becomes of prices."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="charges", db_index=False
    )
    # What was sent, so that it counts once, such as “delivery 12”.
    source = models.CharField(max_length=100, unique=True)
    amount = models.DecimalField(max_digits=9, decimal_places=4)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="charge_is_more_than_nothing", condition=models.Q(amount__gt=0)
            ),
        ]
        indexes = [models.Index(fields=["at", "account"], name="spending_charge_month")]

    def __str__(self) -> str:
        return f"{self.source} from {self.account}"


def known_prices(network: str) -> Mapping[str, Decimal]:
    """Give what posts are charged for on a network, at the prices that are known of it itself."""
    connector = api.all_connectors().get(network)
    if connector is not None and issubclass(connector, api.Priced):
        return connector.prices()
    return {A_POST: Decimal(0), A_POST_WITH_A_LINK: Decimal(0)}


def charged_for(network: str, words: str, *, described: int) -> Sequence[str]:
    """Name what a post with so many described pictures is charged for on a network."""
    connector = api.all_connectors().get(network)
    if connector is not None and issubclass(connector, api.Priced):
        sent = min(described, connector.limits.pictures)
        return connector.charges(words, described=sent)
    return [A_POST_WITH_A_LINK if links_in(words) else A_POST]


@dataclass(frozen=True, slots=True)
class Sum:
    """What is about to be spent from one account, beside what was spent in the month, in dollars.

    `without_link` is what it would cost if no link were in it, where that is less.
    """

    account: Account
    cost: Decimal
    spent: Decimal
    cap: Decimal
    without_link: Decimal | None = None

    @property
    def left(self) -> Decimal:
        """What may still be spent from the account before this."""
        return max(self.cap - self.spent, Decimal(0))

    @property
    def is_over(self) -> bool:
        """Whether it is more than the account may still spend."""
        return self.cost > self.left


@dataclass(frozen=True, slots=True)
class Bill:
    """What something costs on each account that costs anything, beside what the council spent."""

    month: date
    sums: tuple[Sum, ...]
    spent: Decimal
    cap: Decimal

    @property
    def cost(self) -> Decimal:
        """What all of it costs."""
        return sum((one.cost for one in self.sums), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What the council may still spend before this."""
        return max(self.cap - self.spent, Decimal(0))

    @property
    def is_over(self) -> bool:
        """Whether it is more than the council may still spend."""
        return self.cost > self.left

    @property
    def is_over_something(self) -> bool:
        """Whether it is more than the council, or one of its accounts, may still spend."""
        return self.is_over or any(one.is_over for one in self.sums)
