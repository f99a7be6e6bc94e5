"""What deliveries cost where networks charge for posts, and which of them wait for more money."""

from collections.abc import Iterable

from django.utils import timezone

from tabard.common.rules import Refused
from tabard.publishing.models import NOT_THERE, Delivery, DeliveryState
from tabard.spending import work as spending
from tabard.spending.queries import ledger
from tabard.spending.rules import is_within_caps

# Where nothing is on its way to the network, so that nothing is charged; also what was frozen.
NOT_SENT = {DeliveryState.SCHEDULED, DeliveryState.HELD, *NOT_THERE}


def charge(delivery: Delivery) -> Refused | None:
    """Charge what a delivery costs before it goes, or say why it has to wait."""
    return spending.charge(
        delivery.version.account,
        delivery.words,
        described=delivery.described,
        source=_source(delivery),
    )


def give_back_unless_sent(delivery: Delivery) -> None:
    """Charge nothing for what did not get to the network, and is not on its way there."""
    if delivery.begun_at and delivery.sent_at is None and delivery.state in NOT_SENT:
        spending.give_back(_source(delivery))


def over_their_caps(held: Iterable[Delivery]) -> dict[int, Refused]:
    """Say for which of these there is no money, if those before them go."""
    held = list(held)
    kept = ledger([one.version.account for one in held], timezone.now())
    over = {}
    for one in held:
        bill = kept.bill([(one.version.account, [one.words])], described=one.described)
        if refusal := is_within_caps(bill):
            over[one.pk] = refusal
        else:
            kept.take(bill)
    return over


def _source(delivery: Delivery) -> str:
    return f"delivery {delivery.pk}"
