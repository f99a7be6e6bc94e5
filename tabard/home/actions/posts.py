"""Posts are written, reviewed, sent and taken down."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from tabard.accounts.models import Account, AccountKind
from tabard.accounts.queries import held_by
from tabard.common.http import Client
from tabard.composing import actions as composing
from tabard.composing.models import Experiment, InParts, Material, Message, MessageState, Picture
from tabard.composing.work import prepare
from tabard.home.actions.story import DemonstrationError, Told, first
from tabard.home.work import draw
from tabard.people.models import Person, Role
from tabard.publishing import actions as publishing
from tabard.publishing import work as deliveries
from tabard.publishing.models import Delivery, DeliveryState

# Steps from due to confirmed, with a few to spare.
STEPS = 6


def post(told: Told, people: Mapping[str, Person], *, http: Client) -> None:
    """Write a post and take it as far as the story goes."""
    author, reviewer = people[told["by"]], first(people.values(), Role.REVIEWER)
    outcome = told["outcome"]
    message = composing.write(_draft(told, author), by=author)
    message = composing.submit(message, by=author)
    if outcome == "sent back":
        composing.send_back(
            message, by=reviewer, said=told["reason"], submitted_at=message.submitted_at
        )
    elif outcome != "waiting" and message.state != MessageState.APPROVED:
        message = composing.approve(message, by=reviewer, submitted_at=message.submitted_at)
    if outcome in {"confirmed", "taken down"}:
        delivery = _deliver(message, http=http)
        if outcome == "taken down":
            publishing.take_down(delivery, by=author, reason=told["reason"])


def _draft(told: Told, author: Person) -> composing.Draft:
    return composing.Draft(
        words=told["words"],
        accounts=list(_accounts(told, author)),
        due_at=_tomorrow() if told["outcome"] == "tomorrow" else None,
        brought=list(_pictures(told)),
        experiment=Experiment.objects.filter(title=told.get("experiment", "")).first(),
        material=Material.objects.filter(title=told.get("material", "")).first(),
        in_parts=told.get("in_parts", InParts.NO),
    )


def _pictures(told: Told) -> Iterator[composing.Brought]:
    if "picture" in told:
        said = Picture(alt=told["alt"], people=told["people"])
        yield composing.Brought(prepare(draw(told["picture"])), said)


def _accounts(told: Told, author: Person) -> QuerySet[Account]:
    """Give the account that the story names, or those that are the author's alone."""
    if "account" in told:
        return held_by(author).filter(handle=told["account"])
    return held_by(author).filter(kind=AccountKind.PERSONAL, public_name="")


def _tomorrow() -> datetime:
    """Give nine o'clock tomorrow morning."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return datetime.combine(tomorrow, time(9), tzinfo=timezone.get_current_timezone())


def _deliver(message: Message, *, http: Client) -> Delivery:
    """Do the worker's part at once, for a post with which the story goes on."""
    publishing.tick()
    delivery = Delivery.objects.get(version__message=message)
    for _ in range(STEPS):
        if delivery.state == DeliveryState.CONFIRMED:
            return delivery
        deliveries.take_further(delivery, http=http)
        delivery = Delivery.objects.get(pk=delivery.pk)
    raise DemonstrationError(f"A post did not arrive on the practice network: {delivery.problem}")
