"""What people do with messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.accounts.queries import open_to_write
from tabard.accreditation.actions import Said, add_evidence
from tabard.accreditation.models import EvidenceKind, Permission
from tabard.accreditation.queries import permission
from tabard.accreditation.rules import may_write
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.composing import queries, rules
from tabard.composing.actions import findings
from tabard.composing.models import (
    LIFECYCLE,
    InParts,
    Message,
    MessageState,
    Picture,
    Version,
    parts_of,
)
from tabard.composing.settings import MOST_PARTS
from tabard.composing.work import Prepared, look_at, size
from tabard.people.models import Person
from tabard.record.actions import keep_bytes, record
from tabard.record.models import Blob
from tabard.record.queries import entries_about


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author has put together: words, accounts, a time or None for at once, a picture.

    Without a new picture, the message keeps the one that it has, or takes over that of `again`.
    `because` says of some findings, by their fingerprint, why they are kept.
    """

    words: str
    accounts: Sequence[Account]
    due_at: datetime | None = None
    picture: Prepared | None = None
    alt: str = ""
    again: Message | None = None
    because: Mapping[str, str] = field(default_factory=dict)
    in_parts: str = InParts.NO


@transaction.atomic
def write(draft: Draft, *, by: Person) -> Message:
    """Begin a message."""
    insist(may_write(permission(by)))
    message = Message.objects.create(
        author=by,
        words=draft.words,
        in_parts=draft.in_parts,
        due_at=draft.due_at,
        written_at=timezone.now(),
    )
    _put_together(message, draft)
    findings.look_again(message, draft.because, by=by)
    record("message begun", message=message.pk, by=by.pk)
    return message


@transaction.atomic
def rewrite(message: Message, draft: Draft, *, by: Person) -> Message:
    """Change a message that is being written."""
    message = lock(message)
    insist(rules.may_change(by, message))
    message.words, message.due_at, message.in_parts = draft.words, draft.due_at, draft.in_parts
    message.save(update_fields=["words", "due_at", "in_parts"])
    _put_together(message, draft)
    findings.look_again(message, draft.because, by=by)
    record("message rewritten", message=message.pk, by=by.pk)
    return message


def _put_together(message: Message, draft: Draft) -> None:
    held = set(open_to_write(message.author).values_list("pk", flat=True))
    if not {account.pk for account in draft.accounts} <= held:
        raise NotAllowedError("You can only write from accounts that you hold.")
    message.versions.exclude(account__in=draft.accounts).delete()
    Version.objects.bulk_create(
        [Version(message=message, account=account) for account in draft.accounts],
        ignore_conflicts=True,
    )
    _split(message)
    _put_picture(message, draft)


def _split(message: Message) -> list[Version]:
    """Keep the parts in which the message goes to each account, as they are now."""
    versions = list(message.versions.select_related("account"))
    for version in versions:
        network = version.account.network
        version.parts = list(parts_of(message.words, network, message.in_parts))
    Version.objects.bulk_update(versions, ["parts"])
    return versions


def _put_picture(message: Message, draft: Draft) -> None:
    """Keep the picture with its words, or apart from the message's own until it has some."""
    blob = _blob(message, draft)
    if blob is None:
        return
    if draft.alt:
        width, height = size(bytes(blob.content))
        Picture.objects.update_or_create(
            message=message,
            defaults={"blob": blob, "alt": draft.alt, "width": width, "height": height},
        )
    else:
        Picture.objects.filter(message=message).delete()
    message.undescribed = None if draft.alt else blob
    message.save(update_fields=["undescribed"])


def _blob(message: Message, draft: Draft) -> Blob | None:
    if draft.picture is not None:
        return keep_bytes(draft.picture.content, media_type=draft.picture.media_type)
    kept = message.blob_id or (draft.again.blob_id if draft.again else None)
    return Blob.objects.filter(pk=kept).first()


@transaction.atomic
def remove_picture(message: Message, *, by: Person) -> Message:
    """Take the picture out of a message that is being written."""
    message = lock(message)
    insist(rules.may_change(by, message))
    Picture.objects.filter(message=message).delete()
    message.undescribed = None
    message.save(update_fields=["undescribed"])
    record("picture removed", message=message.pk, by=by.pk)
    return message


@transaction.atomic
def submit(message: Message, *, by: Person, to_review: bool = False) -> Message:
    """Hand a message in: to go, if its author's permission lets it, or for review.

    An author whose posts go unchecked can ask for a review all the same, with `to_review`.
    """
    message = lock(message)
    insist(rules.may_change(by, message))
    accounts = [version.account for version in _split(message)]
    most = MOST_PARTS.value
    insist(rules.may_go(message, accounts, open_to_write(by), timezone.now(), most_parts=most))
    noticed = findings.look_again(message, {}, by=by)
    insist(rules.may_go_with(noticed))
    findings.let_be(message, noticed, by=by)
    allowed = permission(by, *accounts)
    insist(may_write(allowed))
    message.submitted_at, message.said = timezone.now(), ""
    message.review_was_asked_for = allowed.goes_unchecked and to_review
    if allowed.goes_unchecked and not to_review:
        return _let_go(message, allowed, by=by)
    return _ask_for_review(message, by=by)


def _let_go(message: Message, allowed: Permission, *, by: Person) -> Message:
    """Let a message go without a review, on the rung of its author."""
    message.state = LIFECYCLE.after(message.state, "let_go")
    message.let_go_on, message.is_taken_up = str(allowed.rung), False
    message.approved_by, message.approved_at = None, message.submitted_at
    message.save()
    what = {"words": message.words, "rung": message.let_go_on, **_what_goes(message)}
    _record("message let go", message, concerns=[], by=by.pk, **what)
    return message


def _ask_for_review(message: Message, *, by: Person) -> Message:
    message.state = LIFECYCLE.after(message.state, "submit")
    message.save()
    reviewers = queries.reviewers().exclude(pk=by.pk).values_list("pk", flat=True)
    what = {"words": message.words, **_what_goes(message)}
    _record("message submitted", message, concerns=reviewers, by=by.pk, **what)
    return message


def _what_goes(message: Message) -> dict[str, str | list[str]]:
    """Give what the record is to hold beside the words, so that nothing else takes its place.

    That is the message's picture, and for each account the parts of its thread.
    """
    picture = Picture.objects.filter(message=message).first()
    shown = {"picture": picture.blob_id, "alt": picture.alt} if picture else {}
    threads = message.versions.exclude(parts=[])
    return {**shown, **{f"thread_{one.account_id}": list(one.parts) for one in threads}}


@transaction.atomic
def take_back(message: Message, *, by: Person) -> Message:
    """Take a message out of review to change it."""
    message = lock(message)
    insist(rules.may_take_back(by, message))
    message.state = LIFECYCLE.after(message.state, "take_back")
    message.save(update_fields=["state"])
    _record("message taken back", message, by=by.pk)
    return message


@transaction.atomic
def send_back(
    message: Message,
    *,
    by: Person,
    said: str,
    submitted_at: datetime | None,
    upheld: Iterable[int] = (),
) -> Message:
    """Give a message back to its author, with words about what was handed in at that moment.

    Of what its author kept though checks had noticed it, the findings `upheld` were right.
    """
    message = lock(message)
    insist(rules.may_send_back(by, message, said))
    message.state = LIFECYCLE.after(message.state, "send_back")
    insist(rules.is_what_was_read(message, submitted_at))
    message.said = said
    message.save(update_fields=["state", "said"])
    findings.uphold(message, upheld, by=by)
    if not message.review_was_asked_for:
        # Whoever asks for a second pair of eyes is not to be counted down for it.
        _hand_down(message, EvidenceKind.SENT_BACK, "sending back", by=by, words=said)
    _record("message sent back", message, concerns=[message.author_id], by=by.pk, why=said)
    return message


@transaction.atomic
def approve(message: Message, *, by: Person, submitted_at: datetime | None) -> Message:
    """Let the message go out, as handed in at that moment and checked by this person."""
    message = lock(message)
    insist(rules.may_approve(by, message))
    message.state = LIFECYCLE.after(message.state, "approve")
    insist(rules.is_what_was_read(message, submitted_at))
    insist(rules.nothing_stops(one.finding for one in look_at(message).values()))
    message.approved_by, message.approved_at, message.said = by, timezone.now(), ""
    message.let_go_on, message.is_taken_up = "", False
    message.save()
    read = {"submitted_at": message.submitted_at.isoformat()} if message.submitted_at else {}
    sent_back = entries_about("message", message.pk).filter(kind="message sent back").exists()
    kind = EvidenceKind.CHANGED if sent_back else EvidenceKind.UNCHANGED
    _hand_down(message, kind, "approval", by=by)
    _record("message approved", message, concerns=[message.author_id], by=by.pk, **read)
    return message


def _hand_down(
    message: Message, kind: EvidenceKind, what: str, *, by: Person, words: str = ""
) -> None:
    """Let accreditation know what came of a review; each message counts once for each."""
    add_evidence(
        message.author,
        kind,
        source=f"{what} of message {message.pk}",
        about=("message", message.pk),
        said=Said(by, words),
    )


@transaction.atomic
def ask_again(message: Message, *, why: str) -> Message:
    """Put an approved message back to review, because its approval no longer holds."""
    message = lock(message)
    message.state = LIFECYCLE.after(message.state, "ask_again")
    message.said = why
    message.save(update_fields=["state", "said"])
    reviewers = queries.reviewers().exclude(pk=message.author_id).values_list("pk", flat=True)
    _record("message asked again", message, concerns=[message.author_id, *reviewers], why=why)
    return message


@transaction.atomic
def withdraw(message: Message, *, by: Person) -> Message:
    """Give a message up; what is not on its way yet never goes."""
    message = lock(message)
    insist(rules.may_take_back(by, message))
    if message.state == MessageState.WRITING:
        # What was written since it was last handed in stays with its author.
        message.submitted_at = None
    message.state = LIFECYCLE.after(message.state, "withdraw")
    message.save(update_fields=["state", "submitted_at"])
    _record("message withdrawn", message, by=by.pk)
    return message


def _record(
    kind: str, message: Message, *, concerns: Iterable[int] = (), **facts: str | int | list[str]
) -> None:
    record(kind, concerns=concerns, message=message.pk, author=message.author_id, **facts)
