"""Registering experiments, deciding about them, stopping them, and saying what came of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from tabard.accreditation.queries import permission
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import queries, rules
from tabard.composing.models import (
    EXPERIMENT_LIFECYCLE,
    LONGEST_SOURCE,
    Experiment,
    Message,
    Sign,
    SignKind,
)
from tabard.people.models import Person
from tabard.record.actions import record, record_each


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to try: what they believe, what is relaxed for it, and what stops it."""

    title: str
    belief: str
    for_whom: str
    new_format: str
    relaxed: Sequence[str]
    skips_review: bool
    appetite: str
    first_day: date
    last_day: date
    stop_after: int
    how_known: str


@transaction.atomic
def register(plan: Plan, *, by: Person) -> Experiment:
    """Ask to try something new."""
    insist(rules.may_register(permission(by)))
    insist(rules.is_fit(plan.first_day, plan.last_day, plan.relaxed, timezone.localdate()))
    experiment = Experiment.objects.create(owner=by, asked_at=timezone.now(), **asdict(plan))
    _record("experiment registered", experiment, queries.deciders(by), by=by.pk, **_plan(plan))
    return experiment


@transaction.atomic
def change_experiment(experiment: Experiment, plan: Plan, *, by: Person) -> Experiment:
    """Change what was registered, while nobody has decided."""
    experiment = lock(experiment)
    insist(rules.may_change_experiment(by, experiment))
    insist(rules.is_fit(plan.first_day, plan.last_day, plan.relaxed, timezone.localdate()))
    for name, value in asdict(plan).items():
        setattr(experiment, name, value)
    experiment.asked_at = timezone.now()
    experiment.save()
    _record("experiment changed", experiment, queries.deciders(by), by=by.pk, **_plan(plan))
    return experiment


@transaction.atomic
def withdraw_experiment(experiment: Experiment, *, by: Person) -> Experiment:
    """Give up an experiment before anybody has decided."""
    experiment = lock(experiment)
    insist(rules.may_change_experiment(by, experiment))
    experiment.state = EXPERIMENT_LIFECYCLE.after(experiment.state, "withdraw")
    experiment.save(update_fields=["state"])
    _record("experiment withdrawn", experiment, by=by.pk)
    return experiment


@transaction.atomic
def approve_experiment(experiment: Experiment, *, by: Person, asked_at: str) -> Experiment:
    """Let it be tried, as it was registered at that moment."""
    experiment = lock(experiment)
    insist(rules.may_decide(by, experiment))
    experiment.state = EXPERIMENT_LIFECYCLE.after(experiment.state, "approve")
    insist(rules.is_what_was_registered(experiment, asked_at))
    insist(rules.may_register(permission(experiment.owner)))
    experiment.decided_by, experiment.decided_at = by, timezone.now()
    experiment.save(update_fields=["state", "decided_by", "decided_at"])
    _record("experiment approved", experiment, [experiment.owner], by=by.pk)
    return experiment


@transaction.atomic
def decline_experiment(experiment: Experiment, *, by: Person, why: str) -> Experiment:
    """Say no, and why."""
    experiment = lock(experiment)
    insist(rules.may_decline(by, experiment, why))
    experiment.state = EXPERIMENT_LIFECYCLE.after(experiment.state, "decline")
    experiment.decided_by, experiment.decided_at, experiment.why = by, timezone.now(), why
    experiment.save(update_fields=["state", "decided_by", "decided_at", "why"])
    _record("experiment declined", experiment, [experiment.owner], by=by.pk, why=why)
    return experiment


@transaction.atomic
def pause_experiment(experiment: Experiment, *, by: Person, why: str) -> Experiment:
    """Pause it by hand; what has not gone yet is reviewed first."""
    experiment = lock(experiment)
    insist(rules.may_pause_because(by, experiment, why))
    _pause(experiment, why)
    _record("experiment paused", experiment, _told(experiment), by=by.pk, why=why)
    return experiment


@transaction.atomic
def let_experiment_go_on(experiment: Experiment, *, by: Person, why: str) -> Experiment:
    """Let what was paused go on; from now on signs are counted anew."""
    experiment = lock(experiment)
    insist(rules.may_go_on(by, experiment, why))
    experiment.state = EXPERIMENT_LIFECYCLE.after(experiment.state, "go_on")
    experiment.counts_from, experiment.why = timezone.now(), why
    experiment.save(update_fields=["state", "counts_from", "why"])
    _record("experiment goes on", experiment, _told(experiment), by=by.pk, why=why)
    return experiment


@transaction.atomic
def finish_experiment(
    experiment: Experiment, *, by: Person, result: str, learned: str
) -> Experiment:
    """Say what came of it, whatever it is, and what everybody may learn from it."""
    experiment = lock(experiment)
    insist(rules.may_finish_with(by, experiment, result, learned))
    experiment.state = EXPERIMENT_LIFECYCLE.after(experiment.state, "finish")
    experiment.result, experiment.learned = result, learned
    experiment.finished_at = timezone.now()
    experiment.save(update_fields=["state", "result", "learned", "finished_at"])
    said = {"result": result, "learned": learned}
    _record("experiment finished", experiment, _told(experiment), by=by.pk, **said)
    return experiment


@transaction.atomic
def raise_concern(message: Message, *, by: Person, said: str) -> Message:
    """Say what worries somebody about a post of an experiment; each person counts once for each."""
    insist(rules.may_raise_concern(by, message))
    source = f"concern of {by.pk} about message {message.pk}"
    add_sign(message, SignKind.CONCERN, source, by=by, said=said)
    return message


@transaction.atomic
def enter_complaint(experiment: Experiment, *, by: Person, reference: str, said: str) -> Experiment:
    """Enter what a resident complained of, by the number or link that it is known by."""
    insist(rules.may_enter_complaint(by, experiment))
    source = f"complaint {' '.join(reference.casefold().split())}"
    return _add(experiment, None, SignKind.COMPLAINT, source, by=by, said=said)


def add_sign(message: Message, kind: SignKind, source: str, *, by: Person, said: str = "") -> None:
    """Note a sign against the experiment of a message, if it has one; its source counts once.

    It belongs into the transaction of what it is a sign of.
    """
    if message.experiment is not None:
        _add(message.experiment, message, kind, source, by=by, said=said)


def _add(
    experiment: Experiment,
    message: Message | None,
    kind: SignKind,
    source: str,
    *,
    by: Person,
    said: str,
) -> Experiment:
    experiment = lock(experiment)
    told = {"message": message, "kind": kind, "said": said, "by": by, "at": timezone.now()}
    sign, is_new = Sign.objects.get_or_create(
        experiment=experiment, source=source[:LONGEST_SOURCE], defaults=told
    )
    if not is_new:
        return experiment
    facts: dict[str, str | int] = {"sign": sign.get_kind_display()}
    if message is not None:
        facts["message"] = message.pk
    if said:
        facts["why"] = said
    watching = [experiment.owner, experiment.decided_by]
    _record("experiment sign", experiment, watching, by=by.pk, **facts)
    _stop_if_it_has_to(experiment)
    return experiment


def _stop_if_it_has_to(experiment: Experiment) -> None:
    """Pause an experiment whose stop rule fires, in the transaction of the last sign."""
    signs = queries.counting_signs(experiment).count()
    if not rules.stops(experiment, signs):
        return
    several = "" if signs == 1 else "s"
    _pause(
        experiment, f"Its stop rule fired after {signs} sign{several} that something goes wrong."
    )
    _record("experiment stopped", experiment, _told(experiment), signs=signs)


def _pause(experiment: Experiment, why: str) -> None:
    """Pause an experiment; whoever delivers asks, and has what has not gone reviewed again."""
    experiment.state = EXPERIMENT_LIFECYCLE.after(experiment.state, "pause")
    experiment.paused_at, experiment.why = timezone.now(), why
    experiment.save(update_fields=["state", "paused_at", "why"])


@transaction.atomic
def remind_of_results() -> int:
    """Remind owners, once, that the days of their experiment are over; say how many."""
    over = list(queries.to_remind_of_results().select_for_update(skip_locked=True))
    Experiment.objects.filter(pk__in=[one.pk for one in over]).update(reminded_at=timezone.now())
    record_each("experiment waits for its result", (([one.owner_id], _facts(one)) for one in over))
    return len(over)


def _told(experiment: Experiment) -> list[Person | None]:
    """Give who hears of it: its owner, their line manager, and the officer who approved it."""
    return [experiment.owner, experiment.owner.manager, experiment.decided_by]


def _facts(experiment: Experiment) -> dict[str, int | str]:
    return {
        "experiment": experiment.pk,
        "title": experiment.title,
        "person": experiment.owner_id,
    }


def _plan(plan: Plan) -> dict[str, str | int | list[str]]:
    """Give what the record keeps of what was registered."""
    return {
        "belief": plan.belief,
        "for_whom": plan.for_whom,
        "new_format": plan.new_format,
        "relaxed": list(plan.relaxed),
        "skips_review": "yes" if plan.skips_review else "no",
        "appetite": plan.appetite,
        "since": plan.first_day.isoformat(),
        "last_day": plan.last_day.isoformat(),
        "stop_after": plan.stop_after,
        "how_known": plan.how_known,
    }


def _record(
    kind: str,
    experiment: Experiment,
    people: Iterable[Person | None] = (),
    **facts: str | int | list[str],
) -> None:
    concerns = [one.pk for one in people if one is not None]
    record(kind, concerns=concerns, **_facts(experiment), **facts)
