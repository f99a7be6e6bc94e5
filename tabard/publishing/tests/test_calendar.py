"""The calendar: what it shows to whom, how posts are moved, and what other calendars read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tabard.common.rules import NotAllowedError
from tabard.composing.models import Message, MessageState
from tabard.people.models import Person
from tabard.publishing import actions, queries
from tabard.publishing.models import CalendarFeed, DeliveryState
from tabard.publishing.views.calendar import LIST, MONTH, WEEK, Span
from tests import make

pytestmark = pytest.mark.django_db

CALENDAR = "publishing:calendar"
SOON = timedelta(days=2)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(person: Person, **asked: Any) -> str:
    return " ".join(browser(person).get(reverse(CALENDAR), {"view": "list"} | asked).text.split())


def scheduled(author: Person | None = None, **differs: Any) -> Message:
    author = author or make.author()
    told: dict[str, Any] = {
        "words": "The van is in Oakford.",
        "due_at": timezone.now() + SOON,
    } | differs
    message = make.approved_message(author, accounts=[make.account(author)], **told)
    make.delivery(message)
    return message


def slots(person: Person, **asked: Any) -> list[queries.Slot]:
    today = timezone.localdate()
    told: dict[str, Any] = {"whose": "all", "service": None} | asked
    return queries.slots(today - timedelta(days=9), today + timedelta(days=9), to=person, **told)


# What is shown


def test_its_author_reads_a_post_and_a_colleague_sees_that_there_is_one():
    message = scheduled()

    assert "The van is in Oakford." in shown(message.author)
    page = shown(make.person())
    assert "The van is in Oakford." not in page
    assert f'A post</span> <span class="tabard-slot__who">{message.author}' in page


@pytest.mark.parametrize("who", [make.reviewer, make.oversight_officer])
def test_those_who_review_and_oversee_read_every_post(who: Any):
    scheduled()

    assert "The van is in Oakford." in shown(who())


def test_what_everybody_can_read_on_the_network_colleagues_read_here():
    message = scheduled(due_at=timezone.now() - timedelta(hours=1))
    make_confirmed(message)

    assert [one.words for one in slots(make.person())] == ["The van is in Oakford."]


def make_confirmed(message: Message) -> None:
    for version in message.versions.all():
        version.deliveries.update(
            state=DeliveryState.CONFIRMED, network_id="1", confirmed_at=timezone.now()
        )


def test_a_draft_with_a_time_is_in_its_authors_own_calendar_alone():
    author = make.author()
    make.message(author, due_at=timezone.now() + SOON, accounts=[make.account(author)])

    assert [one.state for one in slots(author, whose="mine")] == ["Draft"]
    assert slots(author) == []
    assert slots(make.reviewer()) == []


@pytest.mark.parametrize("state", ["failed", "expired", "cancelled"])
def test_what_got_nowhere_is_not_shown(state: str):
    message = scheduled()
    for version in message.versions.all():
        version.deliveries.update(state=state)

    assert slots(message.author) == []


def test_what_was_called_off_is_not_shown():
    message = scheduled()
    Message.objects.update(state=MessageState.WITHDRAWN)

    assert slots(message.author) == []


def test_posts_can_be_narrowed_to_a_service():
    ours = scheduled()
    scheduled(make.author(of="Highways"))

    assert [one.author for one in slots(make.person(), service=ours.author.service_id)] == [
        str(ours.author)
    ]


def test_events_silences_and_bank_holidays_are_shown(time_machine):
    time_machine.move_to("2026-12-21T09:00Z")
    make.occasion(
        kind="mourning",
        name="Remembering",
        first_day=date(2026, 12, 22),
        last_day=date(2026, 12, 23),
    )

    page = shown(make.person())

    assert page.count("Remembering") == 2
    assert "Christmas Day" in page
    assert "posts hold back" in page


def test_an_empty_calendar_says_so():
    assert "No post goes out on these days yet." in shown(make.person())


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_it_takes_as_many_queries_with_many_posts(
    how_many: int, view: str, django_assert_num_queries
):
    for _ in range(how_many):
        scheduled()
    client = browser(make.reviewer())

    with django_assert_num_queries(10):
        client.get(reverse(CALENDAR), {"view": view})


def test_a_day_of_a_month_shows_three_posts_and_says_how_many_more():
    author = make.author()
    for number in range(5):
        scheduled(author, words=f"Post {number}", due_at=timezone.now() + timedelta(seconds=number))

    month = shown(author, view="month")
    assert "Post 2" in month
    assert "Post 3" not in month
    assert "2 more" in month
    assert "Post 4" in shown(author)


# Which days


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_month_is_shown_in_whole_weeks_and_the_next_one_follows(day: date):
    span = Span.around(day, MONTH)

    assert span.first.weekday() == 0
    assert span.last.weekday() == 6
    assert span.first <= day <= span.last
    assert (span.before.month, span.after.month) == (
        (day.month - 2) % 12 + 1,
        day.month % 12 + 1,
    )


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from([WEEK, LIST]))
def test_weeks_and_lists_follow_each_other_without_a_gap(day: date, view: str):
    span = Span.around(day, view)

    assert Span.around(span.after, view).first == span.last + timedelta(days=1)
    assert Span.around(span.before, view).last == span.first - timedelta(days=1)


@pytest.mark.parametrize("asked", ["yesterday", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_that_makes_no_sense_is_today(asked: str):
    answer = browser(make.person()).get(reverse(CALENDAR), {"day": asked, "view": "nothing"})

    assert answer.status_code == 200
    assert f"{timezone.localdate():%B %Y}" in answer.text


def test_a_gap_is_three_working_days_without_a_post(time_machine):
    # A Monday, of a week without a bank holiday.
    time_machine.move_to("2026-11-30T09:00Z")
    monday = date(2026, 11, 30)
    scheduled(due_at=datetime(2026, 12, 4, 10, tzinfo=UTC))
    author = make.author()
    days = queries.days(
        monday,
        monday + timedelta(days=13),
        slots(author),
        month=None,
    )

    assert queries.gaps(days) == [
        (date(2026, 11, 30), date(2026, 12, 3)),
        (date(2026, 12, 7), date(2026, 12, 11)),
    ]
    assert queries.gaps(days[:2]) == []


# Moving


def later() -> datetime:
    return (timezone.now() + timedelta(days=5)).replace(microsecond=0)


def test_a_draft_is_moved():
    message = make.message(due_at=timezone.now() + SOON)

    assert actions.move(message, due := later(), by=message.author).due_at == due


def test_what_waits_for_review_is_moved_and_its_reviewer_has_to_read_it_again():
    message = make.waiting_message()
    before = message.submitted_at

    moved = actions.move(message, later(), by=message.author)

    assert moved.state == MessageState.WAITING
    assert moved.submitted_at != before


def test_what_was_approved_for_its_time_is_reviewed_again_for_another():
    message = scheduled()

    moved = actions.move(message, due := later(), by=message.author)

    assert moved.state == MessageState.WAITING
    assert "another time" in moved.said
    [delivery] = [one for version in moved.versions.all() for one in version.deliveries.all()]
    assert delivery.due_at == due


def test_what_goes_unchecked_is_moved_and_goes_unchecked():
    author = make.trusted_author()
    message = make.message(
        author,
        accounts=[make.account(author)],
        state=MessageState.APPROVED,
        submitted_at=timezone.now(),
        approved_at=timezone.now(),
        due_at=timezone.now() + SOON,
        let_go_on="free",
    )
    make.delivery(message)

    assert actions.move(message, later(), by=author).state == MessageState.APPROVED


@pytest.mark.parametrize("state", ["due", "sending", "sent", "confirmed", "failed"])
def test_what_is_on_its_way_or_gone_has_no_other_time(state: str):
    message = scheduled()
    for version in message.versions.all():
        version.deliveries.update(
            state=state, network_id="1", confirmed_at=timezone.now(), begun_at=timezone.now()
        )

    with pytest.raises(NotAllowedError, match="has no other time"):
        actions.move(message, later(), by=message.author)


def test_what_has_begun_and_is_held_has_no_other_time():
    message = scheduled()
    for version in message.versions.all():
        version.deliveries.update(state=DeliveryState.HELD, begun_at=timezone.now())

    with pytest.raises(NotAllowedError, match="has no other time"):
        actions.move(message, later(), by=message.author)


def test_a_thread_of_which_a_part_is_not_public_yet_is_not_read_by_colleagues():
    message = scheduled(due_at=timezone.now() - timedelta(hours=1))
    make_confirmed(message)
    make.delivery(message, part=2, state=DeliveryState.SCHEDULED)

    [slot] = slots(make.person())
    assert (slot.words, slot.may_open) == ("", False)


def test_a_colleague_gets_no_link_to_a_page_that_refuses_them():
    message = scheduled(due_at=timezone.now() - timedelta(hours=1))
    make_confirmed(message)
    address = reverse("publishing:post", args=[message.pk])

    day = timezone.localdate(message.due_at).isoformat()
    assert address not in shown(make.person(), day=day)
    assert address in shown(message.author, day=day)


def test_nothing_is_moved_into_the_past():
    message = scheduled()

    with pytest.raises(NotAllowedError, match="in the future"):
        actions.move(message, timezone.now(), by=message.author)


def test_a_post_is_moved_on_its_page_which_knows_the_day_it_was_dragged_to():
    message = make.waiting_message()
    due = timezone.localtime(later()).replace(second=0)
    client = browser(message.author)
    address = reverse("publishing:move", args=[message.pk])

    page = client.get(address, {"to": f"{due:%Y-%m-%dT%H:%M}"}).text
    assert f'value="{due:%H:%M}"' in page
    answer = client.post(
        address,
        {
            "due_at_day": due.day,
            "due_at_month": due.month,
            "due_at_year": due.year,
            "due_at_time": f"{due:%H:%M}",
            "from": "calendar",
        },
    )

    assert answer["Location"] == f"{reverse(CALENDAR)}?day={due:%Y-%m-%d}"
    message.refresh_from_db()
    assert message.due_at == due


def test_a_drag_to_nowhere_leaves_the_time_as_it_is():
    message = make.waiting_message()
    address = reverse("publishing:move", args=[message.pk])

    assert browser(message.author).get(address, {"to": "tomorrow"}).status_code == 200


def test_a_time_that_does_not_do_is_explained():
    message = make.waiting_message()
    answer = browser(message.author).post(
        reverse("publishing:move", args=[message.pk]), {"from": "calendar"}
    )

    assert "Enter the day and time it should go" in answer.text


# Other calendars


def address_of(person: Person) -> str:
    page = browser(person).post(reverse("publishing:feed"), {"do": "make"}).text
    found = page.split('<p class="tabard-address">')[1].split("</p>")[0].strip()
    return found.removeprefix("http://testserver")


def test_another_calendar_reads_what_its_owner_sees():
    message = scheduled(words="The van, in Oakford; on Tuesday")
    make.occasion(name="County elections")

    answer = Client().get(address_of(message.author))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    summaries = [str(event["summary"]) for event in events]
    assert summaries == [
        f"{message.author}: The van, in Oakford; on Tuesday (scheduled)",
        "County elections",
    ]
    assert events[0].decoded("dtstart") == slots(message.author)[0].at.replace(microsecond=0)
    assert CalendarFeed.objects.get().used_at is not None


def test_another_calendar_reads_no_words_that_its_owner_may_not_see():
    scheduled()

    assert b"Oakford" not in Client().get(address_of(make.person())).content


def test_only_the_newest_address_works_until_it_is_stopped():
    person = make.person()
    old, new = address_of(person), address_of(person)

    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    browser(person).post(reverse("publishing:feed"), {"do": "stop"})

    assert Client().get(new).status_code == 404


def test_the_address_of_somebody_who_cannot_sign_in_gives_nothing():
    person = make.person()
    address = address_of(person)
    Person.objects.update(is_active=False)

    assert Client().get(address).status_code == 404


def test_the_address_is_shown_once_and_kept_as_a_hash():
    person = make.person()
    secret = address_of(person).rstrip("/").split("/")[-1].removesuffix(".ics")

    assert secret not in browser(person).get(reverse("publishing:feed")).text
    assert secret not in str(CalendarFeed.objects.values_list()[0])
