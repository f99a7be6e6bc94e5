"""Questions across deliveries."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.accounts.models import Account, AccountState, Connection, Holding
from tabard.accreditation.queries import go_unchecked, lack_nothing, may_speak
from tabard.composing.models import ExperimentState, Message, MessageState, Version
from tabard.connectors import api
from tabard.council.models import Occasion
from tabard.publishing.models import (
    NOT_BEGUN,
    NOT_THERE,
    UNDER_WAY,
    Delivery,
    DeliveryState,
)
from tabard.publishing.queries.freezes import frozen, passages
from tabard.publishing.queries.silences import falls_into


def versions_of(messages: Iterable[Message]) -> QuerySet[Version]:
    """Give the versions of messages, with what a delivery of them is made of."""
    found = Version.objects.filter(message__in=[one.pk for one in messages])
    return found.select_related("message", "account")


def deliveries_of(messages: Iterable[Message]) -> QuerySet[Delivery]:
    """Give what there is of messages: for each account one delivery, or one for each part."""
    found = Delivery.objects.filter(version__message__in=[one.pk for one in messages])
    return found.select_related("version__message", "version__account").order_by("pk")


def its_turn() -> Q:
    """Pick what no part of the same thread has to go before any more."""
    before = Delivery.objects.filter(version=OuterRef("version"), part__lt=OuterRef("part"))
    return Q(part=1) | Q(~Exists(before.exclude(state=DeliveryState.CONFIRMED)))


def follow_on_nothing() -> QuerySet[Delivery]:
    """Give the parts of threads before which another one is not there, and will not be."""
    lost = Delivery.objects.filter(
        version=OuterRef("version"),
        part__lt=OuterRef("part"),
        state__in=[*NOT_THERE, DeliveryState.REMOVING, DeliveryState.REMOVED],
    )
    return Delivery.objects.filter(Exists(lost), part__gt=1, state__in=NOT_BEGUN)


def to_ask_about(now: datetime, silent: Sequence[Occasion] = ()) -> QuerySet[Delivery]:
    """Give what is held or scheduled and for which something may have changed.

    Most of what is scheduled is in order, and what is held waits for its review: the tick comes
    every second, and reads only the rest.
    """
    of_author = {"person": OuterRef("version__message__author")}
    holds = Holding.objects.filter(account=OuterRef("version__account"), until=None, **of_author)
    is_checked = Q(version__message__approved_by__isnull=False)
    within = Q(version__message__experiment__isnull=False, version__message__let_go_on="")
    lacking_nothing = lack_nothing(now).filter(**of_author)
    is_let_go = Exists(go_unchecked(lacking_nothing)) | (within & Exists(lacking_nothing))
    in_order = Q(
        Exists(may_speak(now).filter(**of_author)),
        Exists(holds),
        is_checked | is_let_go,
        _holds_within_its_experiment(now),
        version__message__state=MessageState.APPROVED,
        version__account__state=AccountState.CONNECTED,
        version__account__network__in=list(api.all_connectors()),
    )
    held = Q(state=DeliveryState.HELD, version__message__state=MessageState.APPROVED)
    passes = Q(Exists(passages()))
    planned = Q(falls_into(silent) & ~passes, state=DeliveryState.SCHEDULED)
    asked = held | Q(~in_order, state=DeliveryState.SCHEDULED) | planned
    return Delivery.objects.filter(asked, its_turn()).select_related(
        "version__message__experiment", "version__message__passage", "version__account"
    )


def _holds_within_its_experiment(now: datetime) -> Q:
    """Pick what belongs to no experiment, to one that goes on, or was looked at since it stopped.

    It says of many what the rule of composing says of one.
    """
    today = timezone.localdate(now)
    goes_on = Q(
        version__message__experiment__state=ExperimentState.RUNNING,
        version__message__experiment__first_day__lte=today,
        version__message__experiment__last_day__gte=today,
    )
    is_read = Q(version__message__approved_by__isnull=False) & (
        Q(version__message__experiment__paused_at=None)
        | Q(version__message__approved_at__gt=F("version__message__experiment__paused_at"))
    )
    return Q(version__message__experiment=None) | goes_on | is_read


def late(before: datetime) -> QuerySet[Delivery]:
    """Give what was to leave before this moment, did not begin, and does not wait for review."""
    return (
        Delivery.objects.filter(
            its_turn(),
            state__in=[DeliveryState.SCHEDULED, DeliveryState.HELD],
            due_at__lt=before,
        )
        .exclude(state=DeliveryState.HELD, version__message__state=MessageState.WAITING)
        # What was scheduled for then is looked at by whoever ends the freeze.
        .exclude(frozen(), state=DeliveryState.SCHEDULED)
        .select_related("version__message")
    )


def to_try(now: datetime) -> QuerySet[Delivery]:
    """Give the deliveries at which the worker has to look now."""
    return Delivery.objects.filter(try_at__lte=now)


def without_job(task: str) -> QuerySet[Delivery]:
    """Give the deliveries under way that have neither a time nor a job of this task."""
    jobs = (
        ProcrastinateJob.objects.filter(task_name=task, status__in=["todo", "doing"])
        .annotate(of=Cast(KeyTextTransform("delivery_id", "args"), BigIntegerField()))
        .filter(of=OuterRef("pk"))
    )
    return Delivery.objects.filter(~Exists(jobs), state__in=UNDER_WAY, try_at=None)


def takes_again(account: Account, now: datetime, *, writes: bool) -> datetime | None:
    """Say from when on an account's network takes anything again; nothing if it takes it now."""
    found = Connection.objects.filter(account=account).defer("sealed").first()
    return found.takes_again(now, writes=writes) if found else None
