"""What comes of a review is handed down as evidence, once for each post."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accreditation.models import Evidence, EvidenceKind, Rung
from tabard.composing import actions as composing
from tabard.composing.models import Message
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
K = EvidenceKind


def approve(message: Message) -> Message:
    return composing.approve(message, by=make.reviewer(), submitted_at=message.submitted_at)


def send_back(message: Message) -> Message:
    return composing.send_back(
        message, by=make.reviewer(), said="Say where.", submitted_at=message.submitted_at
    )


def seen() -> list[tuple[str, str]]:
    return [(one.kind, one.words) for one in Evidence.objects.order_by("pk")]


def test_post_approved_at_once_counts_as_reviewed_without_change():
    message = approve(make.waiting_message())

    assert seen() == [(K.UNCHANGED, "")]
    one = Evidence.objects.get()
    assert (one.person, one.about, one.number) == (message.author, "message", message.pk)


def test_post_that_was_sent_back_counts_as_sent_back_and_as_approved_after_a_change():
    author = make.author()
    message = composing.submit(make.message(author), by=author)
    for _ in range(2):
        send_back(message)
        message = composing.submit(message, by=author)

    approve(message)

    assert seen() == [(K.SENT_BACK, "Say where."), (K.CHANGED, "")]


def test_post_that_is_reviewed_again_counts_once():
    author = make.author()
    message = approve(composing.submit(make.message(author), by=author))
    message = composing.ask_again(message, why="It ran out.")

    approve(message)

    assert seen() == [(K.UNCHANGED, "")]


def test_review_that_was_asked_for_never_counts_against_its_author():
    author = make.trusted_author()
    message = composing.submit(make.message(author), by=author, to_review=True)
    send_back(message)
    message = composing.submit(message, by=author, to_review=True)

    approve(message)

    assert seen() == [(K.CHANGED, "")]


def test_review_that_was_needed_counts_also_if_it_was_asked_for():
    author = make.accreditation(rung=Rung.CHECKED).person

    send_back(composing.submit(make.message(author), by=author, to_review=True))

    assert seen() == [(K.SENT_BACK, "Say where.")]


def test_evidence_and_review_are_recorded_together_or_not_at_all():
    approve(make.waiting_message())

    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["evidence added", "message approved"]


def reviews() -> list[tuple[str, bool | None]]:
    return [(one.kind, one.words_changed) for one in Evidence.objects.order_by("pk")]


def test_evidence_says_how_long_the_review_took_from_when_it_was_asked_for():
    asked_at = timezone.now() - timedelta(hours=2)

    message = make.waiting_message()
    Message.objects.update(submitted_at=asked_at)
    message.refresh_from_db()
    approve(message)

    one = Evidence.objects.get()
    assert one.asked_at == asked_at
    assert one.took is not None
    assert timedelta(hours=2) <= one.took < timedelta(hours=2, minutes=5)
    assert Evidence(at=timezone.now()).took is None


def test_evidence_says_whether_the_words_are_those_first_handed_in():
    author = make.author()
    message = composing.submit(make.message(author), by=author)
    send_back(message)
    Message.objects.update(words="The mobile library stops at Oakford at eleven.")
    approve(composing.submit(message, by=author))
    same = composing.submit(make.message(author), by=author)
    send_back(same)

    approve(composing.submit(same, by=author))

    back, changed = (K.SENT_BACK, None), (K.CHANGED, True)
    assert reviews() == [back, changed, back, (K.CHANGED, False)]


def test_other_words_on_one_account_are_other_words():
    author = make.author()
    message = composing.submit(make.message(author), by=author)
    send_back(message)
    message.versions.update(own_words="At Oakford.")

    approve(composing.submit(message, by=author))

    assert reviews() == [(K.SENT_BACK, None), (K.CHANGED, True)]


def test_it_is_not_said_where_nobody_knows_what_was_first_handed_in():
    approve(make.waiting_message())

    assert reviews() == [(K.UNCHANGED, None)]
