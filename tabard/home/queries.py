"""What waits for somebody, across every stage."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import PRACTICE, AccountState, Holding, Ticket
from tabard.accounts.queries import held_by, open_tickets
from tabard.accreditation.models import Accreditation, AccreditationState, ApplicationState
from tabard.accreditation.queries import (
    moves_to_hear,
    proposals_to_decide,
    renewals_for,
    suspensions_to_read,
    suspensions_to_tend,
    to_renew,
    waiting_for,
)
from tabard.common.quoting import beginning
from tabard.composing.models import Message, MessageState
from tabard.composing.queries import (
    experiments_to_decide,
    experiments_to_finish,
    waiting_for_review,
)
from tabard.home.models import Counts, TakenDown
from tabard.keeping.queries.adoptions import waiting_for as adoptions_to_decide
from tabard.keeping.queries.successions import (
    farewells_to_write,
)
from tabard.keeping.queries.successions import to_decide as successions_to_decide
from tabard.notices.queries import unread
from tabard.people.models import Person
from tabard.people.queries import acts_for
from tabard.people.rules import second_step as rules
from tabard.people.settings import SECOND_STEP
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.queries import samples_to_look_at, standing
from tabard.record.queries import facts_of
from tabard.training.queries import with_code

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

# A post that did not go is brought up until it is old news.
BROUGHT_UP = timedelta(days=14)


def counts(person: Person) -> Counts:
    """Count what waits for somebody, in one query."""
    applications = waiting_for(person)
    waiting = {
        "notices": unread(person),
        "applications": applications,
        "to_endorse": applications.filter(state=ApplicationState.APPLIED),
        "to_decide": applications.filter(state=ApplicationState.ENDORSED, heard_by=None),
        "overturned": applications.filter(state=ApplicationState.ENDORSED, heard_by__isnull=False),
        "to_hear": applications.filter(state=ApplicationState.APPEALED),
        "adoptions": adoptions_to_decide(person),
        "successions": successions_to_decide(person),
        "farewells": farewells_to_write(person),
        "reviews": waiting_for_review(person),
        "freezes": standing(),
        "renewal": to_renew(person),
        "renewals": renewals_for(person),
        "moves": proposals_to_decide(person),
        "appeals": moves_to_hear(person),
        "suspensions": suspensions_to_tend(person),
        "suspended": suspensions_to_read(person),
        "experiments": experiments_to_decide(person),
        "results": experiments_to_finish(person),
        "samples": samples_to_look_at(person),
        "sent_back": _sent_back(person),
        "tickets": open_tickets(person),
        "lost": held_by(person).filter(state=AccountState.LOST),
        "stopped": _stopped(person),
        "code": _to_agree(person),
    }
    team = Person.objects.filter(manager=OuterRef("pk"), is_active=True)
    # The order tells them apart: some of these names are taken by fields of a person.
    asked: list[Combinable] = [*map(_how_many, waiting.values()), Exists(team)]
    *numbers, leads = Person.objects.filter(pk=person.pk).values_list(*asked).get()
    return Counts(**dict(zip(waiting, numbers, strict=True)), leads=leads)


def why_second_step(person: Person) -> str:
    """Say for what somebody needs a second step to come in; nothing if they do not."""
    if not SECOND_STEP.value:
        return ""
    now = timezone.now()
    real = Holding.objects.exclude(account__network=PRACTICE).filter(until=None)
    tickets = Ticket.objects.exclude(network=PRACTICE).filter(used_at=None, until__gt=now)
    standing = Accreditation.objects.exclude(state=AccreditationState.ENDED)
    team = Person.objects.filter(manager=OuterRef("pk"), is_active=True)
    mine = [Exists(rows.filter(person=OuterRef("pk"))) for rows in (real, tickets, standing)]
    asked = Person.objects.filter(pk=person.pk).values_list(Exists(team), *mine)
    leads, *speaks = asked.get()
    leads = leads or bool(acts_for(person))
    return rules.why_second_step(person, leads=leads, speaks=any(speaks))


def taken_down(person: Person) -> list[TakenDown]:
    """Give the take-downs by others of which a person has not read yet."""
    news = unread(person).filter(entry__kind="take-down asked")
    asked = [facts_of(notice.entry) for notice in news.prefetch_related("entry__disclosures")]
    if not asked:
        return []
    found = (
        Delivery.objects.filter(pk__in=[facts.get("delivery") for facts in asked])
        .filter(taken_down_by__isnull=False, version__message__author=person)
        .select_related("taken_down_by", "version__message")
    )
    # A post that was on several networks is told of once.
    told = {delivery.version.message_id: _taken_down(delivery) for delivery in found}
    return list(told.values())


def _taken_down(delivery: Delivery) -> TakenDown:
    message = delivery.version.message
    words = delivery.version.words
    quoted = f": “{beginning(words)}”" if words else ", a picture without words"
    return TakenDown(
        f"{delivery.taken_down_by} took down your post{quoted}",
        reverse("publishing:post", args=[message.pk]),
    )


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values(all=Value(1)).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _sent_back(person: Person) -> QuerySet[Message]:
    return Message.objects.filter(author=person, state=MessageState.WRITING).exclude(said="")


def _to_agree(person: Person) -> QuerySet[Person]:
    """Give the person if they have agreed to the code, and not to its newest version."""
    asked = with_code(Person.objects.filter(pk=person.pk))
    return asked.filter(code_agreed__gt=0, code_must_agree_by__isnull=False)


def _stopped(person: Person) -> QuerySet[Message]:
    """Give the posts of a person that are held, or did not go a short time ago."""
    own = Delivery.objects.filter(version__message__author=person)
    held = own.filter(state=DeliveryState.HELD)
    lately = own.filter(
        state__in=[DeliveryState.FAILED, DeliveryState.EXPIRED],
        due_at__gt=timezone.now() - BROUGHT_UP,
    )
    stopped = (held | lately).values("version__message")
    return Message.objects.filter(pk__in=stopped)
