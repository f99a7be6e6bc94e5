"""The days that matter to posts: who enters them, what fits, and which count."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tabard.common.rules import NotAllowedError
from tabard.council import actions, queries
from tabard.council.models import Occasion
from tabard.council.settings import PART_OF_THE_UK
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

FESTIVAL: dict[str, Any] = {
    "kind": "event",
    "name": "Winter festival",
    "first_day_day": "4",
    "first_day_month": "12",
    "first_day_year": "2026",
    "last_day_day": "6",
    "last_day_month": "12",
    "last_day_year": "2026",
}
ELECTION = FESTIVAL | {
    "kind": "election",
    "name": "County elections",
    "candidates": "Barnaby Thistlewood\n\n  Josephine   Appleby \nBarnaby Thistlewood",
    "parties": "Exampleton Forward",
}


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make.programme_member())
    return client


def entered(**differs: Any) -> Occasion:
    return make.occasion(**differs)


def test_days_are_entered_and_stand_in_the_record(browser: Client):
    answer = browser.post(reverse("council:add_occasion"), FESTIVAL, follow=True)

    assert "Entered: Winter festival." in answer.text
    [one] = Occasion.objects.all()
    assert (one.first_day, one.last_day) == (date(2026, 12, 4), date(2026, 12, 6))
    assert not one.is_silence
    [entry] = Entry.objects.filter(kind="days entered")
    assert facts_of(entry)["name"] == "Winter festival"


def test_an_election_has_its_candidates_each_once(browser: Client):
    browser.post(reverse("council:add_occasion"), ELECTION)

    [one] = Occasion.objects.all()
    assert one.candidates == ["Barnaby Thistlewood", "Josephine Appleby"]
    assert one.parties == ["Exampleton Forward"]
    assert one.is_silence
    assert one.is_election


def test_candidates_of_what_is_no_election_are_not_kept(browser: Client):
    browser.post(reverse("council:add_occasion"), ELECTION | {"kind": "event"})

    assert Occasion.objects.get().candidates == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": ""}, "Choose what these days are"),
        ({"name": ""}, "Enter a name"),
        ({"last_day_day": "3"}, "The last day must be the first day or later"),
        ({"first_day_month": "13"}, "first day"),
        ({"candidates": "x\n" * 3 + "y" * 501}, "Enter at most 500 characters on each line"),
        ({"parties": "\n".join(map(str, range(1001)))}, "Enter 1,000 lines at the most"),
    ],
)
def test_what_does_not_fit_is_explained_and_nothing_kept(
    browser: Client, wrong: dict[str, str], told: str
):
    answer = browser.post(reverse("council:add_occasion"), ELECTION | wrong)

    assert told in answer.text
    assert "County elections" in answer.text or "name" in wrong
    assert not Occasion.objects.exists()


def test_days_are_changed_and_taken_out(browser: Client):
    one = entered(kind="event", name="Fair")
    address = reverse("council:change_occasion", args=[one.pk])
    assert "Fair" in browser.get(address).text

    browser.post(address, FESTIVAL)
    assert Occasion.objects.get().name == "Winter festival"
    browser.post(reverse("council:remove_occasion", args=[one.pk]))

    assert not Occasion.objects.exists()
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["days changed", "days taken out"]


def test_the_page_shows_what_is_to_come_and_not_what_is_over(browser: Client):
    today = localdate()
    ago, ahead = today - timedelta(days=9), today + timedelta(days=400)
    entered(kind="event", name="Over", first_day=ago, last_day=today - timedelta(days=1))
    entered(kind="event", name="Going on", first_day=ago, last_day=today)
    entered(name="Far away", first_day=ahead, last_day=ahead)

    page = browser.get(reverse("council:days")).text

    assert "Going on" in page
    assert "Over" not in page
    assert "Far away" in page
    assert "Christmas Day" in page


def test_the_page_asks_as_little_of_the_database_with_many_days(
    browser: Client, django_assert_num_queries
):
    address = reverse("council:days")
    browser.get(address)
    entered()
    with django_assert_num_queries(7):
        browser.get(address)
    for _ in range(3):
        entered()
    with django_assert_num_queries(7):
        browser.get(address)


@pytest.mark.parametrize(
    ("part", "has_it"), [("Scotland", True), ("England", False), ("Northern Ireland", False)]
)
def test_bank_holidays_are_those_of_the_councils_part_of_the_country(*, part: str, has_it: bool):
    make.chosen(PART_OF_THE_UK, part)

    found = queries.bank_holidays(date(2026, 11, 25), date(2027, 1, 4))

    assert date(2026, 12, 25) in found
    # The second of January falls on a Saturday, so Scotland has the Monday after it.
    assert (date(2027, 1, 4) in found) is has_it
    assert list(found) == sorted(found)
    assert min(found) >= date(2026, 11, 25)


def test_there_is_no_fifth_part_of_the_kingdom():
    assert PART_OF_THE_UK.fit("Wales") == "Wales"
    with pytest.raises(ValueError, match="England, Northern Ireland, Scotland, Wales"):
        PART_OF_THE_UK.fit("Cornwall")


def test_occasions_count_on_their_first_and_last_day():
    one = entered(first_day=date(2026, 5, 1), last_day=date(2026, 5, 3))

    assert list(queries.occasions(date(2026, 4, 1), date(2026, 5, 1))) == [one]
    assert list(queries.occasions(date(2026, 5, 3), date(2026, 6, 1))) == [one]
    assert not queries.occasions(date(2026, 5, 4), date(2026, 6, 1))
    assert not queries.occasions(date(2026, 4, 1), date(2026, 4, 30))


def test_only_those_who_keep_settings_enter_days():
    with pytest.raises(NotAllowedError):
        actions.add_occasion(Occasion(kind="event", name="Fair"), by=make.person())
    assert not Occasion.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day": date(2026, 5, 2), "last_day": date(2026, 5, 1)},
        {"kind": "event", "candidates": ["Ada"]},
    ],
)
def test_the_database_refuses_days_that_make_no_sense(wrong: dict[str, Any]):
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(**wrong)
