"""Where a network that fetches pictures itself finds one, for as long as its post is on its way."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from tabard.composing.models import Picture
from tabard.publishing.models import Delivery

SALT = "tabard.publishing.queries.pictures"


def picture_address(delivery: Delivery, picture: Picture) -> str:
    """Give the public address of a picture of a delivery, the same at every try.

    Without HTTPS there is none: networks fetch over nothing else.
    """
    if not settings.PUBLIC_URL.startswith("https://"):
        return ""
    path = reverse("publishing:picture", args=[delivery.pk, _signature(delivery, picture)])
    return f"{settings.PUBLIC_URL}{path}"


def signed_picture(delivery: Delivery, signature: str) -> Picture | None:
    """Give the picture of this delivery for which we gave out an address with this signature."""
    for one in delivery.version.shown:
        if constant_time_compare(signature, _signature(delivery, one)):
            return one
    return None


def _signature(delivery: Delivery, picture: Picture) -> str:
    told = f"{delivery.pk} {delivery.once_only_key} {picture.blob_id}"
    return salted_hmac(SALT, told, algorithm="sha256").hexdigest()
