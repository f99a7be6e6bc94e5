"""Questions across deliveries."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from tabard.accounts.models import Account
from tabard.composing.models import Message, MessageState, Version
from tabard.people.models import Person
from tabard.publishing.models import Delivery, DeliveryState


def posts_of(person: Person) -> QuerySet[Message]:
    """Give everything that a person wrote with what became of it, newest first."""
    return (
        Message.objects.filter(author=person)
        .select_related("picture")
        .prefetch_related(_versions())
    )


def post(message_id: int) -> QuerySet[Message]:
    """Give one message with its deliveries."""
    return (
        Message.objects.filter(pk=message_id)
        .select_related("author__service", "picture", "approved_by")
        .prefetch_related(_versions())
    )


def _versions() -> "Prefetch[str, QuerySet[Version], str]":
    return Prefetch("versions", Version.objects.select_related("account", "delivery"))


def approved_without_delivery() -> QuerySet[Version]:
    """Give the versions of approved messages that nobody has made a delivery of."""
    return Version.objects.filter(
        message__state=MessageState.APPROVED, delivery=None
    ).select_related("message", "account")


def confirmed_on(accounts: list[Account], *, how_many: int) -> list[Delivery]:
    """Give the latest posts that the network was seen to have, newest first."""
    found = (
        Delivery.objects.filter(version__account__in=accounts, state=DeliveryState.CONFIRMED)
        .select_related("version__account", "version__message__picture")
        .order_by("-confirmed_at")
    )
    return list(found[:how_many])


def to_try(now: datetime) -> QuerySet[Delivery]:
    """Give the deliveries at which the worker has to look now."""
    return Delivery.objects.filter(try_at__lte=now)


def of_post(network: str, network_id: str) -> Delivery | None:
    """Find the delivery that the network knows by this identifier."""
    return (
        Delivery.objects.filter(version__account__network=network, network_id=network_id)
        .select_related("version__account", "version__message__author")
        .first()
    )
