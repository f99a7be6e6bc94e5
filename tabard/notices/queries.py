"""Questions across notices."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tabard.council.models import ChosenSetting
from tabard.council.settings import ALL, Template
from tabard.notices.models import Email, EmailState, Happened, Notice, Preferences
from tabard.people.models import Person

# Days from which somebody is shown how often they would have been e-mailed.
LOOKED_BACK = timedelta(days=30)
# With this the key of the words of a kind of notice begins.
WORDS_OF_NOTICES = "notices.words_"


def unread(person: Person) -> QuerySet[Notice]:
    """Give what a person was told and has not read."""
    return Notice.objects.filter(person=person, read_at=None)


def unread_by_group(person: Person) -> dict[str, int]:
    """Count what a person has not read, by group."""
    counted = unread(person).order_by().values("group").annotate(how_many=Count("pk"))
    return {one["group"]: one["how_many"] for one in counted}


def told(person: Person, group: str = "") -> QuerySet[Notice]:
    """Give everything that a person was told: the unread first, then the newest first."""
    everything = Notice.objects.filter(person=person)
    if group:
        everything = everything.filter(group=group)
    return everything.alias(is_read=Q(read_at__isnull=False)).order_by("is_read", "-pk")


def preferences_of(person: Person) -> Preferences:
    """Give when a person wants to be e-mailed."""
    found = Preferences.objects.filter(person=person).first()
    return found or Preferences(person=person)


def lately(person: Person) -> Iterator[Happened]:
    """Give what a person was told in the last days, as far as it decides on e-mails."""
    since = timezone.now() - LOOKED_BACK
    found = Notice.objects.filter(person=person, at__gt=since).order_by("at", "pk")
    for at, group, is_urgent, read_at in found.values_list("at", "group", "is_urgent", "read_at"):
        yield Happened(at, group, is_urgent, read_at)


def emails(state: str = "") -> QuerySet[Email]:
    """Give the e-mails in a state, or all of them, newest first."""
    found = Email.objects.select_related("person").annotate(how_many=Count("notices"))
    return (found.filter(state=state) if state else found).order_by("-pk")


def texts(chosen: Mapping[str, ChosenSetting]) -> list[tuple[Template, str, bool]]:
    """Give every text of an e-mail but the notices themselves: what it says, whether it is ours."""
    found = [one for one in ALL.values() if isinstance(one, Template) and one.app == "notices"]
    return [
        (one, one.of(chosen.get(one.key)), one.key not in chosen)
        for one in found
        if not one.key.startswith(WORDS_OF_NOTICES)
    ]


def due_to_email(now: datetime, how_many: int) -> list[tuple[int, str]]:
    """Give who is to be e-mailed now, and in which kind of e-mail."""
    due = Notice.objects.filter(email_due_at__lte=now).order_by()
    return list(due.values_list("person", "email_kind").distinct()[:how_many])


def to_email(people: Collection[int]) -> QuerySet[Notice]:
    """Give everything of which these people are to be e-mailed, now or later, oldest first."""
    waiting = Notice.objects.filter(person__in=people, email_due_at__isnull=False)
    return waiting.select_related("person").order_by("pk")


def to_send(now: datetime) -> QuerySet[Email]:
    """Give the e-mails that are to be tried now."""
    return Email.objects.filter(try_at__lte=now)


def failures_untold() -> QuerySet[Email]:
    """Give the e-mails that were not sent, and of which administrators have not been told."""
    return Email.objects.filter(state=EmailState.FAILED, is_told=False)


def failures_told_since(then: datetime) -> QuerySet[Email]:
    """Give the e-mails of whose end since then administrators have been told."""
    return Email.objects.filter(state=EmailState.FAILED, is_told=True, ended_at__gt=then)
