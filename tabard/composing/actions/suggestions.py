"""Suggesting other words for a message, and accepting them."""

import json
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import queries, rules
from tabard.composing.actions.messages import approve, send_back, submit
from tabard.composing.models import SUGGESTION_LIFECYCLE, Message, Suggestion
from tabard.composing.work import split
from tabard.people.models import Person
from tabard.record.actions import record

# What its author reads where a reviewer leaves it at the words.
SEE_THE_WORDS = "I suggest other words."


@transaction.atomic
def suggest(
    message: Message, words: str, *, by: Person, said: str, submitted_at: datetime | None
) -> Suggestion:
    """Give a message back to its author with other words, which they can accept as they are."""
    message = lock(message)
    insist(rules.may_suggest(by, message, words))
    insist(rules.has_shared_words(message.versions.all()))
    message = send_back(
        message, by=by, said=said.strip() or SEE_THE_WORDS, submitted_at=submitted_at
    )
    suggestion = Suggestion.objects.create(
        message=message,
        by=by,
        was=message.words,
        words=words,
        read=_read(message),
        at=timezone.now(),
    )
    _record("words suggested", suggestion, by=by, was=message.words, words=words)
    return suggestion


@transaction.atomic
def accept(suggestion: Suggestion, *, by: Person) -> Message:
    """Take a reviewer's words as they are; that reviewer has approved them with that."""
    message = lock(suggestion.message)
    suggestion = lock(suggestion)
    insist(rules.may_change(by, message))
    suggestion.state = SUGGESTION_LIFECYCLE.after(suggestion.state, "accept")
    insist(rules.is_what_the_reviewer_read(suggestion, _read(message)))
    suggestion.save(update_fields=["state"])
    message.words = suggestion.words
    # A page that was open with the old words overwrites nothing.
    message.saves, message.page, message.saved_at = message.saves + 1, "", timezone.now()
    message.save(update_fields=["words", "saves", "page", "saved_at"])
    split(message)
    _record("suggestion accepted", suggestion, by=by)
    message = submit(message, by=by, to_review=True)
    return approve(message, by=suggestion.by, submitted_at=message.submitted_at)


def _read(message: Message) -> str:
    """Give a hash of all that goes: words, picture, accounts, time, whatever is recorded of it."""
    accounts = sorted(message.versions.values_list("account", flat=True))
    due_at = message.due_at.isoformat() if message.due_at else ""
    told = [message.words, due_at, accounts, queries.what_goes(message)]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _record(kind: str, suggestion: Suggestion, *, by: Person, **facts: str) -> None:
    message = suggestion.message
    told = {"message": message.pk, "author": message.author_id, "by": by.pk}
    record(kind, concerns=(), **told, **facts)
