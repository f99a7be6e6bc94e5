"""What the practice network answers when it is well, and when it is not."""

import httpx

from tabard.common.tests.scripted import Fault, Script
from tabard.composing.models import Message
from tabard.people.models import Person
from tabard.publishing import tasks
from tabard.publishing.models import Delivery, DeliveryState
from tests import make

URL = "http://localhost:8000/practice/@ada/post/key"
WORDS = "The mobile library stops at Oakford at ten."
TAKEN = httpx.Response(201, json={"id": "key", "url": URL})
SHOWN = httpx.Response(
    200, json={"id": "key", "url": URL, "words": WORDS, "links": [], "pictures": []}
)
NOT_THERE = httpx.Response(404, json={"detail": "There is no post with this key."})
DELETED = httpx.Response(204)
BUSY = httpx.Response(429)
REFUSED = httpx.Response(422, json={"detail": "The words are at most 500 characters."})
NO_ACCESS = httpx.Response(401, json={"detail": "Send the account's token."})
TROUBLE = httpx.Response(503)
CUT = Fault.CUT_AFTER
ON_NETWORK = {"sent", "confirmed", "removing", "removed"}


def delivery_to(
    script: Script, *, state: DeliveryState = DeliveryState.DUE, **differs: object
) -> Delivery:
    """Make a delivery of an approved message to an account on the scripted network."""
    author = make.author()
    account = make.account(author, server=script.url)
    message = make.approved_message(author, accounts=[account], words=WORDS)
    named = {"once_only_key": "key", "network_id": "key" if state in ON_NETWORK else ""}
    return make.delivery(message, state=state, **(named | differs))


def after_a_step(delivery: Delivery) -> Delivery:
    """Let the worker take the delivery a step further, and give its row as it is then."""
    tasks.take_further(delivery_id=delivery.pk)
    return Delivery.objects.select_related("version__account", "version__message").get(
        pk=delivery.pk
    )


def both(message: Message, *others: Person) -> list[int]:
    """Give the author and the reviewer of a message, and others, as an entry names them."""
    assert message.approved_by is not None
    return sorted(person.pk for person in (message.author, message.approved_by, *others))
