"""What every page shows around its content: the council, and where the person can go."""

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tabard.council.models import Council
from tabard.home import queries
from tabard.home.models import Counts, Place
from tabard.home.rules import OFFERS
from tabard.people.models import Person
from tabard.publishing.models import Freeze
from tabard.publishing.queries import standing

# Of these the last is the way to all others.
MOST_PLACES = 6
MORE = "home:more"
PUBLIC = {"directory:list": "Find people", "directory:check": "Check an account"}
DEMONSTRATION = {"practice:timeline": "Practice network"}


def page_chrome(request: HttpRequest) -> dict[str, Any]:
    """Give the council, and the navigation for whoever is signed in; neither before it is shown."""
    council: Any = SimpleLazyObject(Council.here)
    person = getattr(request, "user", None)
    waiting = None
    if isinstance(person, Person):
        waiting = cast("Counts", SimpleLazyObject(lambda: queries.counts(person)))
    return {
        "council": council,
        "navigation": SimpleLazyObject(lambda: navigation(request, waiting)),
        "standing_freezes": SimpleLazyObject(lambda: freezes(waiting)),
        "footer_links": SimpleLazyObject(lambda: _footer_links(council)),
    }


def freezes(waiting: Counts | None) -> list[Freeze]:
    """Give what is frozen just now, to members of staff; nearly always that costs nothing."""
    return list(standing()) if waiting and waiting.freezes else []


def navigation(request: HttpRequest, waiting: Counts | None) -> list[Place]:
    """Give the places to which somebody goes most, and what waits there."""
    person = getattr(request, "user", None)
    if waiting is None or not isinstance(person, Person):
        return [
            Place(label, reverse(page), _is_here(request, page)) for page, label in PUBLIC.items()
        ]
    numbers = {
        "notices:list": waiting.notices,
        "composing:waiting": waiting.reviews,
        "accreditation:waiting": waiting.applications,
    }
    chosen = list(dict.fromkeys(_by_use(person, waiting)))[: MOST_PLACES - 1]
    places = [
        Place(offer.label, reverse(page), _is_here(request, page), numbers.get(page, 0))
        for page, offer in OFFERS.items()
        if page in chosen
    ]
    return [*places, Place("More", reverse(MORE), _is_here(request, MORE))]


def _by_use(person: Person, waiting: Counts) -> Iterator[str]:
    """Give the pages that are somebody's to use, the most important first."""
    yield "notices:list"
    if person.reviews_messages:
        yield "composing:waiting"
    if person.runs_the_pilot or waiting.leads:
        yield "accreditation:waiting"
    if person.oversees:
        yield "publishing:all"
    yield "publishing:posts"
    if person.oversees or person.runs_the_pilot:
        yield "accreditation:people"
    if person.keeps_staff:
        yield "people:everybody"
    if person.keeps_settings:
        yield "council:settings"
    yield "accreditation:mine"
    yield "training:courses"
    yield "accounts:mine"


def _is_here(request: HttpRequest, page: str) -> bool:
    found = request.resolver_match
    return found is not None and found.view_name == page


def _footer_links(council: Council) -> list[dict[str, str]]:
    pages = PUBLIC | (DEMONSTRATION if council.is_demonstration else {})
    return [{"label": label, "url": reverse(page)} for page, label in pages.items()]
