"""What people do with scenarios: load them, practise in them, leave them."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.practice.work import threads
from tabard.record.actions import keep_bytes, record
from tabard.training import queries, rules
from tabard.training.models import (
    REHEARSAL_LIFECYCLE,
    Rehearsal,
    RehearsalState,
    Reply,
    Scenario,
    ScenarioVersion,
)
from tabard.training.settings import DAYS_PRACTICE_IS_KEPT
from tabard.training.work.scenarios.folders import ScenarioError, ScenarioFolder, read
from tabard.training.work.scenarios.loaded import answers_in, script_of
from tabard.training.work.scenarios.playing import Said, Turn, opening, react
from tabard.training.work.scenarios.scripts import DONE, Script

MOVES = {"passed": "succeed", "not_yet": "fall_short", "harm": "do_harm"}
TAKES_DOWN = "takes-down"


@transaction.atomic
def load_scenario(folder: Path) -> ScenarioVersion | None:
    """Load the scenario in a folder whole, or not at all; give nothing if it is there already."""
    found = read(folder)
    Scenario.objects.get_or_create(slug=found.told["id"])
    scenario = Scenario.objects.select_for_update().get(slug=found.told["id"])
    there = scenario.versions.filter(version=found.told["version"]).first()
    if there is not None:
        if there.digest == found.digest:
            return None
        raise ScenarioError(
            f"scenario.toml: version {there.version} of this scenario is loaded already, and it "
            "is not the same. Give it a new version."
        )
    version = _version(scenario, found)
    record("scenario loaded", scenario=version.title, version=version.version)
    return version


def _version(scenario: Scenario, found: ScenarioFolder) -> ScenarioVersion:
    told = found.told
    return ScenarioVersion.objects.create(
        scenario=scenario,
        version=told["version"],
        title=told["title"],
        about=told["about"],
        warning=told.get("warning", ""),
        minutes=told["minutes"],
        told=dict(told),
        picture=keep_bytes(found.picture, media_type="image/png") if found.picture else None,
        digest=found.digest,
        loaded_at=timezone.now(),
    )


@transaction.atomic
def offer(scenario: Scenario, *, is_offered: bool) -> Scenario:
    """Let a scenario be chosen, or no longer."""
    scenario = lock(scenario)
    scenario.is_offered = is_offered
    scenario.save(update_fields=["is_offered"])
    if is_offered:
        record("scenario offered", scenario=scenario.slug)
    else:
        record("scenario taken out", scenario=scenario.slug)
    return scenario


@transaction.atomic
def rehearse(version: ScenarioVersion, *, by: Person, seed: int | None = None) -> Rehearsal:
    """Begin a go, or go on with the one under way; what was written in earlier goes is deleted."""
    by = lock(by)
    earlier = Rehearsal.objects.filter(person=by, scenario=version.scenario_id)
    under_way = earlier.filter(state=RehearsalState.UNDER_WAY).first()
    if under_way is not None:
        return under_way
    insist(rules.may_rehearse(version))
    _forget(list(earlier))
    script = script_of(version)
    seed = secrets.randbits(32) if seed is None else seed
    first = opening(script, seed)
    thread = threads.open_for(by, title=version.title)
    told = version.told["you"]
    own = threads.ThreadDraft(told["post"], picture=version.picture, alt=told.get("alt", ""))
    threads.say(thread, [own, *_drafts(script, first)])
    return Rehearsal.objects.create(
        person=by,
        version=version,
        scenario=version.scenario,
        seed=seed,
        at=first.at,
        thread=thread,
        started_at=timezone.now(),
    )


def _drafts(script: Script, turn: Turn) -> list[threads.ThreadDraft]:
    return [
        threads.ThreadDraft(
            one.words,
            name=script.residents[one.by].name,
            handle=script.residents[one.by].handle,
            is_private=one.is_private,
        )
        for one in turn.spoken
    ]


@transaction.atomic
def reply(rehearsal: Rehearsal, said: Said, *, by: Person) -> Rehearsal:
    """Answer the residents, who react at once; at an end the result is kept."""
    rehearsal = lock(rehearsal)
    insist(rules.may_see_rehearsal(by, rehearsal))
    REHEARSAL_LIFECYCLE.after(rehearsal.state, "succeed")
    insist(rules.may_say(said.words, said.does, timezone.now()))
    script = script_of(rehearsal.version)
    answers = [*answers_in(rehearsal), said]
    now = Turn("", rehearsal.at, rehearsal.asked_again, ())
    turn = react(script, now, answers, seed=rehearsal.seed)
    _write(rehearsal, said, _drafts(script, turn), number=len(answers))
    rehearsal.at, rehearsal.asked_again = turn.at, turn.asked_again
    _end(rehearsal, script.states[turn.at].ending)
    rehearsal.save()
    return rehearsal


def _write(
    rehearsal: Rehearsal, said: Said, reactions: list[threads.ThreadDraft], *, number: int
) -> None:
    """Put an answer into the conversation, and what residents say to it."""
    thread = rehearsal.thread
    if thread is None:
        return
    if TAKES_DOWN in said.does:
        threads.take_down_first(thread)
    did = tuple(DONE[deed] for deed in said.does)
    own = threads.ThreadDraft(said.words, is_private=said.is_private, did=did)
    post = threads.say(thread, [own, *reactions])[0]
    Reply.objects.create(rehearsal=rehearsal, number=number, post=post, does=list(said.does))


def _end(rehearsal: Rehearsal, ending: str) -> None:
    """Finish a go that has come to an end; the first pass of a scenario is recorded."""
    if not ending:
        return
    rehearsal.state = REHEARSAL_LIFECYCLE.after(rehearsal.state, MOVES[ending])
    rehearsal.finished_at = timezone.now()
    is_first = rehearsal.scenario_id not in queries.scenarios_passed(rehearsal.person)
    if rehearsal.state == RehearsalState.PASSED and is_first:
        record(
            "scenario passed",
            concerns=[rehearsal.person_id],
            scenario=rehearsal.version.title,
            by=rehearsal.person_id,
        )


@transaction.atomic
def leave(rehearsal: Rehearsal, *, by: Person) -> None:
    """Stop, and delete everything that was written; a result that there is stays."""
    rehearsal = lock(rehearsal)
    insist(rules.may_see_rehearsal(by, rehearsal))
    _forget([rehearsal])


@transaction.atomic
def forget_rehearsals() -> int:
    """Delete what was written longer ago than the council keeps it; say how many goes it was."""
    before = timezone.now() - timedelta(days=DAYS_PRACTICE_IS_KEPT.value)
    old = Rehearsal.objects.filter(thread__opened_at__lt=before).select_for_update(
        skip_locked=True, of=["self"]
    )
    return _forget(list(old))


def _forget(rehearsals: Sequence[Rehearsal]) -> int:
    """Delete conversations, and the goes themselves where nothing was passed."""
    ids = [one.thread_id for one in rehearsals if one.thread_id is not None]
    failed = [one.pk for one in rehearsals if one.state != RehearsalState.PASSED]
    Rehearsal.objects.filter(pk__in=failed).delete()
    threads.forget(ids)
    return len(ids)
