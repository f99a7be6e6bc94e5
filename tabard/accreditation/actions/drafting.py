"""Keeps what somebody has written so far; of that, the record holds nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.models import Draft
from tabard.common.lifecycle import NotNowError
from tabard.common.locking import lock
from tabard.people.models import Person

ELSEWHERE = (
    "You have changed this in another tab or on another device. Nothing was overwritten: "
    "save again to keep what is on this page, or open the page again to go on with the other."
)


@transaction.atomic
def keep_draft(
    person: Person, answers: Mapping[str, Any], *, about: str, seen: str, page: str = ""
) -> Draft:
    """Keep the answers so far, unless they were changed elsewhere since this page showed them.

    `seen` is the version that it showed, as the page says it; `page` is the page's own name.
    """
    person = lock(person)
    draft = queries.draft_of(person, about)
    known = int(seen) if seen.isascii() and seen.isdigit() else 0
    is_ours = draft.version == known or (page != "" and draft.page == page)
    if not is_ours and draft.answers != answers:
        raise NotNowError(ELSEWHERE)
    draft.page = page
    draft.answers, draft.saved_at = dict(answers), timezone.now()
    draft.version += 1
    draft.reminded = False
    draft.save()
    return draft


def drop_drafts(abouts: Iterable[str]) -> None:
    """Throw away what was written about things of which nothing more can be sent."""
    Draft.objects.filter(about__in=list(abouts)).delete()


def drop_draft(person: Person, about: str) -> None:
    """Throw away what was written, once it is sent."""
    Draft.objects.filter(applicant=person, about=about).delete()
