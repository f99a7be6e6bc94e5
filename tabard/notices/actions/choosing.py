"""Choosing when to be e-mailed."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from tabard.notices import queries
from tabard.notices.models import Group, Notice, Pace, Preferences
from tabard.notices.work import planning

CHOICES = (*Group.values, "hours", "quiet_from", "quiet_until", "quiet_days_off")


@transaction.atomic
def prefer(preferences: Preferences) -> None:
    """Let a person be e-mailed as they prefer from now on, also of what has happened already."""
    chosen = {name: getattr(preferences, name) for name in CHOICES}
    Preferences.objects.update_or_create(person_id=preferences.person_id, defaults=chosen)
    waiting = list(queries.to_email({preferences.person_id}))
    for notice in waiting:
        notice.email_kind, notice.email_due_at = "", None
    planning.plan(waiting, planning.chosen(), now=timezone.now())
    Notice.objects.bulk_update(waiting, ["email_words", "email_kind", "email_due_at"])


@transaction.atomic
def stop(person: int, groups: Iterable[Group]) -> None:
    """E-mail a person no more about these groups; what is urgent still comes."""
    found = Preferences.objects.select_for_update().filter(person=person).first()
    preferences = found or Preferences(person_id=person)
    for group in groups:
        setattr(preferences, group.value, Pace.NEVER)
    prefer(preferences)
