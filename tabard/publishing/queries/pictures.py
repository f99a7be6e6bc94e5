"""Where a network that fetches pictures itself finds one, for as long as its post is on its way."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from tabard.publishing.models import Delivery

SALT = "tabard.publishing.queries.pictures"


def picture_address(delivery: Delivery) -> str:
    """Give the public address of a delivery's picture, the same at every try.

    Without HTTPS there is none: networks fetch over nothing else.
    """
    if not settings.PUBLIC_URL.startswith("https://"):
        return ""
    path = reverse("publishing:picture", args=[delivery.pk, _signature(delivery)])
    return f"{settings.PUBLIC_URL}{path}"


def is_signed(delivery: Delivery, signature: str) -> bool:
    """Say whether an address was given out by us, for this delivery."""
    return constant_time_compare(signature, _signature(delivery))


def _signature(delivery: Delivery) -> str:
    told = f"{delivery.pk} {delivery.once_only_key}"
    return salted_hmac(SALT, told, algorithm="sha256").hexdigest()
