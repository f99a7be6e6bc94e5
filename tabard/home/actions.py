"""Loading the demonstration council, with the same actions that the pages use."""

import secrets
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.queries import held_by, open_tickets
from tabard.accreditation import actions as accreditation
from tabard.accreditation.models import Application
from tabard.common.http import Client, open_http
from tabard.composing import actions as composing
from tabard.composing.models import Message
from tabard.composing.work import prepare
from tabard.connectors import api
from tabard.council.models import Council, Service
from tabard.home.work import draw
from tabard.people.models import Person, Role
from tabard.publishing import actions as publishing
from tabard.publishing import work as deliveries
from tabard.publishing.models import Delivery, DeliveryState
from tabard.record.actions import record
from tabard.training import actions as training
from tabard.training.models import CodeDraft, CodeVersion
from tabard.training.queries import current_editions
from tabard.training.settings import DAYS_TO_AGREE
from tabard.training.work.courses import PILOT

STORY = Path(__file__).with_name("demonstration.toml")
# Whose applications went well had passed the assessment.
TRAINED = {"accredited", "ended"}
TERM = timedelta(days=365)
# Seconds for one answer of the web server.
DEADLINE = 10.0
# Steps from due to confirmed, with a few to spare.
STEPS = 6

type Told = Mapping[str, Any]
type Say = Callable[[str], object]


class DemonstrationError(Exception):
    """The demonstration council cannot be loaded; the words say why and what to do."""


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
        people = _enter(story, sign_ins)
        say("Loading the code of practice and the course, and training people…")
        _train(story["applications"], people)
        _write_code(story, people)
        say("Deciding applications and connecting accounts…")
        ended = [_apply(one, people, http=http) for one in story["applications"]]
        say("Writing, reviewing and sending posts…")
        for one in story["posts"]:
            _post(one, people, http=http)
    _finish(filter(None, ended), people)


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


@transaction.atomic
def _enter(story: Told, sign_ins: Path) -> dict[str, Person]:
    """Enter council, services and staff, and write down how they sign in."""
    Council.objects.create(pk=1, **story["council"])
    services = {
        name: Service.objects.create(name=name, does=does)
        for name, does in story["services"].items()
    }
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    hashed = make_password(password)
    people: dict[str, Person] = {}
    for told in story["people"]:
        people[told["name"]] = _person(told, people, services, password=hashed)
    _write_sign_ins(sign_ins, story["people"], people, password)
    return people


def _person(
    told: Told, people: Mapping[str, Person], services: Mapping[str, Service], *, password: str
) -> Person:
    first, last = told["name"].split(" ", 1)
    return Person.objects.create(
        email=f"{first}.{last}@exampleton.example".lower(),
        first_name=first,
        last_name=last,
        job_title=told["job_title"],
        service=services[told["service"]],
        manager=people[told["manager"]] if "manager" in told else None,
        roles=[Role(role) for role in told.get("roles", [])],
        password=password,
    )


def _write_sign_ins(
    file: Path, told: Sequence[Told], people: Mapping[str, Person], password: str
) -> None:
    """Write the sign-ins where only the owner of this installation can read them."""
    rows = [("Who", "E-mail address", "What they can do")]
    rows += [(one["name"], people[one["name"]].email, one["can"]) for one in told]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"Sign in at {settings.PUBLIC_URL}/sign-in/ with the password {password}", ""]
    lines += [f"{who:{widths[0]}}  {mail:{widths[1]}}  {can}" for who, mail, can in rows]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")


@transaction.atomic
def _train(applications: Iterable[Told], people: Mapping[str, Person]) -> None:
    """Load the course that we ship; let applicants begin its assessment, and some pass it."""
    training.load_course(PILOT)
    edition = current_editions().get(course__slug=PILOT.name)
    for told in applications:
        learner = people[told["by"]]
        sitting = training.begin(edition, by=learner)
        if told["outcome"] not in TRAINED:
            continue
        for asked in sitting.answers.select_related("sitting", "question"):
            training.answer(asked, chosen=asked.question.right_choices, by=learner)
        training.finish(sitting, by=learner)


@transaction.atomic
def _write_code(story: Told, people: Mapping[str, Person]) -> None:
    """Load the code, let people agree to it, publish a change and begin to write another."""
    team = _first(people.values(), Role.PROGRAMME_TEAM)
    agree_by = timezone.now() + timedelta(days=DAYS_TO_AGREE.value)
    _agree(training.load_code(agree_by=agree_by), story["code"]["first_agreed_by"], people)
    draft = _change_code(story["code"]["published"], by=team)
    newest = training.publish_code(draft, change=draft.change, agree_by=agree_by, by=team)
    _agree(newest, story["code"]["newest_agreed_by"], people)
    _change_code(story["code"]["begun"], by=team)


def _change_code(told: Told, *, by: Person) -> CodeDraft:
    draft = training.begin_draft(by=by)
    text = draft.text.replace(told["was"], told["is"].strip())
    return training.change_draft(
        draft, text=text, what_changed=told["what_changed"], change=draft.change, by=by
    )


def _agree(version: CodeVersion | None, names: Iterable[str], people: Mapping[str, Person]) -> None:
    if version is not None:
        for name in names:
            training.agree(version, by=people[name])


def _apply(told: Told, people: Mapping[str, Person], *, http: Client) -> Told | None:
    """Take an application as far as the story goes; give it back if it ends later."""
    applicant = people[told["by"]]
    application = accreditation.apply(
        applicant,
        purpose=told["purpose"],
        audience=told["audience"],
        networks=told["networks"],
        handles={"practice": told["handle"]},
    )
    if told["outcome"] != "applied" and applicant.manager is not None:
        application = accreditation.endorse(application, by=applicant.manager)
        _decide(application, told, by=_first(people.values(), Role.PROGRAMME_TEAM))
    if told["outcome"] in {"accredited", "ended"}:
        ticket = open_tickets(applicant).get(network="practice")
        accounts.connect_practice(ticket, by=applicant, handle=told["handle"], http=http)
    return told if told["outcome"] == "ended" else None


def _decide(application: Application, told: Told, *, by: Person) -> None:
    match told["outcome"]:
        case "sent back":
            accreditation.send_back(application, by=by, reason=told["reason"])
        case "declined":
            accreditation.decline(
                application, by=by, reason=told["reason"], would_change=told["would_change"]
            )
        case "accredited" | "ended":
            accreditation.accredit(application, by=by, until=timezone.now() + TERM)


def _first(people: Iterable[Person], role: Role) -> Person:
    return next(person for person in people if person.has_role(role))


def _post(told: Told, people: Mapping[str, Person], *, http: Client) -> None:
    """Write a post and take it as far as the story goes."""
    author, reviewer = people[told["by"]], _first(people.values(), Role.REVIEWER)
    outcome = told["outcome"]
    message = composing.write(_draft(told, author), by=author)
    message = composing.submit(message, by=author)
    if outcome == "sent back":
        composing.send_back(
            message, by=reviewer, said=told["reason"], submitted_at=message.submitted_at
        )
    elif outcome != "waiting":
        message = composing.approve(message, by=reviewer, submitted_at=message.submitted_at)
    if outcome in {"confirmed", "taken down"}:
        delivery = _deliver(message, http=http)
        if outcome == "taken down":
            publishing.take_down(delivery, by=author, reason=told["reason"])


def _draft(told: Told, author: Person) -> composing.Draft:
    return composing.Draft(
        words=told["words"],
        accounts=list(held_by(author)),
        due_at=_tomorrow() if told["outcome"] == "tomorrow" else None,
        picture=prepare(draw(told["picture"])) if "picture" in told else None,
        alt=told.get("alt", ""),
    )


def _tomorrow() -> datetime:
    """Give nine o'clock tomorrow morning."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return datetime.combine(tomorrow, time(9), tzinfo=timezone.get_current_timezone())


def _deliver(message: Message, *, http: Client) -> Delivery:
    """Do the worker's part at once, for a post with which the story goes on."""
    publishing.tick()
    delivery = Delivery.objects.get(version__message=message)
    for _ in range(STEPS):
        if delivery.state == DeliveryState.CONFIRMED:
            return delivery
        deliveries.take_further(delivery, http=http)
        delivery = Delivery.objects.get(pk=delivery.pk)
    raise DemonstrationError(f"A post did not arrive on the practice network: {delivery.problem}")


@transaction.atomic
def _finish(ended: Iterable[Told], people: Mapping[str, Person]) -> None:
    """End what has ended, and open the doors."""
    panel = _first(people.values(), Role.PROGRAMME_TEAM)
    for told in ended:
        standing = people[told["by"]].accreditations.get()
        accreditation.end(standing, by=panel, reason=told["reason"])
    Council.objects.update(is_demonstration=True)
    record("demonstration council loaded")
