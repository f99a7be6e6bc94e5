"""Handing messages in, and what authors and reviewers do with them from then on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts.queries import open_to_write
from tabard.accreditation.actions import Said, add_evidence
from tabard.accreditation.models import EvidenceKind, Permission
from tabard.accreditation.queries import permission
from tabard.accreditation.rules import may_write
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import queries, rules
from tabard.composing.actions import findings
from tabard.composing.models import (
    LIFECYCLE,
    Message,
    MessageState,
)
from tabard.composing.settings import MOST_PARTS
from tabard.composing.work import drop_unread_pages, keep_pages, look_at, split
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.record.queries import entries_about
from tabard.spending.rules import is_within_caps


@transaction.atomic
def submit(message: Message, *, by: Person, to_review: bool = False) -> Message:
    """Hand a message in: to go, if its author's permission lets it, or for review.

    An author whose posts go unchecked can ask for a review all the same, with `to_review`.
    """
    message = lock(message)
    insist(rules.may_change(by, message))
    versions = split(message)
    accounts = [version.account for version in versions]
    insist(rules.is_within_its_experiment(message))
    insist(rules.was_not_withdrawn(message.material))
    most = MOST_PARTS.value
    insist(
        rules.may_go(
            message, versions, message.shown, open_to_write(by), timezone.now(), most_parts=most
        )
    )
    keep_pages(message)
    insist(is_within_caps(queries.cost_of(message, versions)))
    noticed = findings.look_again(message, {}, by=by)
    insist(rules.may_go_with(noticed))
    findings.let_be(message, noticed, by=by)
    allowed = permission(by, *accounts)
    insist(may_write(allowed))
    message.submitted_at, message.said, message.chased = timezone.now(), "", 0
    goes_unchecked = rules.goes_unchecked(message, allowed)
    message.review_was_asked_for = goes_unchecked and to_review
    if goes_unchecked and not to_review:
        return _let_go(message, allowed, by=by)
    return _ask_for_review(message, by=by)


def _let_go(message: Message, allowed: Permission, *, by: Person) -> Message:
    """Let a message go without a review, on the rung of its author or within its experiment."""
    message.state = LIFECYCLE.after(message.state, "let_go")
    message.let_go_on = str(allowed.rung) if allowed.goes_unchecked else ""
    message.is_taken_up = False
    message.approved_by, message.approved_at = None, message.submitted_at
    message.save()
    drop_unread_pages(message)
    what = {"words": message.words, **queries.what_goes(message)}
    if message.let_go_on:
        rung = message.let_go_on
        _record("message let go", message, concerns=[], by=by.pk, rung=rung, **what)
    else:
        _record("message let go within an experiment", message, concerns=[], by=by.pk, **what)
    return message


def _ask_for_review(message: Message, *, by: Person) -> Message:
    message.state = LIFECYCLE.after(message.state, "submit")
    message.save()
    told = queries.on_duty().told(by.pk)
    what = {"words": message.words, **queries.what_goes(message)}
    _record("message submitted", message, concerns=told, by=by.pk, **what)
    return message


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
    message.looking.all().delete()
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
    message.looking.all().delete()
    drop_unread_pages(message)
    read = {"submitted_at": message.submitted_at.isoformat()} if message.submitted_at else {}
    sent_back = entries_about("message", message.pk).filter(kind="message sent back").exists()
    kind = EvidenceKind.CHANGED if sent_back else EvidenceKind.UNCHANGED
    changed = queries.words_changed(message)
    _hand_down(message, kind, "approval", by=by, words_changed=changed)
    _record("message approved", message, concerns=[message.author_id], by=by.pk, **read)
    return message


@transaction.atomic
def approve_unopened(message: Message, *, by: Person, submitted_at: datetime | None) -> Message:
    """Approve a message where it stands in the list, if that shows all there is to read."""
    message = lock(message)
    insist(rules.may_approve(by, message))
    LIFECYCLE.after(message.state, "approve")
    is_noticed = bool(queries.noticed_among([message]))
    insist(rules.may_approve_unopened(message, message.versions.all(), is_noticed=is_noticed))
    return approve(message, by=by, submitted_at=submitted_at)


def _hand_down(
    message: Message,
    kind: EvidenceKind,
    what: str,
    *,
    by: Person,
    words: str = "",
    words_changed: bool | None = None,
) -> None:
    """Let accreditation know what came of a review, and when; each message counts once for each."""
    add_evidence(
        message.author,
        kind,
        source=f"{what} of message {message.pk}",
        about=("message", message.pk),
        said=Said(by, words, message.submitted_at, words_changed),
    )


@transaction.atomic
def ask_again(message: Message, *, why: str) -> Message:
    """Put an approved message back to review, because its approval no longer holds."""
    message = lock(message)
    message.state = LIFECYCLE.after(message.state, "ask_again")
    message.said, message.chased = why, 0
    message.save(update_fields=["state", "said", "chased"])
    told = queries.on_duty().told(message.author_id)
    _record("message asked again", message, concerns=[message.author_id, *told], why=why)
    return message


@transaction.atomic
def give_time(message: Message, due_at: datetime, *, by: Person) -> Message:
    """Let a message go at another time; one that was approved for its time is reviewed again."""
    message = lock(message)
    insist(rules.may_take_back(by, message))
    insist(rules.is_in_time(due_at, timezone.now()))
    message.due_at, message.chased = due_at, 0
    if message.state != MessageState.WRITING:
        # What may be said at one time may not be said at another, as before an election.
        insist(rules.nothing_stops(one.finding for one in look_at(message).values()))
    if message.state == MessageState.WAITING:
        # Whoever has it open read it for its old time.
        message.submitted_at = timezone.now()
    message.save(update_fields=["due_at", "submitted_at", "chased"])
    _record("message given another time", message, by=by.pk, due_at=due_at.isoformat())
    if message.state == MessageState.APPROVED and message.is_reviewed:
        return ask_again(message, why="Its author has chosen another time for it.")
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
