"""Whom and what a post can name: the council's accounts, and the lists that it keeps."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.composing import queries
from tabard.composing.queries import Mention
from tabard.composing.settings import HASHTAGS, MENTIONS, mentions_of
from tabard.council.settings import UnfitError
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

POLICE = "County Police | x = @countypolice | bluesky = @police.example.uk"


@pytest.fixture(autouse=True)
def _council():
    make.council()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def test_accounts_of_these_networks_are_offered_those_of_teams_first_and_then_the_list():
    make.chosen(MENTIONS, [POLICE])
    make.account(make.author(), handle="sam", display_name="Sam")
    make.shared_account(make.author(), handle="rangers")
    make.account(network="x", handle="lib", display_name="Libraries")
    make.account(handle="gone", state="ended", official_until=timezone.now())
    make.account(network="mastodon", handle="far")

    found = queries.mentions({"practice", "x"})

    assert [(one.network, one.handle) for one in found] == [
        ("practice", "@rangers"),
        ("practice", "@sam"),
        ("x", "@lib"),
        ("x", "@countypolice"),
    ]
    assert found[-1] == Mention("County Police", "x", "@countypolice")
    assert found[-1].network_name == "X"


@pytest.mark.parametrize("how_many", [1, 3])
def test_offering_costs_the_same_however_many_accounts(how_many: int, django_assert_num_queries):
    for _ in range(how_many):
        make.account()

    with django_assert_num_queries(2):
        queries.mentions({"practice"})


def test_page_lists_them_to_be_copied_without_a_script():
    make.chosen(HASHTAGS, ["#OakfordPark"])
    make.chosen(MENTIONS, [POLICE])
    author = make.author()
    account = make.account(author, network="x", handle="sam")

    page = signed_in(author).get(reverse("composing:write"))

    said = words_of(page)
    assert "Handles and hashtags" in said
    assert "@sam" in said
    assert "@countypolice County Police on X #OakfordPark" in said
    assert "@police.example.uk" not in said
    assert f'data-account="{account.pk}" data-of="x"' in page.text


def test_each_name_is_read_with_its_handle_on_each_network():
    assert mentions_of([POLICE]) == [
        ("County Police", [("x", "@countypolice"), ("bluesky", "@police.example.uk")])
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("County Police", "Write the name"),
        (" | x = @a", "Write the name"),
        ("County Police | myspace = @a", "There is no network “myspace”"),
        ("County Police | x = countypolice", "with its @"),
        ("County Police | x", "with its @"),
        ("County Police | x = @county police", "with its @"),
    ],
)
def test_name_that_does_not_fit_is_explained(line: str, why: str):
    with pytest.raises(UnfitError, match=why):
        MENTIONS.fit([line])


@pytest.mark.parametrize("line", ["OakfordPark", "#Oakford Park", "#2026", "##Oakford"])
def test_what_is_no_hashtag_does_not_fit(line: str):
    with pytest.raises(UnfitError, match="is no hashtag"):
        HASHTAGS.fit([line])


def test_hashtag_fits():
    assert HASHTAGS.fit(["#OakfordPark", "#VéloEté"]) == ["#OakfordPark", "#VéloEté"]
