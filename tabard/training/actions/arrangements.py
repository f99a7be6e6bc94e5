"""Arranging something for somebody's assessments, and ending it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import queries, rules
from tabard.training.models import HELPED, Arrangement, ArrangementKind, CodeReminder, Sitting


@transaction.atomic
def arrange(
    learner: Person,
    *,
    kinds: Sequence[ArrangementKind],
    until: datetime,
    by: Person,
    helper: Person | None = None,
) -> Arrangement:
    """Arrange something until a day; it takes the place of what was arranged before.

    Without a helper it is whoever arranges, if one is needed. The record says that something was
    arranged, and not what.
    """
    learner = lock(learner)
    insist(rules.may_arrange(by, learner))
    helper = (helper or by) if set(kinds) & set(HELPED) else None
    if helper is not None:
        insist(rules.may_help(helper, learner))
    told = {
        "kinds": list(kinds),
        "until": until,
        "helper": helper,
        "granted_by": by,
        "granted_at": timezone.now(),
    }
    made, _ = Arrangement.objects.update_or_create(person=learner, defaults=told)
    # Before time is taken back, so that another day can take the place of the first.
    valid = list(
        queries.counting(queries.certificates_of(learner))
        .filter(counts_until__gt=timezone.now())
        .values_list("pk", flat=True)
    )
    _take_time_back(learner)
    if ArrangementKind.MORE_TIME in kinds:
        _give_time(learner, valid, until)
    record(
        "arrangement made",
        concerns=[learner.pk, helper.pk] if helper and helper != by else [learner.pk],
        person=learner.pk,
        until=until.isoformat(),
        by=by.pk,
    )
    return made


def _give_time(learner: Person, valid: Collection[int], until: datetime) -> None:
    """Let certificates that are valid be so until then, and tell of the code's deadline anew."""
    for held in queries.certificates_of(learner).filter(pk__in=valid, valid_until__lt=until):
        held.own_until, held.valid_until = held.valid_until, until
        held.save(update_fields=["own_until", "valid_until"])
        held.reminders.all().delete()
    CodeReminder.objects.filter(person=learner).delete()


def _take_time_back(learner: Person) -> None:
    """Let certificates run out when they do without more time."""
    given = Sitting.objects.filter(person=learner, own_until__isnull=False)
    given.update(valid_until=F("own_until"), own_until=None)


@transaction.atomic
def end_arrangement(arrangement: Arrangement, *, by: Person) -> None:
    """End what was arranged, and keep nothing of it."""
    arrangement = lock(arrangement)
    insist(rules.may_arrange(by, arrangement.person))
    _take_time_back(arrangement.person)
    arrangement.delete()
    person = arrangement.person_id
    record("arrangement ended", concerns=[person], person=person, by=by.pk)
