"""Who may sit an assessment, when, and see what comes of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tabard.common.rules import Refused
from tabard.common.templatetags.moments import day, moment
from tabard.people.models import Person
from tabard.training.models import Course, Edition, Progress, Sitting, SittingKind, SittingState

# More questions than these are counted, not named.
MOST_NAMED = 5


def may_begin(edition: Edition, progress: Progress, now: datetime) -> Refused | None:
    """One sitting at a time; after a miss a pause; with a certificate not before its last days."""
    latest = progress.latest
    if latest is not None and latest.state == SittingState.UNDER_WAY:
        return Refused("You have begun this assessment. Go on where you stopped.")
    if not edition.course.is_offered:
        return Refused("This course is not offered any more. What you hold of it stands.")
    return _is_too_early(edition, progress, now)


def _is_too_early(edition: Edition, progress: Progress, now: datetime) -> Refused | None:
    latest, certificate = progress.latest, progress.certificate
    opens = opens_at(edition, progress)
    if opens is None or opens <= now:
        return None
    if certificate is not None and certificate == latest:
        return Refused(
            f"Your certificate is valid until {day(certificate.valid_until)}. "
            f"You can renew it from {day(opens)}."
        )
    return Refused(f"You can try again from {moment(opens)}. Read the modules again until then.")


def opens_at(edition: Edition, progress: Progress) -> datetime | None:
    """Give when somebody can sit again after a finished sitting; nothing, if at any time."""
    latest = progress.latest
    if latest is None or latest.finished_at is None:
        return None
    if latest.runs_until is not None:
        return latest.runs_until - timedelta(days=edition.refresher_days)
    if latest.kind == SittingKind.PRETEST:
        return None
    return latest.finished_at + timedelta(days=progress.pause_days)


def kinds_open(edition: Edition, progress: Progress, now: datetime) -> list[SittingKind]:
    """Give what somebody can sit next, the shorter way first.

    A certificate that is still valid is renewed by a refresher, with one pre-test before it at
    the most; whoever misses the refresher, or lets the certificate run out, sits the whole.
    """
    latest, certificate = progress.latest, progress.certificate
    until = certificate.valid_until if certificate else None
    missed = latest is not None and latest.state == SittingState.NOT_PASSED
    pretested = latest is not None and latest.kind == SittingKind.PRETEST and latest != certificate
    if until is None or until <= now or (missed and not pretested):
        return [SittingKind.ASSESSMENT]
    if pretested or not edition.pretest_questions:
        return [SittingKind.REFRESHER]
    return [SittingKind.PRETEST, SittingKind.REFRESHER]


def may_withdraw(course: Course, needed: Sequence[str]) -> Refused | None:
    """What everybody needs a certificate of is offered."""
    if course.slug not in needed:
        return None
    return Refused(
        "Everybody who speaks for the council needs a certificate of this course. Take it out of "
        "the courses that are needed first, in the settings of training."
    )


def may_sit(person: Person, sitting: Sitting) -> Refused | None:
    """An assessment and its answers are between the person and the product."""
    if person.pk != sitting.person_id:
        return Refused("Only the person who took this assessment sees it.")
    return None


def may_finish(unanswered: Sequence[int]) -> Refused | None:
    """Whoever finishes has answered every question."""
    if not unanswered:
        return None
    if len(unanswered) > MOST_NAMED:
        return Refused(f"{len(unanswered)} questions are not answered yet.")
    if len(unanswered) == 1:
        return Refused(f"Question {unanswered[0]} is not answered yet.")
    *some, last = map(str, unanswered)
    return Refused(f"Questions {', '.join(some)} and {last} are not answered yet.")


def may_see_certificate(person: Person, sitting: Sitting) -> Refused | None:
    """The holder and the programme team see a certificate."""
    if person.pk == sitting.person_id or person.runs_the_pilot:
        return None
    return Refused("Only its holder and the programme team see this certificate.")


def may_see_who_passed(person: Person) -> Refused | None:
    """The programme team sees who holds a certificate."""
    if person.runs_the_pilot:
        return None
    return Refused("Only the programme team sees who holds a certificate.")
