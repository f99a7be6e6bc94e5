"""Stopping a post that is on its way to a network, before the next thing it would say there."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tabard.common.http import Client
from tabard.publishing import queries
from tabard.publishing.models import Delivery

# What only reads stops nobody (RFC 9110, section 9.2.1).
SAFE = {"GET", "HEAD", "OPTIONS"}


class FrozenError(Exception):
    """Posts were frozen, so a request was not sent; others may have been sent before it."""

    def __init__(self, *, has_begun: bool) -> None:
        super().__init__("Posts are frozen.")
        self.has_begun = has_begun


@contextmanager
def stopped_by_freezes(delivery: Delivery, http: Client) -> Iterator[None]:
    """Ask before each request by which a delivery changes anything whether posts are frozen."""
    sent = 0

    def ask(request: httpx.Request) -> None:
        nonlocal sent
        if request.method in SAFE:
            return
        if queries.is_frozen(delivery):
            raise FrozenError(has_begun=sent > 0)
        sent += 1

    hooks = http.event_hooks
    http.event_hooks = {**hooks, "request": [*hooks["request"], ask]}
    try:
        yield
    finally:
        http.event_hooks = hooks
