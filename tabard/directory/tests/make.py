"""Things for tests of the directory: people whom residents see, and their posts."""

from typing import Any

from django.urls import reverse

from tabard.accounts.models import Account
from tabard.composing.models import Picture
from tabard.people.models import Person
from tabard.publishing.models import Delivery, DeliveryState
from tabard.record.actions import keep_bytes
from tests import make

DID = "did:plc:abcdefghijklmnopqrstuv"


def voice(*, handle: str = "", network: str = "bluesky", **differs: Any) -> Person:
    """Make an accredited person who holds an account."""
    person = make.author(**differs)
    account(person, handle=handle, network=network)
    return person


def account(person: Person | None = None, *, handle: str = "", **differs: Any) -> Account:
    """Make an account on Bluesky, unless told otherwise, held by this person."""
    told: dict[str, Any] = {"network": "bluesky", "server": "https://pds.example", **differs}
    if handle:
        told["handle"] = handle
    made = make.account(person, **told)
    made.url = f"https://bsky.app/profile/{made.stable_id}"
    made.save()
    return made


def post(
    person: Person,
    *,
    state: DeliveryState = DeliveryState.CONFIRMED,
    words: str = "The van is in Oakford.",
    **differs: Any,
) -> Delivery:
    """Make a post by somebody from their account."""
    holding = person.holdings.filter(until=None).first()
    assert holding
    message = make.approved_message(person, accounts=[holding.account], words=words)
    return make.delivery(message, state=state, **differs)


def picture(delivery: Delivery, content: bytes = b"a picture", *, alt: str = "A van.") -> Delivery:
    """Put a picture into a post."""
    blob = keep_bytes(content, media_type="image/jpeg")
    message = delivery.version.message
    place = message.pictures.count()
    Picture.objects.create(message=message, blob=blob, alt=alt, place=place, width=8, height=6)
    return delivery


def address(delivery: Delivery) -> str:
    """Give the address at which the directory shows the first picture of a post."""
    mark = delivery.version.message.shown[0].mark
    return reverse("directory:picture", args=[delivery.pk, mark])
