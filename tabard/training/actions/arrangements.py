"""Arranging something for somebody's assessments, and ending it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import rules
from tabard.training.models import Arrangement, ArrangementKind


@transaction.atomic
def arrange(
    learner: Person, *, kinds: Sequence[ArrangementKind], until: datetime, by: Person
) -> Arrangement:
    """Arrange something until a day; it takes the place of what was arranged before.

    The record says that something was arranged, and not what.
    """
    learner = lock(learner)
    insist(rules.may_arrange(by, learner))
    told = {
        "kinds": list(kinds),
        "until": until,
        "granted_by": by,
        "granted_at": timezone.now(),
    }
    made, _ = Arrangement.objects.update_or_create(person=learner, defaults=told)
    record(
        "arrangement made",
        concerns=[learner.pk],
        person=learner.pk,
        until=until.isoformat(),
        by=by.pk,
    )
    return made


@transaction.atomic
def end_arrangement(arrangement: Arrangement, *, by: Person) -> None:
    """End what was arranged, and keep nothing of it."""
    arrangement = lock(arrangement)
    insist(rules.may_arrange(by, arrangement.person))
    arrangement.delete()
    person = arrangement.person_id
    record("arrangement ended", concerns=[person], person=person, by=by.pk)
