"""What is on its way from everybody, counted and listed for those who look after it."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person, Role
from tabard.publishing import queries, rules
from tabard.publishing.models import Delivery, DeliveryState
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ADDRESS = reverse("publishing:queue")


def delivery(state: DeliveryState, *, ago: timedelta = timedelta(0)) -> Delivery:
    return make.delivery(state=state, due_at=timezone.now() - ago)


def found_in() -> Mapping[str, int]:
    return {one.key: one.how_many for one in queries.queue(timezone.now()) if one.how_many}


@pytest.mark.parametrize(
    ("state", "ago", "groups"),
    [
        (S.SCHEDULED, -DAY, {"scheduled"}),
        (S.SCHEDULED, 6 * MINUTE, {"late"}),
        (S.DUE, MINUTE, {"going"}),
        (S.SENDING, 6 * MINUTE, {"late", "going"}),
        (S.SENT, DAY, {"going"}),
        (S.UNSURE, DAY, {"unsure"}),
        (S.HELD, DAY, {"held"}),
        (S.FAILED, DAY, {"failed"}),
        (S.EXPIRED, DAY, {"failed"}),
        (S.FAILED, 8 * DAY, set()),
        (S.REMOVING, DAY, {"removing"}),
        (S.CONFIRMED, DAY, set()),
        (S.CANCELLED, DAY, set()),
        (S.REMOVED, DAY, set()),
    ],
)
def test_each_delivery_is_counted_and_listed_where_it_stands(
    state: DeliveryState, ago: timedelta, groups: set[str]
):
    one, now = delivery(state, ago=ago), timezone.now()

    assert set(found_in()) == groups
    assert {key for key in queries.GROUPS if one in queries.in_queue(key, now)} == groups


def test_what_is_frozen_is_not_late():
    delivery(S.SCHEDULED, ago=6 * MINUTE)
    make.freeze()

    assert found_in() == {"frozen": 1}


def test_a_part_that_waits_for_the_one_before_it_is_not_late():
    first = delivery(S.FAILED, ago=DAY)
    make.delivery(first.version.message, part=2, due_at=timezone.now() - DAY)

    assert found_in() == {"failed": 1}


def test_it_is_counted_and_listed_by_network():
    author = make.author()
    there = make.delivery(
        make.approved_message(author, accounts=[make.account(author, network="mastodon")]),
        state=S.HELD,
    )
    delivery(S.HELD)
    now = timezone.now()

    [held] = [one for one in queries.queue(now) if one.key == "held"]

    assert held.networks == [
        ("mastodon", "Mastodon", 1),
        ("practice", "Practice network", 1),
    ]
    assert list(queries.in_queue("held", now, "mastodon")) == [there]


def test_only_those_who_look_after_it_see_it():
    for role in (Role.PROGRAMME_TEAM, Role.DUTY_OFFICER, Role.OVERSIGHT_OFFICER):
        insist(rules.may_see_queue(make.person(role)))
    for role in (Role.REVIEWER, Role.ADMINISTRATOR, Role.EVALUATOR):
        with pytest.raises(NotAllowedError, match="What is on its way from you"):
            insist(rules.may_see_queue(make.person(role)))


def shown(client: Client, person: Person, **asked: str) -> str:
    client.force_login(person)
    return " ".join(client.get(ADDRESS, asked).content.decode().split())


def test_the_page_says_what_is_stuck_and_why(client: Client):
    held = delivery(S.HELD)
    Delivery.objects.filter(pk=held.pk).update(problem="The connection is lost.")
    member = make.programme_member()

    counts = shown(client, member)
    listed = shown(client, member, what="held", network="practice")

    assert "Held: 1" in counts
    assert "Failed: none" in counts
    assert "Held on Practice network" in listed
    assert "The connection is lost." in listed
    assert reverse("publishing:post", args=[held.version.message_id]) in listed


def test_a_duty_officer_sees_how_posts_stand_and_not_their_words(client: Client):
    held = delivery(S.HELD)

    listed = shown(client, make.person(Role.DUTY_OFFICER), what="held")

    assert f"Post {held.version.message_id}" in listed
    assert held.version.message.words not in listed


def test_an_empty_list_says_so_and_what_makes_no_sense_is_left_out(client: Client):
    member = make.programme_member()

    assert "There is nothing like that any more." in shown(client, member, what="late")
    assert 'id="list"' not in shown(client, member, what="nonsense")


@pytest.mark.parametrize("posts", [1, 3])
def test_the_page_takes_the_same_queries(client: Client, posts: int, django_assert_num_queries):
    for _ in range(posts):
        delivery(S.HELD)
    client.force_login(make.programme_member())
    client.get(ADDRESS)

    with django_assert_num_queries(7):
        client.get(ADDRESS, {"what": "held"})
