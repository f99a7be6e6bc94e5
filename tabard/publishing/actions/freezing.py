"""Freezing posts, letting one go all the same, and letting them go again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.common.locking import lock
from tabard.common.rules import Refused, insist
from tabard.composing.models import Message
from tabard.council.models import Service
from tabard.people.models import Person
from tabard.publishing import queries, rules
from tabard.publishing.models import (
    FREEZE_LIFECYCLE,
    LIFECYCLE,
    Delivery,
    DeliveryState,
    Freeze,
    Passage,
    Scope,
    passes,
)
from tabard.publishing.settings import FREEZE_NEEDS_TWO
from tabard.record.actions import record, record_each

MISSED = "Its time passed while posts were frozen"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is to be frozen: everything, the posts of a service, or those on an account."""

    scope: Scope = Scope.EVERYTHING
    service: Service | None = None
    account: Account | None = None


@transaction.atomic
def freeze(extent: Extent, *, by: Person, why: str = "") -> Freeze:
    """Stop posts, at once, or as soon as a second person agrees if the council wants two."""
    insist(rules.may_freeze(by))
    what = {"scope": extent.scope, "service": extent.service, "account": extent.account}
    if queries.open_freezes().filter(**what).exists():
        insist(Refused("These posts are frozen already, or a second person is asked to agree."))
    now = timezone.now()
    asked = Freeze.objects.create(asked_by=by, asked_at=now, why=why.strip(), **what)
    if not FREEZE_NEEDS_TWO.value:
        return _begin(asked, by=by)
    record("freeze asked", concerns=queries.freezers_besides(by), by=by.pk, **_facts(asked))
    return asked


@transaction.atomic
def begin_freeze(asked: Freeze, *, by: Person) -> Freeze:
    """Agree to a freeze that somebody else asked for; from now on posts are stopped."""
    asked = lock(asked)
    insist(rules.may_begin(by, asked))
    return _begin(asked, by=by)


def _begin(asked: Freeze, *, by: Person) -> Freeze:
    asked.state = FREEZE_LIFECYCLE.after(asked.state, "begin")
    asked.begun_by, asked.begun_at = by, timezone.now()
    asked.save()
    record("posts frozen", concerns=queries.told_of(asked), by=by.pk, **_facts(asked))
    return asked


@transaction.atomic
def drop_freeze(asked: Freeze, *, by: Person) -> Freeze:
    """Give up a freeze to which nobody has agreed."""
    asked = lock(asked)
    insist(rules.may_freeze(by))
    asked.state = FREEZE_LIFECYCLE.after(asked.state, "drop")
    asked.ended_by, asked.ended_at = by, timezone.now()
    asked.save()
    record("freeze given up", concerns=[asked.asked_by_id], by=by.pk, **_facts(asked))
    return asked


@transaction.atomic
def say_why_frozen(standing: Freeze, *, by: Person, why: str) -> Freeze:
    """Say afterwards why posts were frozen."""
    standing = lock(standing)
    insist(rules.may_thaw(by, why))
    # What is over keeps the reason with which it ended.
    FREEZE_LIFECYCLE.after(standing.state, "thaw")
    standing.why = why.strip()
    standing.save(update_fields=["why"])
    record("freeze explained", concerns=queries.told_of(standing), by=by.pk, **_facts(standing))
    return standing


@transaction.atomic
def let_pass(message: Message, *, by: Person, because: str) -> Passage:
    """Let a post go that cannot wait, although posts are frozen."""
    # Deliveries are locked before their message, here as everywhere.
    waiting = list(_of_message(message).select_for_update(of=["self"]))
    message = lock(message)
    insist(rules.may_let_pass(by, message, because))
    if passes(message):
        return message.passage
    now, why = timezone.now(), because.strip()
    told = {"author": message.author, "by": by, "because": why, "at": now}
    passage, _ = Passage.objects.update_or_create(message=message, defaults=told)
    # Its time may have passed while posts were frozen; now is its time.
    late = [one.pk for one in waiting if one.due_at < now]
    Delivery.objects.filter(pk__in=late).update(due_at=now)
    facts = {"message": message.pk, "by": by.pk}
    record("message let pass", concerns=[message.author_id], why=why, **facts)
    return passage


@transaction.atomic
def thaw(
    standing: Freeze, *, by: Person, why: str = "", still_right: Collection[Message] = ()
) -> Freeze:
    """Let posts go again; of those whose time has passed, only what is still right.

    The authors of the others are told, and can write them again.
    """
    standing = lock(standing)
    standing.why = why.strip() or standing.why
    insist(rules.may_thaw(by, standing.why))
    standing.state = FREEZE_LIFECYCLE.after(standing.state, "thaw")
    standing.ended_by, standing.ended_at = by, timezone.now()
    standing.save()
    record("posts thawed", concerns=queries.told_of(standing), by=by.pk, **_facts(standing))
    stopped = queries.behind(standing, standing.ended_at).exclude(queries.frozen())
    kept = [message.pk for message in still_right]
    stopped.filter(version__message__in=kept).update(due_at=standing.ended_at)
    _let_go(stopped.exclude(version__message__in=kept), standing)
    return standing


def _let_go(missed: QuerySet[Delivery], thawed: Freeze) -> None:
    """Expire what is no longer right, all at once: in a large freeze there may be thousands."""
    held = missed.select_for_update(of=["self"]).select_related("version__message")
    found = list(held.order_by("pk"))
    why = f"{MISSED}: {thawed.why}"
    state = LIFECYCLE.after(DeliveryState.SCHEDULED, "expire")
    numbers = [one.pk for one in found]
    Delivery.objects.filter(pk__in=numbers).update(state=state, problem=why, try_at=None)
    record_each("delivery expired", _expired(found, why))


def _expired(
    missed: list[Delivery], why: str
) -> Iterator[tuple[list[int], Mapping[str, int | str]]]:
    for one in missed:
        message = one.version.message
        told = [who for who in (message.author_id, message.approved_by_id) if who]
        thread = {"part": one.part, "parts": one.of} if one.of > 1 else {}
        about = {"delivery": one.pk, "message": message.pk, "account": one.version.account_id}
        yield told, {**about, **thread, "why": why}


def _of_message(message: Message) -> QuerySet[Delivery]:
    return Delivery.objects.filter(version__message=message, state=DeliveryState.SCHEDULED)


def _facts(freeze: Freeze) -> dict[str, int | str]:
    told: dict[str, int | str] = {"freeze": freeze.pk, "what": freeze.of_what}
    return told | ({"why": freeze.why} if freeze.why else {})
