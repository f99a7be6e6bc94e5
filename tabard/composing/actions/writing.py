"""Writing a message, changing it, and putting it together for each account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.accounts.queries import open_to_write
from tabard.accreditation.queries import permission
from tabard.accreditation.rules import may_write
from tabard.common.lifecycle import NotNowError
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.composing import rules
from tabard.composing.actions import findings
from tabard.composing.actions.linking import ask_for_pages
from tabard.composing.actions.pictures import Brought, put_pictures, take_along
from tabard.composing.models import (
    Experiment,
    InParts,
    Material,
    Message,
    MessageState,
    Picture,
    Version,
)
from tabard.composing.work import split
from tabard.people.models import Person
from tabard.record.actions import record

CHANGED = ["words", "due_at", "in_parts", "experiment", "material", "saves", "page", "saved_at"]
CHANGED_ELSEWHERE = (
    "This post was changed in another tab or on another device, so what is here was not saved."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author has put together: words, accounts, a time or None for at once, pictures.

    `brought` are new pictures, which come to those that the message has; one that is begun takes
    over those of `again`. `said` is what is said of the pictures that are there, by their marks.
    `because` says of some findings, by their fingerprint, why they are kept; `own_words` what is
    said differently on some accounts, by their number.
    """

    words: str
    accounts: Sequence[Account]
    due_at: datetime | None = None
    brought: Sequence[Brought] = ()
    said: Mapping[str, Picture] = field(default_factory=dict)
    again: Message | None = None
    because: Mapping[str, str] = field(default_factory=dict)
    in_parts: str = InParts.NO
    own_words: Mapping[int, str] = field(default_factory=dict)
    experiment: Experiment | None = None
    material: Material | None = None


@transaction.atomic
def write(draft: Draft, *, by: Person, page: str = "") -> Message:
    """Begin a message, or go on with the one that the same open page has begun."""
    message = _begin(draft, by=by, page=page)
    findings.look_again(message, draft.because, by=by)
    return message


@transaction.atomic
def rewrite(
    message: Message, draft: Draft, *, by: Person, seen: str = "", page: str = ""
) -> Message:
    """Change a message that is being written, as it was when it was last `seen`."""
    message = _change(message, draft, by=by, seen=seen, page=page)
    findings.look_again(message, draft.because, by=by)
    return message


@transaction.atomic
def save(
    message: Message | None, draft: Draft, *, by: Person, seen: str = "", page: str = ""
) -> Message:
    """Keep what is being typed; the checks are not asked about half a sentence."""
    if message is None:
        return _begin(draft, by=by, page=page)
    return _change(message, draft, by=by, seen=seen, page=page)


def _begin(draft: Draft, *, by: Person, page: str) -> Message:
    insist(may_write(permission(by)))
    # One page, of which a saving is quicker than its answer, begins one message.
    lock(by)
    begun = by.messages.filter(state=MessageState.WRITING, page=page).first() if page else None
    if begun is not None:
        return _change(begun, draft, by=by, seen="", page=page)
    if draft.material is not None:
        insist(rules.can_be_used(draft.material, timezone.localdate()))
    now = timezone.now()
    message = Message.objects.create(
        author=by,
        words=draft.words,
        in_parts=draft.in_parts,
        due_at=draft.due_at,
        experiment=draft.experiment,
        material=draft.material,
        written_at=now,
        saves=1,
        page=page,
        saved_at=now,
    )
    if draft.again is not None:
        take_along(message, draft.again)
    _put_together(message, draft)
    record("message begun", message=message.pk, by=by.pk)
    return message


def _change(message: Message, draft: Draft, *, by: Person, seen: str, page: str) -> Message:
    message = lock(message)
    insist(rules.may_change(by, message))
    if rules.was_changed_elsewhere(message, seen=seen, page=page):
        raise NotNowError(CHANGED_ELSEWHERE)
    is_news = not page or page != message.page
    message.words, message.due_at, message.in_parts = draft.words, draft.due_at, draft.in_parts
    if draft.material is not None and draft.material != message.material:
        insist(rules.can_be_used(draft.material, timezone.localdate()))
    message.experiment, message.material = draft.experiment, draft.material
    message.saves, message.page, message.saved_at = message.saves + 1, page, timezone.now()
    message.save(update_fields=CHANGED)
    _put_together(message, draft)
    # What one open page saves as somebody types is one change.
    if is_news:
        record("message rewritten", message=message.pk, by=by.pk)
    return message


def _put_together(message: Message, draft: Draft) -> None:
    if draft.experiment is not None and draft.experiment.owner_id != message.author_id:
        raise NotAllowedError("This experiment is somebody else's.")
    held = set(open_to_write(message.author).values_list("pk", flat=True))
    if not {account.pk for account in draft.accounts} <= held:
        raise NotAllowedError("You can only write from accounts that you hold.")
    message.versions.exclude(account__in=draft.accounts).delete()
    Version.objects.bulk_create(
        [
            Version(message=message, account=one, own_words=draft.own_words.get(one.pk, ""))
            for one in draft.accounts
        ],
        update_conflicts=True,
        update_fields=["own_words"],
        unique_fields=["message", "account"],
    )
    split(message)
    put_pictures(message, draft.brought, draft.said)
    ask_for_pages(message)
