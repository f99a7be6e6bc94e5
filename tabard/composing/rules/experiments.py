"""Who may try something new, who lets them, and when it stops."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils import timezone

from tabard.accreditation.models import Permission
from tabard.checks.api import About, all_checks
from tabard.common.rules import Refused
from tabard.composing.models import (
    BEGUN,
    EXPERIMENT_LIFECYCLE,
    Experiment,
    ExperimentState,
    Message,
)
from tabard.composing.rules.messages import may_see
from tabard.people.models import Person

# Nothing is tried for longer without being asked for again.
LONGEST = timedelta(days=183)
# What guards people and the law is relaxed by nobody.
FIRM = frozenset({About.PERSONAL, About.ELECTION})


def may_register(permission: Permission) -> Refused | None:
    """Whoever may speak for the council may ask to try something new."""
    if permission.stops:
        return Refused(f"Only people who are accredited register experiments. {permission.why}")
    return None


def can_be_relaxed() -> list[str]:
    """Give the checks that an experiment may do without: none that guards people or the law."""
    return [name for name, kind in all_checks().items() if kind.about not in FIRM]


def is_fit(
    first_day: date, last_day: date, relaxed: Collection[str], today: date
) -> Refused | None:
    """An experiment lies ahead, ends within half a year, and relaxes what may be relaxed."""
    if first_day < today:
        return Refused("The first day must be today or later")
    if not first_day <= last_day <= first_day + LONGEST:
        return Refused("The last day must be within half a year of the first day")
    if not set(relaxed) <= set(can_be_relaxed()):
        return Refused("Checks for personal data and for elections are never relaxed")
    return None


def is_what_was_registered(experiment: Experiment, asked_at: str) -> Refused | None:
    """Whoever approves has read the experiment as it was registered last."""
    if asked_at == experiment.asked_at.isoformat():
        return None
    return Refused("Its owner has changed this experiment since you opened it. Read it again.")


def decides_about_experiments(person: Person) -> bool:
    """Say whether somebody is of those who decide: they run the pilot, or oversee it."""
    return person.runs_the_pilot or person.oversees


def may_decide(person: Person, experiment: Experiment) -> Refused | None:
    """Somebody who runs the pilot or oversees it decides, and never about their own."""
    if person == experiment.owner:
        return Refused("Somebody else decides about your own experiment.")
    if decides_about_experiments(person):
        return None
    return Refused("Only the programme team and oversight officers decide about experiments.")


def may_decline(person: Person, experiment: Experiment, why: str) -> Refused | None:
    """Whoever says no says why."""
    if not why.strip():
        return Refused("Say why, so that it can be asked for in another way.")
    return may_decide(person, experiment)


def may_change_experiment(person: Person, experiment: Experiment) -> Refused | None:
    """Its owner changes or withdraws it while nobody has decided."""
    if person != experiment.owner:
        return Refused("Only the person who registered an experiment can change it.")
    if experiment.state != ExperimentState.ASKED:
        return Refused("It was decided already, so it stays as it was registered.")
    return None


def may_pause(person: Person, experiment: Experiment) -> Refused | None:
    """Its owner pauses it, and whoever decides about it."""
    return None if person == experiment.owner else may_decide(person, experiment)


def may_pause_because(person: Person, experiment: Experiment, why: str) -> Refused | None:
    """Whoever pauses it says why."""
    if not why.strip():
        return Refused("Say why, so that everybody who is told understands it.")
    return may_pause(person, experiment)


def may_go_on(person: Person, experiment: Experiment, why: str) -> Refused | None:
    """What was paused goes on when somebody who decides about it says why it can."""
    if not why.strip():
        return Refused("Say why it can go on.")
    if experiment.is_over:
        return Refused("Its last day has passed, so it cannot go on.")
    return may_decide(person, experiment)


def may_finish(person: Person, experiment: Experiment) -> Refused | None:
    """Its owner says what came of it."""
    if person != experiment.owner:
        return Refused("Only the person who registered an experiment says what came of it.")
    return None


def may_finish_with(
    person: Person, experiment: Experiment, result: str, learned: str
) -> Refused | None:
    """Its owner says what came of it, whatever it is, and what others may learn."""
    if not result.strip() or not learned.strip():
        return Refused("Say what came of it, and what others may learn from it.")
    return may_finish(person, experiment)


def may_watch(person: Person, experiment: Experiment) -> Refused | None:
    """Its owner, reviewers and those who decide see its posts, and the signs against it."""
    if person == experiment.owner or person.reviews_messages or decides_about_experiments(person):
        return None
    return Refused("Its posts and the signs against it are seen by those who look after it.")


def may_enter_complaint(person: Person, experiment: Experiment) -> Refused | None:
    """Its owner, reviewers and those who decide enter what a resident complained of."""
    if experiment.state not in BEGUN:
        return Refused(f"This experiment is {experiment.get_state_display().lower()}.")
    return may_watch(person, experiment)


def may_raise_concern(person: Person, message: Message) -> Refused | None:
    """Whoever reviews or oversees says what worries them about a post of an experiment."""
    if message.experiment is None:
        return Refused("This post is not part of an experiment.")
    if person == message.author:
        return Refused("If your own post worries you, take it down or pause the experiment.")
    return may_see(person, message)


def may_use(person: Person, experiment: Experiment) -> Refused | None:
    """Its owner writes within it, while it runs and on its days."""
    if person != experiment.owner:
        return Refused("This experiment is somebody else's.")
    if experiment.goes_on:
        return None
    if experiment.state == ExperimentState.RUNNING:
        return Refused("Today is not one of the days of this experiment.")
    return Refused(f"This experiment is {experiment.get_state_display().lower()}.")


def is_within_its_experiment(message: Message) -> Refused | None:
    """What is written within an experiment is handed in while it runs, for one of its days."""
    experiment = message.experiment
    if experiment is None:
        return None
    if message.due_at is not None and timezone.localdate(message.due_at) > experiment.last_day:
        return Refused("The time for this post is after the last day of its experiment")
    return may_use(message.author, experiment)


def goes_unchecked(message: Message, permission: Permission) -> bool:
    """Say whether a message goes without a review: on its author's rung, or within its experiment.

    An experiment stands in for the rung alone: whoever has lapsed or lacks a certificate is
    checked first, here as everywhere.
    """
    if permission.goes_unchecked:
        return True
    experiment = message.experiment
    return bool(experiment and experiment.skips_review and permission.is_checked_for_its_rung)


def holds_within_its_experiment(message: Message) -> Refused | None:
    """What belongs to an experiment that stopped is looked at, unless somebody has since."""
    experiment = message.experiment
    if experiment is None or message.approved_at is None or experiment.goes_on:
        return None
    was_paused = experiment.paused_at
    if message.is_reviewed and (was_paused is None or message.approved_at > was_paused):
        return None
    how = experiment.get_state_display().lower()
    if experiment.state == ExperimentState.RUNNING:
        how = "not running today"
    return Refused(
        f"Its experiment “{experiment}” is {how}, so a reviewer looks at this post before it goes."
    )


def stops(experiment: Experiment, signs: int) -> bool:
    """Say whether the stop rule fires at so many signs."""
    running = EXPERIMENT_LIFECYCLE.allows(experiment.state, "pause")
    return running and signs >= experiment.stop_after
