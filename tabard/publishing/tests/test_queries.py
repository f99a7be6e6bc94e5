"""Questions across deliveries and posts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts.models import AccountState
from tabard.composing.models import Message, MessageState
from tabard.publishing import queries
from tabard.publishing.models import Delivery, DeliveryState
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState


def test_posts_of_somebody_are_theirs_in_every_state_newest_first():
    author = make.author()
    mine = [make.message(author, state=MessageState(state)) for state in ("writing", "withdrawn")]
    make.message()

    assert list(queries.posts_of(author)) == mine[::-1]


def test_all_posts_leave_out_what_is_being_written():
    make.message()
    make.message(submitted_at=timezone.now())
    make.message(state=MessageState.WITHDRAWN)
    waiting, approved = make.waiting_message(), make.approved_message()
    withdrawn = make.message(state=MessageState.WITHDRAWN, submitted_at=timezone.now())

    assert list(queries.all_posts()) == [withdrawn, approved, waiting]


def test_all_posts_in_a_state_are_those_of_which_a_part_is():
    author = make.author()
    both = make.approved_message(author, accounts=[make.account(author), make.account(author)])
    for version, state in zip(both.versions.all(), [S.CONFIRMED, S.FAILED], strict=True):
        Delivery.objects.create(
            version=version,
            state=state,
            due_at=timezone.now(),
            confirmed_at=timezone.now(),
            network_id="key",
            once_only_key=f"key{version.pk}",
        )
    failed = make.delivery(state=S.FAILED).version.message
    make.waiting_message()

    assert list(queries.all_posts(state="failed")) == [failed, both]
    assert list(queries.all_posts(state="confirmed")) == [both]


def test_all_posts_that_wait_for_review():
    waiting = make.waiting_message()
    make.delivery(state=S.SCHEDULED)

    assert list(queries.all_posts(state="waiting")) == [waiting]


def test_one_post_is_found_by_its_number():
    message = make.message()
    make.message()

    assert list(queries.post(message.pk)) == [message]


def test_what_is_in_order_is_not_asked_about():
    make.delivery()
    make.delivery(state=S.DUE)
    make.delivery(state=S.CONFIRMED)

    assert list(queries.to_ask_about(timezone.now())) == []


def test_what_is_held_is_asked_about():
    held = make.delivery(state=S.HELD)

    assert list(queries.to_ask_about(timezone.now())) == [held]


@pytest.mark.parametrize("state", ["writing", "waiting", "withdrawn"])
def test_what_is_held_for_its_review_is_not_asked_about(state: str):
    held = make.delivery(state=S.HELD)
    Message.objects.filter(pk=held.version.message_id).update(state=state)

    assert list(queries.to_ask_about(timezone.now())) == []


@pytest.mark.parametrize(
    ("state", "of_message", "is_late"),
    [
        (S.SCHEDULED, "approved", True),
        (S.HELD, "approved", True),
        (S.HELD, "writing", True),
        (S.HELD, "waiting", False),
        (S.DUE, "approved", False),
        (S.EXPIRED, "approved", False),
    ],
)
def test_what_is_late_had_its_time_and_does_not_wait_for_review(
    state: DeliveryState,
    of_message: str,
    is_late: bool,  # noqa: FBT001 - a parameter of the test
):
    now = timezone.now()
    delivery = make.delivery(state=state, due_at=now - timedelta(seconds=1))
    make.delivery(due_at=now + timedelta(seconds=1))
    Message.objects.filter(pk=delivery.version.message_id).update(state=of_message)

    assert list(queries.late(now)) == [delivery] * is_late


@pytest.mark.parametrize(
    ("of_accreditation", "of_account", "of_message"),
    [
        ({"state": "suspended", "reason": "Why."}, {}, {}),
        ({"until": timezone.now() - timedelta(seconds=1)}, {}, {}),
        ({}, {"state": AccountState.LOST}, {}),
        ({}, {"state": AccountState.ENDED, "official_until": timezone.now()}, {}),
        ({}, {"network": "gone"}, {}),
        ({}, {}, {"state": MessageState.WAITING}),
    ],
)
def test_scheduled_post_is_asked_about_when_anything_has_changed(
    of_accreditation, of_account, of_message
):
    author = make.accreditation(**of_accreditation).person
    account = make.account(author, **of_account)
    message = make.approved_message(author, accounts=[account])
    delivery = make.delivery(message)
    for name, value in of_message.items():
        setattr(message, name, value)
    message.save()

    assert list(queries.to_ask_about(timezone.now())) == [delivery]
