"""Accreditations come to their end, and people renew them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import actions as accreditation
from tabard.accreditation.models import end_of
from tabard.accreditation.queries import renewal_of
from tabard.accreditation.settings import REVIEW_QUESTIONS
from tabard.home.actions.applications import TERM
from tabard.home.actions.story import DemonstrationError, Told
from tabard.people.models import Person


@transaction.atomic
def renew(told: Iterable[Told], people: Mapping[str, Person]) -> None:
    """Let a year be nearly over for some, a night pass, and some of them look back."""
    stories = list(told)
    for one in stories:
        until = end_of(timezone.localdate() + timedelta(days=one["days_left"]))
        people[one["name"]].accreditations.update(since=until - TERM, until=until)
    accreditation.run_night(timezone.now())
    for one in stories:
        if "answers" in one:
            _look_back(one, people[one["name"]])


def _look_back(told: Told, person: Person) -> None:
    renewal = renewal_of(person)
    if renewal is None:
        raise DemonstrationError(f"{person} has nothing to renew, and the story needs it.")
    accreditation.send_review(
        renewal,
        by=person,
        answers=list(zip(REVIEW_QUESTIONS.value, told["answers"], strict=True)),
        changes="",
        minutes_a_week=told["minutes_a_week"],
    )
