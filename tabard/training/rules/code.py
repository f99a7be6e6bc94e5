"""Who may write the code of practice, and agree to it."""

from datetime import datetime, timedelta

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.training.models import CodeDraft, CodeVersion

# From publishing a version of the code to its deadline.
LEAST_TIME_TO_AGREE = timedelta(days=7)


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
