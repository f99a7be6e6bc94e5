"""Wakes the worker for one delivery."""

from procrastinate.contrib.django import app as queue

from tabard.common.http import open_http
from tabard.publishing import work
from tabard.publishing.models import UNDER_WAY, Delivery

# Seconds for everything that one step asks of a network.
DEADLINE = 30.0


@queue.task(queue="deliveries")
def take_further(delivery_id: int) -> None:
    """Take one delivery a step further; if it has to wait, its row says until when."""
    delivery = (
        Delivery.objects.select_related("version__account__connection", "version__message__author")
        .filter(pk=delivery_id, state__in=UNDER_WAY)
        .first()
    )
    if delivery is None:
        return
    try:
        with open_http(deadline=DEADLINE) as http:
            work.take_further(delivery, http=http)
    except Exception:
        work.trip(delivery_id)
        raise
