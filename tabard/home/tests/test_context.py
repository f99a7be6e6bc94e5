"""Where everybody can go from every page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from tabard.home.context import MOST_PLACES, page_chrome
from tabard.home.models import Place
from tabard.people.models import Person, Role
from tests import make

pytestmark = pytest.mark.django_db


def request_by(person: Person | AnonymousUser | None, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    if person is not None:
        request.user = person
    return request


def navigation(request: HttpRequest) -> list[Place]:
    return list(page_chrome(request)["navigation"])


def labels(person: Person) -> list[str]:
    return [place.label for place in navigation(request_by(person))]


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_residents_find_people_and_check_accounts(nobody: AnonymousUser | None):
    places = navigation(request_by(nobody, "/directory/check/"))

    assert [(place.label, place.url, place.current) for place in places] == [
        ("Find people", "/directory/", False),
        ("Check an account", "/directory/check/", True),
    ]


def test_a_member_of_staff_goes_to_their_own_things():
    assert labels(make.person()) == [
        "Your posts",
        "Accreditation",
        "Training",
        "Accounts",
        "Notices",
        "More",
    ]


def test_a_line_manager_goes_to_applications():
    manager = make.person()
    make.person(manager=manager)

    assert "Applications" in labels(manager)


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (
            Role.REVIEWER,
            ["Your posts", "Reviews", "Accreditation", "Training", "Notices", "More"],
        ),
        (
            Role.PROGRAMME_TEAM,
            ["Your posts", "Reviews", "Applications", "People", "Notices", "More"],
        ),
        (
            Role.OVERSIGHT_OFFICER,
            ["Your posts", "All posts", "Accreditation", "People", "Notices", "More"],
        ),
        (
            Role.ADMINISTRATOR,
            ["Your posts", "Accreditation", "Staff", "Settings", "Notices", "More"],
        ),
        (
            Role.EVALUATOR,
            ["Your posts", "Accreditation", "Training", "Accounts", "Notices", "More"],
        ),
    ],
)
def test_every_role_goes_where_its_work_is(role: Role, places: list[str]):
    assert labels(make.person(role)) == places


def test_somebody_with_every_role_still_sees_few_places():
    assert len(labels(make.person(*Role))) == MOST_PLACES


def test_what_waits_is_counted_beside_the_place():
    make.waiting_message()

    places = navigation(request_by(make.reviewer()))

    assert {place.label: place.count for place in places if place.count} == {"Reviews": 1}


def test_a_request_that_leads_nowhere_has_a_navigation_all_the_same():
    request = RequestFactory().get("/nowhere/")
    request.user = make.person()

    assert not any(place.current for place in navigation(request))


@pytest.mark.parametrize(
    ("is_demonstration", "labels"),
    [
        (False, ["Find people", "Check an account"]),
        (True, ["Find people", "Check an account", "Practice network"]),
    ],
)
def test_the_foot_of_the_page_leads_to_what_is_public(*, is_demonstration: bool, labels: list[str]):
    make.council(is_demonstration=is_demonstration)

    links = page_chrome(request_by(None))["footer_links"]

    assert [link["label"] for link in links] == labels


def test_the_frame_asks_nothing_before_it_is_shown(django_assert_num_queries):
    request = request_by(make.person())

    with django_assert_num_queries(0):
        page_chrome(request)


@pytest.mark.parametrize("roles", [[], [Role.PROGRAMME_TEAM]])
def test_the_frame_takes_two_queries(roles: list[Role], django_assert_num_queries):
    request = request_by(make.person(*roles))

    with django_assert_num_queries(2):
        chrome = page_chrome(request)
        assert bool(chrome["council"].name and chrome["navigation"] and chrome["footer_links"])
