"""Where an application is on its way, told to the applicant as one follows a parcel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tabard.accounts.models import KeptName, Ticket, network_name
from tabard.accounts.queries import names_kept_for
from tabard.accreditation.models import Application, ApplicationState, Lack
from tabard.accreditation.queries.applications import appeal_ends, deciders, hearers
from tabard.accreditation.queries.permissions import lacking, titles_of
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.people.queries import stand_ins_for
from tabard.training.models import CodeStanding, PracticeStanding, Sitting
from tabard.training.queries import (
    certificates_of,
    code_standing,
    newest_code,
    practice_standing,
)
from tabard.training.settings import COURSES_NEEDED

S = ApplicationState
NOBODY_LEFT = (
    "Everybody who could do it had a part in it or is in your line of management. "
    "Ask the administrator who else can."
)
SEE_TRAINING = "See your training"
CAN = " You can train while others read this."
NO_MANAGER = (
    "Nobody is entered as your line manager, so nobody can read it. Ask the administrator to "
    "enter somebody, who finds it waiting then."
)
ANOTHER_MANAGER = (
    " Nobody else can read it. Ask the administrator to enter your line manager of today, who "
    "finds it waiting then."
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
    # The courses of which a certificate is asked for, what is held of them, and what is lacking.
    courses: Sequence[str]
    certificates: Sequence[Sitting]
    lacks: Sequence[Lack]
    code: CodeStanding
    practice: PracticeStanding
    # The names that are kept on networks that cannot be connected yet.
    kept: Sequence[KeptName]
    # Who acts for the line manager today.
    stand_ins: Sequence[Person]
    # Until when they can appeal.
    appeal_ends: datetime | None
    # Whether somebody is left who can do what comes next.
    somebody_left: bool = True
    is_read: bool = True


def along(application: Application, tickets: Sequence[Ticket]) -> Along:
    """Look up what the steps of an application tell of, in a dozen queries at the most."""
    applicant = application.applicant
    now = timezone.now()
    state = application.state
    waits = state == S.APPLIED and applicant.manager is not None
    courses = COURSES_NEEDED.value
    return Along(
        now=now,
        tickets=tickets,
        courses=courses,
        certificates=list(certificates_of(applicant).filter(course__slug__in=courses)),
        lacks=lacking([applicant.pk], now)[applicant.pk],
        code=code_standing(applicant, now),
        practice=practice_standing(applicant),
        kept=list(names_kept_for(applicant)),
        stand_ins=list(stand_ins_for(applicant.manager)) if waits and applicant.manager else [],
        appeal_ends=appeal_ends(application),
        somebody_left=_somebody_left(application),
        is_read=state in {S.APPLIED, S.ENDORSED, S.APPEALED} and not application.was_overturned,
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
        *_training(along),
        *_code(along),
        *_practice(along),
        _with_the_programme_team(application, along),
        *_appeal(application, along),
    ]
    if application.state in {S.DECLINED, S.UPHELD}:
        return steps
    return [*steps, _connecting(application, along)]


def _with_the_manager(application: Application, along: Along) -> Step:
    title = "Your line manager reads it"
    if application.endorsed_by is not None:
        return Step(title, "done", _endorsed(application), application.endorsed_at)
    if application.state == S.SENT_BACK:
        words = "Sent back with words. It waits for you to change it."
        return Step(title, "problem", words, application.waits_since)
    mark, words = _who_reads_it(application.applicant.manager, along.stand_ins)
    return Step(title, mark, words, application.waits_since)


def _who_reads_it(manager: Person | None, stand_ins: Sequence[Person]) -> tuple[str, str]:
    """Say with whom it is; a problem, where nobody can read it, with the way out."""
    if manager is None:
        return "problem", NO_MANAGER
    names = " and ".join(person.name for person in stand_ins)
    if manager.is_active:
        words = f"It is with {manager}, who endorses it or sends it back with words."
        away = f" {manager} is away, and {names} can do it instead." if names else ""
        return "now", f"{words}{away}"
    words = f"It was with {manager}, who no longer signs in here."
    return ("now", f"{words} {names} can do it.") if names else ("problem", words + ANOTHER_MANAGER)


def _endorsed(application: Application) -> str:
    if application.endorsed_for is None:
        return f"Endorsed by {application.endorsed_by}, your line manager."
    return f"Endorsed by {application.endorsed_by} on behalf of {application.endorsed_for}."


def _training(along: Along) -> list[Step]:
    """Tell of the courses that are asked for; of others there is nothing to tell."""
    title = "You train"
    if not along.courses:
        return []
    if along.lacks:
        return [Step(title, "later", _lacking(along), page="training:courses", link=SEE_TRAINING)]
    held = [f"“{one.edition.title}” until {day(one.valid_until)}" for one in along.certificates]
    last = max(one.finished_at for one in along.certificates if one.finished_at)
    return [Step(title, "done", f"You hold a certificate of {' and of '.join(held)}.", last)]


def _lacking(along: Along) -> str:
    titles = " and ".join(f"“{lack.title}”" for lack in along.lacks)
    meanwhile = " meanwhile" if along.is_read else ""
    if any(lack.ran_out is not None for lack in along.lacks):
        return f"Your certificate of {titles} has run out. You can renew it{meanwhile}."
    return f"You have no certificate of {titles} yet.{CAN if along.is_read else ''}"


def _code(along: Along) -> list[Step]:
    title, code = "You agree to the code of practice", along.code
    if code.newest is None:
        return []
    if code.may_begin:
        return [Step(title, "done", f"You agreed to version {code.agreed}.", code.agreed_at)]
    words = "You have not agreed to it yet. It comes before an accreditation."
    return [Step(title, "later", words, page="training:code", link="Read the code of practice")]


def _practice(along: Along) -> list[Step]:
    title, practice = "You practise with residents who do not exist", along.practice
    if not practice.needed:
        return []
    if practice.is_enough:
        return [Step(title, "done", f"You passed {_scenarios(practice.passed)}.")]
    words = (
        f"You have passed {practice.passed} of {_scenarios(practice.needed)} that are asked for."
    )
    return [Step(title, "later", words, page="training:scenarios", link="Practise")]


def _scenarios(number: int) -> str:
    return f"{number} scenario{'' if number == 1 else 's'}"


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
        case S.DECLINED if along.appeal_ends and along.appeal_ends > along.now:
            words = f"You can appeal until {day(along.appeal_ends)}."
            found = [Step("You can appeal", "now", words)]
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
    kept = "".join(
        f" Your handle on {network_name(one.network)} is kept for you: {one.handle}. "
        "Tabard cannot connect it yet."
        for one in along.kept
    )
    if not along.tickets:
        return Step(title, "done", f"There is nothing left to connect.{kept}")
    waiting = ", ".join(f"{one.network_name} until {day(one.until)}" for one in along.tickets)
    return Step(title, "now", f"You can connect: {waiting}.{kept}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of everybody before they speak for the council."""

    courses: Sequence[str]
    has_code: bool
    scenarios: int


def what_is_asked(person: Person) -> Asked:
    """Give what is asked of somebody before they speak: courses by title, the code, practice."""
    return Asked(
        courses=titles_of(COURSES_NEEDED.value),
        has_code=newest_code() is not None,
        scenarios=practice_standing(person).needed,
    )
