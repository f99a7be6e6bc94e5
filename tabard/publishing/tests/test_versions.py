"""What an author says differently on an account goes there, and nowhere else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tabard.composing import actions as composing
from tabard.composing.models import Message, Version
from tabard.publishing import actions as publishing
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.queries import slots
from tests import make

pytestmark = pytest.mark.django_db

SHARED, OWN = "The library is open until eight.", "Open late, come and see!"


def written() -> Message:
    """Write a draft for two accounts, of which the second says it differently."""
    author = make.author()
    accounts = [make.account(author), make.account(author, network="bluesky")]
    draft = composing.Draft(SHARED, accounts, own_words={accounts[1].pk: OWN})
    return composing.write(draft, by=author)


def approved() -> Message:
    message = written()
    message = composing.submit(message, by=message.author)
    return composing.approve(message, by=make.reviewer(), submitted_at=message.submitted_at)


def words_of(answer) -> str:
    """Give what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_what_goes_to_an_account_is_what_it_says():
    approved()

    publishing.tick()

    assert [one.words for one in Delivery.objects.order_by("version")] == [SHARED, OWN]


def test_page_of_the_post_tells_what_is_said_differently_where():
    message = written()
    client = Client()
    client.force_login(message.author)

    shown = words_of(client.get(f"/posts/{message.pk}/"))

    assert shown.count(f"Said differently here: {OWN}") == 1


def test_colleagues_read_only_those_words_in_the_calendar_that_are_public():
    message = approved()
    other = Version.objects.get(message=message, own_words=OWN)
    at = timezone.now()
    Delivery.objects.create(
        version=other,
        state=DeliveryState.SENT,
        due_at=at,
        begun_at=at,
        sent_at=at,
        once_only_key="a",
        network_id="b",
    )
    today = timezone.localdate()
    span = (today - timedelta(days=1), today + timedelta(days=1))

    [slot] = slots(*span, to=make.person(), whose="all", service=None)

    assert slot.words == OWN
