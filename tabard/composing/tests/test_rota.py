"""Reviewers are told in time: those on the rota first, then all of them, then the author."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.composing import actions
from tabard.composing.actions import chase
from tabard.composing.models import Message, ReviewDay
from tabard.composing.settings import REMIND_AFTER
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def waits(*, due_in: float | None = None, for_hours: float = 1, **differs: Any) -> Message:
    """Make a message that has waited for some hours, and is due in some."""
    now = timezone.now()
    made = make.waiting_message(
        due_at=None if due_in is None else now + timedelta(hours=due_in), **differs
    )
    Message.objects.filter(pk=made.pk).update(submitted_at=now - timedelta(hours=for_hours))
    return made


def on_rota(person: Any, *, days_from_now: int = 0) -> None:
    day = timezone.localdate() + timedelta(days=days_from_now)
    ReviewDay.objects.create(person=person, weekday=day.weekday())


def told() -> list[tuple[str, list[int]]]:
    entries = Entry.objects.filter(kind__startswith="review ").order_by("pk")
    return [(one.kind, one.people) for one in entries]


# Who is told first


def test_whoever_is_on_the_rota_today_is_told_of_a_new_post():
    author, first, other = make.author(), make.reviewer(), make.reviewer()
    on_rota(first)
    on_rota(other, days_from_now=1)
    make.account(author)

    actions.submit(make.message(author), by=author)

    assert Entry.objects.get(kind="message submitted").people == [first.pk]


def test_where_nobody_is_on_the_rota_everybody_is_told():
    author, one, other = make.author(), make.reviewer(), make.programme_member()

    actions.submit(make.message(author), by=author)

    assert Entry.objects.get(kind="message submitted").people == sorted([one.pk, other.pk])


def test_whoever_is_away_is_not_told_though_it_is_their_day():
    author, away, here = make.author(), make.reviewer(), make.reviewer()
    on_rota(away)
    make.absence(away)

    actions.submit(make.message(author), by=author)

    assert Entry.objects.get(kind="message submitted").people == [here.pk]


def test_where_everybody_is_away_all_are_told_all_the_same():
    author, away = make.author(), make.reviewer()
    make.absence(away)

    actions.submit(make.message(author), by=author)

    assert Entry.objects.get(kind="message submitted").people == [away.pk]


def test_neither_the_author_nor_those_whom_the_author_leads_are_told():
    author = make.accreditation(make.reviewer(manager=make.person())).person
    make.reviewer(manager=author)
    other = make.reviewer()

    actions.submit(make.message(author), by=author)

    assert Entry.objects.get(kind="message submitted").people == [other.pk]


# When they are reminded


def test_of_a_post_that_is_due_soon_those_on_the_rota_are_reminded_once():
    first, _ = make.reviewer(), make.reviewer()
    on_rota(first)
    waits(due_in=3)

    assert [chase(), chase()] == [1, 0]
    assert told() == [("review waits for its time", [first.pk])]


def test_of_a_post_without_a_time_they_are_reminded_after_hours():
    first = make.reviewer()
    waits(for_hours=5)

    assert [chase(), chase()] == [1, 0]
    assert told() == [("review waits", [first.pk])]


def test_later_everybody_who_reviews_is_told_and_not_reminded_besides():
    first, other, team = make.reviewer(), make.reviewer(), make.programme_member()
    on_rota(first)
    everybody = sorted([first.pk, other.pk, team.pk])
    waits(due_in=0.5)
    waits(for_hours=25)

    assert [chase(), chase()] == [2, 0]
    assert sorted(told()) == [
        ("review is late", everybody),
        ("review is late for its time", everybody),
    ]


def test_the_author_hears_that_nobody_came_to_it_in_time():
    make.reviewer()
    message = waits(due_in=-0.1, for_hours=30)

    assert [chase(), chase()] == [1, 0]
    assert told() == [("review missed", [message.author_id])]


def test_one_post_goes_through_all_three_steps():
    make.reviewer()
    message = waits(due_in=3)
    for hours in (0.5, -0.1):
        assert chase() == 1
        Message.objects.update(due_at=timezone.now() + timedelta(hours=hours))
    assert [chase(), chase()] == [1, 0]

    message.refresh_from_db()
    assert message.chased == 3
    assert [kind for kind, _ in told()] == [
        "review waits for its time",
        "review is late for its time",
        "review missed",
    ]


@pytest.mark.parametrize(
    ("due_in", "for_hours"), [(3, 0.1), (0.5, 0.1), (100, 90), (None, 3), (5, 30)]
)
def test_what_was_just_handed_in_or_has_time_is_left_alone(due_in: float | None, for_hours: float):
    make.reviewer()
    waits(due_in=due_in, for_hours=for_hours)

    assert chase() == 0
    assert told() == []


def test_nobody_is_told_of_what_waits_no_more():
    make.reviewer()
    make.approved_message(due_at=timezone.now() + timedelta(hours=1))
    make.message(due_at=timezone.now() + timedelta(hours=1))

    assert chase() == 0


def test_a_council_sets_after_how_many_hours():
    make.reviewer()
    make.chosen(REMIND_AFTER, 2)
    waits(for_hours=3)

    assert chase() == 1


def test_what_is_handed_in_again_is_told_of_again():
    author = make.author()
    make.reviewer()
    message = make.message(author, chased=3)

    actions.submit(message, by=author)

    message.refresh_from_db()
    assert message.chased == 0


def test_what_is_given_another_time_is_told_of_again():
    author = make.author()
    message = waits(due_in=-1, by=author)
    Message.objects.update(chased=3)

    actions.give_time(message, timezone.now() + timedelta(days=1), by=author)

    message.refresh_from_db()
    assert message.chased == 0


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_posts_take_as_many_queries(how_many: int, django_assert_num_queries):
    author = make.author()
    make.reviewer()
    for _ in range(how_many):
        waits(for_hours=5, by=author)

    with django_assert_num_queries(11):
        chase()


# The rota


def days_field(person: Any) -> str:
    return f"days_{person.pk}"


def test_the_programme_team_sets_the_rota():
    team, reviewer = make.programme_member(), make.reviewer()
    client = signed_in(team)

    saved = client.post(reverse("composing:rota"), {days_field(reviewer): ["0", "2"]}, follow=True)

    assert "The rota is saved." in saved.text
    assert list(reviewer.review_days.values_list("weekday", flat=True)) == [0, 2]
    page = client.get(reverse("composing:rota")).text
    assert page.count("checked") == 2
    assert Entry.objects.filter(kind="review rota set").count() == 1


def test_a_rota_takes_the_place_of_the_one_before():
    team, reviewer = make.programme_member(), make.reviewer()
    on_rota(team)

    signed_in(team).post(reverse("composing:rota"), {days_field(reviewer): ["6"]})

    assert list(ReviewDay.objects.values_list("person", "weekday")) == [(reviewer.pk, 6)]


def test_a_day_that_is_none_is_refused_and_nothing_is_changed():
    team, reviewer = make.programme_member(), make.reviewer()
    on_rota(reviewer)

    page = signed_in(team).post(reverse("composing:rota"), {days_field(reviewer): ["7"]})

    assert "There is a problem" in page.text
    assert ReviewDay.objects.count() == 1


def test_a_reviewer_does_not_set_the_rota():
    reviewer = make.reviewer()

    with pytest.raises(NotAllowedError):
        actions.set_rota({reviewer: [0]}, by=reviewer)
    assert "Set who reviews when" not in signed_in(reviewer).get(reverse("composing:waiting")).text


def test_the_list_of_what_waits_leads_the_programme_team_there():
    page = signed_in(make.programme_member()).get(reverse("composing:waiting")).text

    assert reverse("composing:rota") in page


@pytest.mark.parametrize("weekday", [7, 9])
def test_the_database_refuses_a_day_that_is_none(weekday: int):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewDay.objects.create(person=make.reviewer(), weekday=weekday)


def test_a_day_stands_in_the_rota_once():
    reviewer = make.reviewer()
    on_rota(reviewer)

    with pytest.raises(IntegrityError), transaction.atomic():
        on_rota(reviewer)
    assert str(ReviewDay.objects.get()).startswith(str(reviewer))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_the_rota_at_once_the_second_one_s_holds():
    team, reviewer = make.programme_member(), make.reviewer()
    is_set, may_end = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            actions.set_rota({reviewer: [0, 1]}, by=team)
            is_set.set()
            assert may_end.wait(30)
        connection.close()

    def second() -> None:
        assert is_set.wait(30)
        actions.set_rota({reviewer: [1, 2]}, by=team)
        connection.close()

    with ThreadPoolExecutor(2) as both:
        one, other = both.submit(first), both.submit(second)
        # The second one stands at the lock, or would have failed by now.
        done, _ = wait([other], timeout=1)
        may_end.set()
        one.result(30)
        other.result(30)

    assert done == set()
    assert sorted(ReviewDay.objects.values_list("weekday", flat=True)) == [1, 2]
