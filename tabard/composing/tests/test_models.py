"""What the database promises about messages, and what a message says of itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.composing.models import (
    LIFECYCLE,
    Message,
    MessageState,
    Picture,
    Piece,
    Version,
    pieces,
    taken_on,
)
from tabard.record.actions import keep_bytes
from tests import make

pytestmark = pytest.mark.django_db


def test_nobody_approves_their_own_message():
    author = make.author()

    with pytest.raises(IntegrityError, match="message_not_approved_by_its_author"):
        make.message(author, approved_by=author)


@pytest.mark.parametrize("missing", ["approved_by", "approved_at"])
def test_approved_message_says_by_whom_or_on_which_rung_and_when(missing: str):
    message = make.approved_message()
    setattr(message, missing, None)

    with pytest.raises(IntegrityError, match="approved_message_says_when_and_by_whom"):
        message.save()


@pytest.mark.parametrize("let_go_on", ["sampled", "checked"])
def test_approved_message_is_either_reviewed_or_let_go_on_a_rung_that_lets_go(let_go_on: str):
    message = make.approved_message()
    message.let_go_on = let_go_on
    message.approved_by = None if let_go_on == "checked" else message.approved_by

    with pytest.raises(IntegrityError, match="approved_message_says_when_and_by_whom"):
        message.save()


@pytest.mark.parametrize("state", ["waiting", "approved"])
def test_picture_that_lacks_words_or_an_answer_goes_nowhere(state: str):
    message = make.approved_message()
    message.state, message.lacks_words_or_answer = MessageState(state), True

    with pytest.raises(IntegrityError, match="picture_lacks_words_or_answer_only_while_writing"):
        message.save()


def test_message_goes_to_an_account_once():
    message = make.message()

    with pytest.raises(IntegrityError, match="one_version_per_message_and_account"):
        Version.objects.create(message=message, account=message.versions.get().account)


def test_every_state_can_be_reached():
    reached = {LIFECYCLE.initial} | {leads_to for _, _, leads_to in LIFECYCLE.arrows()}

    assert reached == set(MessageState)


@pytest.mark.parametrize(
    ("due", "approved", "is_too_late"),
    [(None, 0, False), (1, 0, False), (-1, 0, True), (-1, None, True), (1, None, False)],
)
def test_message_is_too_late_when_it_was_approved_after_its_time(
    due: int | None, approved: int | None, *, is_too_late: bool
):
    now = timezone.now()
    message = Message(
        due_at=None if due is None else now + timedelta(hours=due),
        approved_at=None if approved is None else now,
    )

    assert message.is_too_late == is_too_late


def test_time_has_passed_from_the_moment_on():
    now = timezone.now()

    assert Message(due_at=now).time_has_passed
    assert not Message(due_at=now + timedelta(minutes=1)).time_has_passed
    assert not Message().time_has_passed


def test_pictures_stand_in_their_order_and_what_they_show_is_known():
    message = make.message()
    for place, alt in ((1, "A van."), (0, "A bus."), (2, "")):
        blob = keep_bytes(b"%d" % place, media_type="image/jpeg")
        Picture.objects.create(message=message, blob=blob, place=place, alt=alt, width=1, height=1)

    assert [one.place for one in message.shown] == [0, 1, 2]
    assert message.alts == ["A bus.", "A van."]
    assert message.shown[0].mark == keep_bytes(b"0", media_type="image/jpeg").sha256[:16]


@pytest.mark.parametrize(
    ("network", "taken"), [("pinterest", 1), ("practice", 4), ("linkedin", 20), ("gone", 21)]
)
def test_network_is_sent_the_first_pictures_that_it_takes(network: str, taken: int):
    pictures = [Picture(place=place) for place in range(21)]

    assert taken_on(network, pictures) == pictures[:taken]


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"place": 0}, "pictures_stand_one_after_the_other"),
        ({"content": b"one"}, "message_shows_a_picture_once"),
        ({"place": 20}, "message_has_not_too_many_pictures"),
    ],
)
def test_pictures_of_a_message_are_each_one_in_one_place(differs: dict[str, Any], why: str):
    message, size = make.message(), {"width": 1, "height": 1}
    one = keep_bytes(b"one", media_type="image/jpeg")
    Picture.objects.create(message=message, blob=one, **size)
    told: dict[str, Any] = {"place": 1, "content": b"two"} | differs
    blob = keep_bytes(told["content"], media_type="image/jpeg")

    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match=why):
        Picture.objects.create(message=message, blob=blob, place=told["place"], **size)


def test_names_are_what_people_would_call_them():
    message = make.message(words="x" * 70)
    version = message.versions.get()

    assert str(message) == "x" * 60
    assert str(version) == f"{'x' * 60} on {version.account}"
    assert str(Picture(alt="A van.")) == "A van."


def test_words_are_parted_into_links_and_the_rest():
    assert list(pieces("See https://a.example/x, or not.")) == [
        Piece("See ", is_link=False),
        Piece("https://a.example/x", is_link=True),
        Piece(", or not.", is_link=False),
    ]


@given(st.text() | st.lists(st.sampled_from(["https://a.example", " ", "é", "."])).map("".join))
def test_pieces_together_are_the_words(words: str):
    assert "".join(piece.text for piece in pieces(words)) == words
