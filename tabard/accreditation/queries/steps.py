"""Where an application is on its way, told to the applicant as one follows a parcel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accreditation.models import Application, ApplicationState
from tabard.accreditation.queries.applications import deciders, hearers
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.people.queries import stand_ins_for
from tabard.training.models import CodeStanding, Sitting
from tabard.training.queries import certificates_of, code_standing

S = ApplicationState
NOBODY_LEFT = (
    "Everybody who could do it had a part in it or is in your line of management. "
    "Ask the administrator who else can."
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an application's way: its mark is done, now, problem or later.

    `at` is when it was done, or since when it has been waiting.
    """

    title: str
    mark: str
    words: str
    at: datetime | None = None
    # A page of the product where the applicant does it, and the words that lead there.
    page: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Along:
    """What the steps tell of besides the application itself."""

    now: datetime
    tickets: Sequence[Ticket]
    certificates: Sequence[Sitting]
    code: CodeStanding
    # Who acts for the line manager today.
    stand_ins: Sequence[Person]
    # Whether somebody is left who can do what comes next.
    somebody_left: bool = True


def along(application: Application, tickets: Sequence[Ticket]) -> Along:
    """Look up what the steps of an application tell of, in four queries at the most."""
    applicant = application.applicant
    now = timezone.now()
    state = application.state
    waits = state == S.APPLIED and applicant.manager is not None
    return Along(
        now=now,
        tickets=tickets,
        certificates=list(certificates_of(applicant)),
        code=code_standing(applicant, now),
        stand_ins=list(stand_ins_for(applicant.manager)) if waits and applicant.manager else [],
        somebody_left=_somebody_left(application),
    )


def _somebody_left(application: Application) -> bool:
    match application.state:
        case S.ENDORSED:
            return bool(deciders(application))
        case S.APPEALED:
            return bool(hearers(application))
    return True


def steps_of(application: Application, along: Along) -> list[Step]:
    """Tell an application's way from beginning to end, as far as it has come."""
    applied = Step(
        "You applied", "done", "You said what you do and whom it is for.", application.applied_at
    )
    if application.state == S.WITHDRAWN:
        took_back = "You can apply again at any time."
        return [applied, Step("You took it back", "problem", took_back, application.waits_since)]
    steps = [
        applied,
        _with_the_manager(application, along),
        _training(along),
        *_code(along),
        _with_the_programme_team(application, along),
        *_appeal(application, along),
    ]
    if application.state in {S.DECLINED, S.UPHELD}:
        return steps
    return [*steps, _connecting(application, along)]


def _with_the_manager(application: Application, along: Along) -> Step:
    manager = application.applicant.manager
    title = "Your line manager reads it"
    if application.endorsed_by is not None:
        return Step(title, "done", _endorsed(application), application.endorsed_at)
    if application.state == S.SENT_BACK:
        words = "Sent back with words. It waits for you to change it."
        return Step(title, "problem", words, application.waits_since)
    words = f"It is with {manager}, who endorses it or sends it back with words."
    if along.stand_ins:
        names = " and ".join(person.name for person in along.stand_ins)
        words = f"{words} {manager} is away, and {names} can do it instead."
    return Step(title, "now", words, application.waits_since)


def _endorsed(application: Application) -> str:
    if application.endorsed_for is None:
        return f"Endorsed by {application.endorsed_by}, your line manager."
    return f"Endorsed by {application.endorsed_by} on behalf of {application.endorsed_for}."


def _training(along: Along) -> Step:
    title = "You train"
    valid = next((one for one in along.certificates if one.is_valid), None)
    if valid is not None:
        words = f"You hold a certificate of “{valid.edition.title}” until {day(valid.valid_until)}."
        return Step(title, "done", words, valid.finished_at)
    words = "You have no certificate yet. You can train while others read your application."
    return Step(title, "later", words, page="training:courses", link="See your training")


def _code(along: Along) -> list[Step]:
    title, code = "You agree to the code of practice", along.code
    if code.newest is None:
        return []
    if code.may_begin:
        return [Step(title, "done", f"You agreed to version {code.agreed}.", code.agreed_at)]
    words = "You have not agreed to it yet. It comes before an accreditation."
    return [Step(title, "later", words, page="training:code", link="Read the code of practice")]


def _with_the_programme_team(application: Application, along: Along) -> Step:
    title, at = "The programme team decides", application.decided_at
    by = f"{application.decided_by} for the programme team"
    match application.state:
        case S.DECLINED | S.APPEALED | S.UPHELD:
            step = Step(title, "problem", f"Declined by {by}.", at)
        case S.ACCREDITED | S.ENDORSED if application.heard_by is not None:
            step = Step(title, "problem", f"Declined by {by} at first.", at)
        case S.ACCREDITED:
            step = Step(title, "done", f"Agreed by {by}.", at)
        case S.ENDORSED:
            words = "It is with the programme team, who agree, decline or send it back with words."
            step = _now(title, words, application, along)
        case S.SENT_BACK if application.endorsed_by is not None:
            words = "Sent back by the programme team. It waits for you to change it."
            step = Step(title, "problem", words, application.waits_since)
        case _:
            step = Step(title, "later", "They agree until a date, or decline and say why.")
    return step


def _appeal(application: Application, along: Along) -> list[Step]:
    title, by = "Somebody else hears your appeal", application.heard_by
    match application.state:
        case S.DECLINED if application.appeal_until and application.appeal_until > along.now:
            words = f"You can appeal until {day(application.appeal_until)}."
            found = [Step("You can appeal", "later", words)]
        case S.APPEALED:
            words = (
                "It is with the programme team and the oversight officers, "
                "without those who endorsed or decided."
            )
            found = [_now(title, words, application, along)]
        case S.UPHELD:
            words = f"{by} heard it: the answer stays as it was."
            found = [Step(title, "problem", words, application.heard_at)]
        case S.ACCREDITED if by is not None:
            words = f"{by} heard it, and you are accredited."
            found = [Step(title, "done", words, application.heard_at)]
        case S.ENDORSED if by is not None:
            words = f"{by} heard it and gave another answer, which holds."
            then = "The programme team accredits you once you have done all that comes before it."
            found = [
                Step(title, "done", words, application.heard_at),
                _now("The programme team accredits you", then, application, along),
            ]
        case _:
            found = []
    return found


def _now(title: str, words: str, application: Application, along: Along) -> Step:
    """Give the step that an application is at; a problem, where nobody can take it."""
    if along.somebody_left:
        return Step(title, "now", words, application.waits_since)
    return Step(title, "problem", NOBODY_LEFT, application.waits_since)


def _connecting(application: Application, along: Along) -> Step:
    title = "You connect your accounts"
    if application.state != S.ACCREDITED:
        return Step(title, "later", "Then you can write your first post.")
    if not along.tickets:
        return Step(title, "done", "There is nothing left to connect.")
    waiting = ", ".join(f"{one.network_name} until {day(one.until)}" for one in along.tickets)
    return Step(title, "now", f"You can connect: {waiting}.")
