"""Questions across messages, and how words will look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.composing import queries
from tabard.composing.models import InParts, Piece
from tabard.composing.queries import Part, Preview, Room
from tabard.people.models import Role
from tests import make

pytestmark = pytest.mark.django_db

PRACTICE = Account(pk=1, network="practice", handle="ada", display_name="Ada Lovelace")
BLUESKY = Account(pk=2, network="bluesky", handle="ada.example")


def test_reviewer_sees_what_waits_with_the_first_due_first():
    now = timezone.now()
    at_once = make.waiting_message()
    later = make.waiting_message(due_at=now + timedelta(hours=2))
    sooner = make.waiting_message(due_at=now + timedelta(hours=1))
    make.message()
    make.approved_message()

    assert list(queries.waiting_for_review(make.reviewer())) == [sooner, later, at_once]


def test_reviewer_does_not_see_their_own():
    author = make.reviewer()
    make.accreditation(author)
    make.waiting_message(author)

    assert list(queries.waiting_for_review(author)) == []


@pytest.mark.parametrize("role", [Role.OVERSIGHT_OFFICER, Role.ADMINISTRATOR])
def test_others_have_nothing_to_review(role: Role):
    make.waiting_message()

    assert list(queries.waiting_for_review(make.person(role))) == []


def test_reviewers_are_those_who_may_and_are_still_here():
    reviewer, programme = make.reviewer(), make.programme_member()
    gone = make.reviewer()
    gone.is_active = False
    gone.save()
    make.oversight_officer()

    assert set(queries.reviewers()) == {reviewer, programme}


def test_approved_messages_are_taken_up_in_the_order_of_their_approval():
    now = timezone.now()
    second = make.approved_message(approved_at=now)
    first = make.approved_message(approved_at=now - timedelta(minutes=1))
    make.approved_message(is_taken_up=True)
    make.waiting_message()

    assert list(queries.to_take_up()) == [first, second]


def test_preview_shows_links_on_each_account():
    shown = (Piece("See ", is_link=False), Piece("https://a.example", is_link=True))
    words = ["See https://a.example"]

    assert queries.previews([(PRACTICE, words), (BLUESKY, [*words, *words])], {}, []) == [
        Preview(PRACTICE, (Part(1, shown),)),
        Preview(BLUESKY, (Part(1, shown), Part(2, shown))),
    ]


def test_preview_calls_an_account_by_its_name_or_its_handle():
    named, unnamed = queries.previews([(PRACTICE, [""]), (BLUESKY, [""])], {}, [])

    assert (named.name, named.initials) == ("Ada Lovelace", "AL")
    assert (unnamed.name, unnamed.initials) == ("ada.example", "A")


def test_room_is_counted_once_for_each_network_as_it_counts():
    other = Account(pk=3, network="practice", handle="bob")
    gone = Account(pk=4, network="gone", handle="carl")

    words = "👩‍👩‍👧‍👦 hi"
    said = [(one, words) for one in (PRACTICE, BLUESKY, other, gone)]

    assert queries.rooms(said, words, InParts.NO) == [
        Room("Practice network", "characters", 4, 500, can_be_split=True),
        Room("Bluesky", "characters", 4, 300, can_be_split=True),
    ]


def test_what_is_said_differently_is_counted_by_itself_and_named():
    other = Account(pk=3, network="practice", handle="bob")

    assert queries.rooms([(PRACTICE, "Hello"), (other, "Hi")], "Hello", InParts.NO) == [
        Room("Practice network", "characters", 5, 500, can_be_split=True),
        Room("@bob on Practice network", "characters", 2, 500, can_be_split=True),
    ]


def test_thread_is_counted_in_posts_and_nothing_has_to_be_cut():
    page = Account(pk=5, network="linkedin", handle="exampleton")
    words = ("The library is open. " * 200).strip()
    said = [(one, words) for one in (PRACTICE, BLUESKY, page)]

    practice, bluesky, linkedin = queries.rooms(said, words, InParts.NUMBERED)

    assert (practice.parts, practice.over) == (9, 0)
    assert (bluesky.parts, bluesky.over) == (16, 0)
    assert (linkedin.parts, linkedin.over, linkedin.can_be_split) == (0, 1199, False)


@pytest.mark.parametrize(
    ("used", "over", "unit"),
    [
        (299, 0, "characters"),
        (300, 0, "characters"),
        (301, 1, "character"),
        (312, 12, "characters"),
    ],
)
def test_room_says_how_much_is_over(used: int, over: int, unit: str):
    room = Room("Bluesky", "characters", used, 300)

    assert (room.over, room.over_unit) == (over, unit)
