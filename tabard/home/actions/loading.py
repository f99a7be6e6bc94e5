"""Loading the demonstration council, with the same actions that the pages use."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tabard.accreditation import actions as accreditation
from tabard.common.http import Client, open_http
from tabard.connectors import api
from tabard.council import actions as settings_actions
from tabard.council.models import Council
from tabard.home.actions.applications import apply
from tabard.home.actions.experimenting import experiment
from tabard.home.actions.ladder import climb
from tabard.home.actions.learning import prepare
from tabard.home.actions.offering import offer
from tabard.home.actions.posts import post
from tabard.home.actions.pricing import price
from tabard.home.actions.renewing import renew
from tabard.home.actions.shared import adopt, lead_on, settle, share
from tabard.home.actions.staff import enter, say_who_is_away
from tabard.home.actions.story import DemonstrationError, Told, first
from tabard.people.models import Person, Role
from tabard.people.settings import SECOND_STEP
from tabard.publishing import actions as publishing
from tabard.publishing.settings import SAMPLE_ONE_IN
from tabard.record.actions import record

STORY = Path(__file__).parents[1] / "demonstration.toml"
# Seconds for one answer of the web server.
DEADLINE = 10.0

type Say = Callable[[str], object]


def load(*, sign_ins: Path, say: Say) -> None:
    """Load the demonstration council, unless it is there already."""
    if Council.here().is_demonstration:
        say("The demonstration council is there already.")
        return
    if Council.objects.exists():
        raise DemonstrationError(_in_the_way(Council.here()))
    story = tomllib.loads(STORY.read_text(encoding="utf-8"))
    with open_http(deadline=DEADLINE) as http:
        _insist_that_it_answers(http)
        say("Entering the council and its staff…")
        people = enter(story, sign_ins)
        say_who_is_away(story, people)
        say("Loading the code of practice and the course, and training people…")
        prepare(story, people)
        say("Deciding applications and connecting accounts…")
        ended = _decide(story, people, http=http)
        say("Writing, reviewing and sending posts…")
        for one in story["experiments"]:
            experiment(one, people)
        for one in story["posts"]:
            post(one, people, http=http)
        climb(story["ladder"], people)
        _look_afterwards(story, people, http=http)
    renew(story["renewals"], people)
    _finish(story, ended, people)


def _decide(story: Told, people: Mapping[str, Person], *, http: Client) -> list[Told]:
    """Decide what was applied for, and connect accounts; give what ends later."""
    for one in story["prices"]:
        price(one, people)
    ended = [apply(one, people, http=http) for one in story["applications"]]
    for one in story["shared"]:
        share(one, people, http=http)
    for one in story["adoptions"]:
        adopt(one, people, http=http)
    settle(story, people)
    for one in story["materials"]:
        offer(one, people)
    return [one for one in ended if one]


def _in_the_way(council: Council) -> str:
    if council.domain == "exampleton.example":
        return (
            "An earlier try to load the demonstration council did not come to its end: "
            "start over with make demo-reset."
        )
    return f"This is where {council} lives: load the demonstration council somewhere else."


def _insist_that_it_answers(http: Client) -> None:
    """Refuse to begin while there is no practice network: a wrong token is refused by one."""
    try:
        api.find("practice")(http, settings.PRACTICE_URL, {"token": "nobody"}).identify()
    except api.AccessLostError:
        return
    except api.ConnectorError as problem:
        raise DemonstrationError(
            f"The web server does not answer at {settings.PRACTICE_URL} ({problem}) "
            "Start it first; make demo starts everything in the right order."
        ) from problem


def _look_afterwards(story: Told, people: Mapping[str, Person], *, http: Client) -> None:
    """Let posts go at once, all of which are drawn, so that there is something to look at."""
    keeper = first(people.values(), Role.ADMINISTRATOR)
    settings_actions.change(SAMPLE_ONE_IN, value=1, seen=SAMPLE_ONE_IN.value, by=keeper)
    for one in story["later_posts"]:
        post(one, people, http=http)
    publishing.draw()


@transaction.atomic
def _finish(story: Told, ended: Iterable[Told], people: Mapping[str, Person]) -> None:
    """End what has ended, and open the doors."""
    panel = first(people.values(), Role.PROGRAMME_TEAM)
    for told in ended:
        standing = people[told["by"]].accreditations.get()
        accreditation.end(standing, by=panel, reason=told["reason"])
    lead_on(story, people)
    # Whoever looks around here has not brought a phone for each of the people.
    keeper = first(people.values(), Role.ADMINISTRATOR)
    settings_actions.change(SECOND_STEP, value=False, seen=SECOND_STEP.value, by=keeper)
    Council.objects.update(is_demonstration=True)
    record("demonstration council loaded")
