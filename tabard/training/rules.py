"""Who may sit an assessment and see what comes of it; who may write the code of practice."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tabard.common.rules import Refused
from tabard.common.templatetags.moments import day, moment
from tabard.people.models import Person
from tabard.training.models import (
    CodeDraft,
    CodeVersion,
    Edition,
    Preparation,
    Sitting,
    SittingState,
)

# More questions than these are counted, not named.
MOST_NAMED = 5
# From publishing a version of the code to its deadline.
LEAST_TIME_TO_AGREE = timedelta(days=7)


def may_begin(edition: Edition, latest: Sitting | None, now: datetime) -> Refused | None:
    """One sitting at a time; after a miss a pause; with a certificate not before its last days.

    `latest` is the person's latest sitting of the course.
    """
    if latest is not None and latest.state == SittingState.UNDER_WAY:
        return Refused("You have begun this assessment. Go on where you stopped.")
    opens = opens_at(edition, latest) if latest else None
    if latest is None or opens is None or opens <= now:
        return None
    if latest.state == SittingState.PASSED:
        return Refused(
            f"Your certificate is valid until {day(latest.valid_until)}. "
            f"You can renew it from {day(opens)}."
        )
    return Refused(f"You can try again from {moment(opens)}. Read the modules again until then.")


def opens_at(edition: Edition, latest: Sitting) -> datetime | None:
    """Give when somebody can sit again after a finished sitting."""
    if latest.valid_until is not None:
        return latest.valid_until - timedelta(days=edition.refresher_days)
    if latest.finished_at is not None:
        return latest.finished_at + timedelta(days=edition.pause_days)
    return None


def is_refresher(latest: Sitting | None, now: datetime) -> bool:
    """A certificate that is still valid is renewed with fewer questions."""
    return latest is not None and latest.valid_until is not None and latest.valid_until > now


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


def may_write_code(person: Person) -> Refused | None:
    """The programme team writes the code of practice."""
    if person.runs_the_pilot:
        return None
    return Refused("Only the programme team writes the code of practice.")


def may_overwrite(draft: CodeDraft, change: int) -> Refused | None:
    """Nobody overwrites, or publishes, words that they have not seen."""
    if draft.change == change:
        return None
    return Refused(
        f"{draft.changed_by} changed the draft while you had it open. "
        "Look at what they wrote before you go on."
    )


def is_ready(draft: CodeDraft, newest: CodeVersion | None) -> Refused | None:
    """A version has words of its own, and says what is new."""
    if not draft.text.strip():
        return Refused("The draft is empty.")
    if newest is not None and draft.text == newest.text:
        return Refused("Nothing has changed yet, so there is nothing to publish.")
    if newest is not None and not draft.what_changed.strip():
        return Refused("Say what changed and why, before you publish.")
    return None


def gives_time(agree_by: datetime, now: datetime) -> Refused | None:
    """People have time to read what they are asked to agree to."""
    if agree_by >= now + LEAST_TIME_TO_AGREE:
        return None
    return Refused(f"Give people at least {LEAST_TIME_TO_AGREE.days} days to agree.")


def may_agree(version: CodeVersion, newest: CodeVersion | None) -> Refused | None:
    """Everybody may agree, to the newest version."""
    if version == newest:
        return None
    return Refused("There is a newer version of the code. Read that one, and agree to it.")


def may_see_who_agreed(person: Person) -> Refused | None:
    """The programme team and oversight officers see who agreed to which version."""
    if person.runs_the_pilot or person.oversees:
        return None
    return Refused("Only the programme team and oversight officers see who agreed to the code.")


def is_prepared(person: Person, preparation: Preparation) -> Refused | None:
    """Whoever is accredited has agreed to the code and, where the council asks it, is trained."""
    if not preparation.code.may_begin:
        which = "the newest version of the code" if preparation.code.agreed else "the code"
        return Refused(f"{person} has not agreed to {which} of practice yet.")
    if not preparation.is_complete:
        return Refused(f"{person} holds no valid certificate of the training yet.")
    return None
