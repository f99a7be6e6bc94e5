"""People learn, practise, and agree to the code of practice."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.home.actions.story import Told, first
from tabard.people.models import Person, Role
from tabard.training import actions as training
from tabard.training.models import CodeDraft, CodeVersion
from tabard.training.queries import current_editions, offered_scenarios
from tabard.training.settings import DAYS_TO_AGREE
from tabard.training.work.courses import PILOT
from tabard.training.work.scenarios.agreement import folders_in
from tabard.training.work.scenarios.folders import OURS
from tabard.training.work.scenarios.playing import Said

# Whoever can be accredited, or was, had passed the assessment and the scenarios.
TRAINED = {"endorsed", "accredited", "ended"}


def prepare(story: Told, people: Mapping[str, Person]) -> None:
    """Let people do what comes before they speak for the council."""
    train(story["applications"], people)
    practise(story, people)
    write_code(story, people)


@transaction.atomic
def train(applications: Iterable[Told], people: Mapping[str, Person]) -> None:
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
def practise(story: Told, people: Mapping[str, Person]) -> None:
    """Load the scenarios that we ship; let those practise who were trained, and one more."""
    for folder in folders_in(OURS):
        training.load_scenario(folder)
    trained = [one["by"] for one in story["applications"] if one["outcome"] in TRAINED]
    for learner in trained:
        for told in story["practised"]:
            _rehearse(told, by=people[learner])
    for told in story["practising"]:
        _rehearse(told, by=people[told["by"]])


def _rehearse(told: Told, *, by: Person) -> None:
    version = offered_scenarios().get(scenario__slug=told["scenario"])
    rehearsal = training.rehearse(version, by=by, seed=by.pk)
    for one in told["replies"]:
        said = Said(one["says"], does=tuple(one.get("does", [])))
        rehearsal = training.reply(rehearsal, said, by=by)


@transaction.atomic
def write_code(story: Told, people: Mapping[str, Person]) -> None:
    """Load the code, let people agree to it, publish a change and begin to write another."""
    team = first(people.values(), Role.PROGRAMME_TEAM)
    agree_by = timezone.now() + timedelta(days=DAYS_TO_AGREE.value)
    agreed = [told["by"] for told in story["applications"] if told["outcome"] != "applied"]
    _agree(training.load_code(agree_by=agree_by), agreed, people)
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
