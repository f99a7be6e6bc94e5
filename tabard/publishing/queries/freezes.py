"""Questions about freezes: what they stop, what waits behind them, and whom they concern."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tabard.accounts.models import Holding
from tabard.accreditation.models import Accreditation, AccreditationState
from tabard.composing.models import Message
from tabard.people.models import Person, Role
from tabard.publishing.models import (
    Delivery,
    DeliveryState,
    Freeze,
    FreezeState,
    Passage,
    Scope,
)
from tabard.publishing.queries.posts import versions

WHOLE = ("service", "account", "asked_by", "begun_by", "ended_by")


def freezes() -> QuerySet[Freeze]:
    """Give every freeze there was, the newest first."""
    return Freeze.objects.select_related(*WHOLE)


def standing() -> QuerySet[Freeze]:
    """Give the freezes that stop posts now."""
    return freezes().filter(state=FreezeState.STANDING)


def open_freezes() -> QuerySet[Freeze]:
    """Give the freezes that stop posts now, or that wait for a second person."""
    return freezes().filter(state__in=[FreezeState.ASKED, FreezeState.STANDING])


def frozen(but: Freeze | None = None) -> Q:
    """Pick the deliveries that a freeze stops, whatever one freeze may stop besides."""
    of_it = Q(scope=Scope.EVERYTHING)
    of_it |= Q(service=OuterRef("version__message__author__service"))
    of_it |= Q(account=OuterRef("version__account"))
    stopping = Freeze.objects.filter(of_it, state=FreezeState.STANDING)
    if but is not None:
        stopping = stopping.exclude(pk=but.pk)
    passes = passages()
    return Exists(stopping) & ~Exists(passes)


def passages() -> QuerySet[Passage]:
    """Give the passage of a delivery's post; approved anew, it may be another post by now."""
    return Passage.objects.filter(
        message=OuterRef("version__message"), at__gte=OuterRef("version__message__approved_at")
    )


def is_frozen(delivery: Delivery) -> bool:
    """Say whether a freeze stops a delivery now."""
    return Delivery.objects.filter(frozen(), pk=delivery.pk).exists()


def behind(freeze: Freeze, now: datetime) -> QuerySet[Delivery]:
    """Give what would have gone by now, had this freeze not stopped it."""
    in_scope = {
        Scope.EVERYTHING: Q(),
        Scope.SERVICE: Q(version__message__author__service=freeze.service_id),
        Scope.ACCOUNT: Q(version__account=freeze.account_id),
    }[Scope(freeze.scope)]
    passes = passages()
    return Delivery.objects.filter(
        in_scope, ~Exists(passes), state=DeliveryState.SCHEDULED, due_at__lte=now
    )


def posts_behind(freeze: Freeze, now: datetime) -> QuerySet[Message]:
    """Give the posts that would have gone by now, had this freeze not stopped them, oldest first.

    Those that another freeze stops as well are none of its own.
    """
    stopped = behind(freeze, now).exclude(frozen(but=freeze)).values("version__message")
    return (
        Message.objects.filter(pk__in=stopped)
        .select_related("author__service")
        .prefetch_related(versions())
        .order_by(F("due_at").asc(nulls_first=True), "pk")
    )


def told_of(freeze: Freeze) -> list[int]:
    """Give the ids of all whom a freeze concerns: who speaks there, and who looks after it."""
    speaks = Accreditation.objects.exclude(state=AccreditationState.ENDED)
    holds = Holding.objects.filter(until=None)
    by_scope = {
        Scope.EVERYTHING: Q(Exists(speaks.filter(person=OuterRef("pk"))))
        | Q(Exists(holds.filter(person=OuterRef("pk")))),
        Scope.SERVICE: Q(Exists(speaks.filter(person=OuterRef("pk"))), service=freeze.service_id),
        Scope.ACCOUNT: Q(Exists(holds.filter(person=OuterRef("pk"), account=freeze.account_id))),
    }
    looks_after = Q(roles__overlap=[Role.PROGRAMME_TEAM, Role.DUTY_OFFICER, Role.OVERSIGHT_OFFICER])
    found = Person.objects.filter(by_scope[Scope(freeze.scope)] | looks_after, is_active=True)
    return list(found.order_by("pk").values_list("pk", flat=True))


def freezers_besides(person: Person) -> list[int]:
    """Give the ids of everybody else who can freeze posts."""
    found = Person.objects.filter(
        roles__overlap=[Role.PROGRAMME_TEAM, Role.DUTY_OFFICER], is_active=True
    )
    return list(found.exclude(pk=person.pk).order_by("pk").values_list("pk", flat=True))
