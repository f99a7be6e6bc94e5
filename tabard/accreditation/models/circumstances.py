"""What decides about somebody's posts: every circumstance is asked, and every no is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models.accreditations import Accreditation, StandingKind, standing_of
from tabard.accreditation.models.permissions import Goes, Permission, Reason, Rung, WayOut
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.training.models import CodeStanding

SEE_ACCREDITATION = WayOut("See your accreditation", "accreditation:mine")
APPLY = WayOut("Apply to be accredited", "accreditation:apply")
# It leads to the renewal that is under way, or begins one.
RENEW = WayOut("Renew your accreditation", "accreditation:renew")
SEE_ACCOUNTS = WayOut("See your accounts", "accounts:mine")
AGREE = WayOut("Read it and agree to it", "training:code")
SEE_TRAINING = WayOut("See your training", "training:courses")
SEE_APPLICATION = WayOut("See where your application is", "accreditation:mine")
SEE_DECISION = WayOut("See what was decided about your accreditation", "accreditation:mine")


@dataclass(frozen=True, slots=True)
class Lack:
    """A course of which somebody has no certificate now, and until when they had one, if ever."""

    course: str
    title: str
    ran_out: datetime | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything that decides what may happen to a person's posts."""

    accreditation: Accreditation | None
    lacks: Sequence[Lack] = ()
    code: CodeStanding | None = None
    # Accounts that a post is for, and that its author does not hold.
    not_held: Sequence[Account] = ()
    has_applied: bool = False


def permission_of(about: Circumstances, now: datetime) -> Permission:
    """Say what may happen to somebody's posts, with every reason against their going at once."""
    rung = Rung(about.accreditation.rung) if about.accreditation else None
    stopping = tuple(_stopping(about, now))
    reasons = (*stopping, *_checking(about, now))
    if stopping:
        return Permission(Goes.NOWHERE, rung, reasons)
    if reasons:
        return Permission(Goes.CHECKED, rung, reasons)
    return Permission(Goes.AT_ONCE if rung == Rung.FREE else Goes.SAMPLED, rung)


def _stopping(about: Circumstances, now: datetime) -> Iterator[Reason]:
    standing = standing_of(about.accreditation, now)
    if standing.kind == StandingKind.SUSPENDED:
        yield Reason(standing.why, SEE_DECISION, stops=True)
    elif standing.kind in {StandingKind.NONE, StandingKind.ENDED}:
        way_out = SEE_APPLICATION if about.has_applied else APPLY
        yield Reason(standing.why, way_out, stops=True)
    if about.accreditation is not None and has_left(about.accreditation.person, now):
        yield Reason(_of_leaving(about.accreditation.person), SEE_ACCREDITATION, stops=True)
    for account in about.not_held:
        why = f"You do not hold {account}."
        if account.state == AccountState.ENDED:
            why = f"{account} is no longer an account of the council."
        yield Reason(why, SEE_ACCOUNTS, stops=True)


def has_left(person: Person, now: datetime) -> bool:
    """Say whether somebody's last day is over, or they no longer sign in here."""
    today = timezone.localdate(now)
    return not person.is_active or (person.leaves_on is not None and person.leaves_on < today)


def _of_leaving(person: Person) -> str:
    if person.leaves_on is None:
        return "You no longer sign in here, so nothing goes out in your name."
    return f"Your last day was {day(person.leaves_on)}, so nothing goes out in your name."


def _checking(about: Circumstances, now: datetime) -> Iterator[Reason]:
    standing = standing_of(about.accreditation, now)
    if standing.kind == StandingKind.LAPSED:
        yield Reason(standing.why, RENEW, again_since=standing.since)
    yield from map(_of_course, about.lacks)
    if about.code is not None and about.code.is_behind:
        yield Reason(_of_code(about.code), AGREE)
    if about.accreditation is not None and about.accreditation.rung == Rung.CHECKED:
        yield Reason(
            "You are on the first rung, “checked”: a reviewer reads every post before it goes.",
            SEE_ACCREDITATION,
            is_of_rung=True,
        )


def _of_course(lack: Lack) -> Reason:
    if lack.ran_out is None:
        return Reason(f"You have no certificate of the course “{lack.title}” yet.", SEE_TRAINING)
    return Reason(
        f"Your certificate of the course “{lack.title}” ran out on {day(lack.ran_out)}.",
        WayOut("Take the assessment again", "training:begin", lack.course),
    )


def _of_code(code: CodeStanding) -> str:
    version = "" if code.agreed is None else "the new version of "
    over = f"The time for it ended on {day(code.must_agree_by)}."
    return f"You have not agreed to {version}the code of practice. {over}"
