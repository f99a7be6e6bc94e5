"""Whom and what posts can name: the council's accounts, and what it keeps lists of."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Value, When

from tabard.accounts.models import Account, AccountKind, AccountState, network_name
from tabard.composing.settings import HASHTAGS, MENTIONS, mentions_of

# So that a page with all of them stays small; those of teams and of the council come first.
MOST_ACCOUNTS = 100


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who can be named on one network, by the handle that is theirs there."""

    name: str
    network: str
    handle: str

    @property
    def network_name(self) -> str:
        """The name of the network."""
        return network_name(self.network)


def mentions(networks: Collection[str]) -> list[Mention]:
    """Give whom posts on these networks can name: the council's accounts, and its own list."""
    personal = Case(
        When(kind=AccountKind.PERSONAL, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    accounts = Account.objects.filter(state=AccountState.CONNECTED, network__in=networks)
    ours = [
        Mention(one.name, one.network, str(one))
        for one in accounts.order_by(personal, "network", "handle")[:MOST_ACCOUNTS]
    ]
    others = [
        Mention(name, network, handle)
        for name, handles in mentions_of(MENTIONS.value)
        for network, handle in handles
        if network in networks
    ]
    return ours + others


def hashtags() -> list[str]:
    """Give the hashtags that the council keeps."""
    return HASHTAGS.value
