"""Looking after e-mails: those that failed, texts that do not fit, and what is old."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.council.models import ChosenSetting
from tabard.notices import actions
from tabard.notices.models import Email, EmailKind, EmailState, Notice
from tabard.people.models import Person
from tabard.record import actions as record_actions
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    cache.clear()


@pytest.fixture
def administrator() -> Person:
    return make.administrator()


def failed(**differs) -> Email:
    now = timezone.now()
    told = {
        "made_at": now,
        "ended_at": now,
        "state": EmailState.FAILED,
        "problem": "No.",
        **differs,
    }
    return Email.objects.create(
        person=make.person(),
        kind=EmailKind.SOON,
        message_id=f"<{Email.objects.count()}@localhost>",
        **told,
    )


def told() -> list[str]:
    record_actions.chain()
    actions.follow()
    return [notice.words for notice in Notice.objects.order_by("pk")]


def test_administrators_are_told_of_failures_once_an_hour(administrator: Person):
    with time_machine.travel("2026-11-25 10:00:00+00:00", tick=False):
        failed()
        failed()
        actions.sweep()
        actions.sweep()
    with time_machine.travel("2026-11-25 10:30:00+00:00", tick=False):
        failed()
        actions.sweep()
        assert len(told()) == 1
    with time_machine.travel("2026-11-25 11:30:00+00:00", tick=False):
        actions.sweep()

    assert told() == [
        "The mail server refused e-mails, or could not be reached: 2.",
        "The mail server refused e-mails, or could not be reached: 1.",
    ]
    assert {notice.person for notice in Notice.objects.all()} == {administrator}


def test_nobody_is_emailed_of_failed_emails(administrator: Person, settings):
    settings.EMAIL_IS_ON = True
    failed()
    actions.sweep()
    told()

    assert Notice.objects.get().email_due_at is None
    assert Notice.objects.get().person == administrator


def choose(key: str, value: object) -> None:
    ChosenSetting.objects.create(key=key, value=value, chosen_at=timezone.now())


@pytest.mark.usefixtures("administrator")
def test_administrators_are_told_once_of_a_text_that_does_not_fit_any_more():
    choose("notices.closing", "{forgotten}")
    choose("notices.opening_soon", "Hello {first_name}")
    choose("notices.no_longer_there", "Hello")
    actions.sweep()
    actions.sweep()

    [words] = told()
    assert words == (
        "“Closing of every e-mail” has places that are not known any more, so the default "
        "text is used."
    )


def test_what_is_old_is_forgotten_and_nothing_else():
    ago = timezone.now() - timedelta(days=91)
    failed(made_at=ago)
    young = failed()
    waiting = failed(made_at=ago, state=EmailState.QUEUED, ended_at=None, try_at=ago)
    entry = Entry.objects.create(kind="message approved", at=ago)
    for days in (364, 366):
        Notice.objects.create(
            person=make.person(),
            entry=entry,
            words="Old.",
            url="/",
            at=timezone.now() - timedelta(days=days),
        )

    actions.sweep()

    assert set(Email.objects.all()) == {young, waiting}
    assert Notice.objects.count() == 1
    assert Entry.objects.filter(pk=entry.pk).exists()


def test_a_council_chooses_how_long_emails_are_kept():
    choose("notices.keep_emails_days", 7)
    failed(made_at=timezone.now() - timedelta(days=8))

    actions.sweep()

    assert not Email.objects.exists()


def test_notices_outlive_their_email():
    email = failed(made_at=timezone.now() - timedelta(days=91))
    entry = Entry.objects.create(kind="message approved", at=timezone.now())
    Notice.objects.create(
        person=email.person, entry=entry, words="Young.", url="/", at=entry.at, email=email
    )

    actions.sweep()

    assert Notice.objects.get().email is None


def test_an_administrator_has_a_failed_email_tried_again(administrator: Person):
    email = failed(tries=29, is_unsure=True, is_told=True)

    email = actions.retry(email, by=administrator)

    assert (email.state, email.tries, email.problem) == (EmailState.QUEUED, 0, "")
    assert not email.is_unsure
    assert not email.is_told
    assert email.try_at


def test_nobody_else_does():
    email = failed()

    with pytest.raises(NotAllowedError, match="Only administrators"):
        actions.retry(email, by=make.programme_member())


def test_what_was_sent_is_not_tried_again(administrator: Person):
    email = failed(state=EmailState.SENT)

    with pytest.raises(NotNowError):
        actions.retry(email, by=administrator)


def test_sweeping_asks_the_database_seldom(django_assert_num_queries):
    failed(is_told=True)

    # The transaction, settings, failures, and two each for what is old.
    with django_assert_num_queries(7):
        actions.sweep()
