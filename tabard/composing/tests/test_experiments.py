"""Experiments: asked for, decided, relaxed as registered, stopped by their rule, finished."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.checks.api import Level
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.composing import actions, queries, rules
from tabard.composing.models import (
    ANSWERED,
    Experiment,
    ExperimentState,
    FindingState,
    Message,
    MessageState,
    Sign,
    SignKind,
)
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
E = ExperimentState


def plan(**differs: Any) -> actions.Plan:
    today = timezone.localdate()
    told: dict[str, Any] = {
        "title": "Riddles",
        "belief": "Families answer.",
        "for_whom": "Families.",
        "new_format": "",
        "relaxed": ["emoji"],
        "skips_review": True,
        "appetite": "some",
        "first_day": today,
        "last_day": today + timedelta(days=30),
        "stop_after": 2,
        "how_known": "We count.",
        **differs,
    }
    return actions.Plan(**told)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def told_of(kind: str) -> list[int]:
    return sorted(Entry.objects.filter(kind=kind).latest("pk").people)


def within(experiment: Experiment, **differs: Any) -> Message:
    """Hand in a post within an experiment, by its owner."""
    message = make.message(experiment.owner, experiment=experiment, **differs)
    return actions.submit(message, by=experiment.owner)


def approved(experiment: Experiment) -> Experiment:
    return actions.approve_experiment(
        experiment, by=make.oversight_officer(), asked_at=experiment.asked_at.isoformat()
    )


def test_registered_experiment_waits_for_the_team_and_officers_but_not_for_its_owner():
    team, officer, _reviewer = make.programme_member(), make.oversight_officer(), make.reviewer()
    owner = make.author()

    experiment = actions.register(plan(), by=owner)

    assert (experiment.state, experiment.owner) == (E.ASKED, owner)
    assert told_of("experiment registered") == sorted([team.pk, officer.pk])
    assert list(queries.experiments_to_decide(team)) == [experiment]
    assert not queries.experiments_to_decide(owner).exists()


def test_nobody_registers_an_experiment_without_an_accreditation():
    with pytest.raises(NotAllowedError, match="Only people who are accredited"):
        actions.register(plan(), by=make.person())

    assert not Experiment.objects.exists()


@pytest.mark.parametrize("check", ["nhs_number", "person_name", "pre_election"])
def test_checks_for_personal_data_and_elections_are_never_relaxed(check: str):
    with pytest.raises(NotAllowedError, match="never relaxed"):
        actions.register(plan(relaxed=[check]), by=make.author())


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [(-1, 5, "today or later"), (3, 2, "within half a year"), (0, 184, "within half a year")],
)
def test_experiment_lies_ahead_and_ends_within_half_a_year(first: int, last: int, why: str):
    today = timezone.localdate()
    days = {"first_day": today + timedelta(days=first), "last_day": today + timedelta(days=last)}

    with pytest.raises(NotAllowedError, match=why):
        actions.register(plan(**days), by=make.author())


def test_owner_changes_and_withdraws_only_until_it_is_decided():
    experiment = actions.register(plan(), by=(owner := make.author()))
    experiment = actions.change_experiment(experiment, plan(title="Rhymes"), by=owner)
    assert (experiment.title, experiment.state) == ("Rhymes", E.ASKED)
    other = make.author()
    with pytest.raises(NotAllowedError, match="Only the person who registered"):
        actions.withdraw_experiment(experiment, by=other)

    approved(experiment)

    with pytest.raises(NotAllowedError, match="decided already"):
        actions.change_experiment(experiment, plan(relaxed=[]), by=owner)
    with pytest.raises(NotAllowedError, match="decided already"):
        actions.withdraw_experiment(experiment, by=owner)


def test_withdrawn_experiment_is_decided_by_nobody():
    experiment = actions.register(plan(), by=(owner := make.author()))

    experiment = actions.withdraw_experiment(experiment, by=owner)

    assert experiment.state == E.WITHDRAWN
    with pytest.raises(NotNowError):
        approved(experiment)


def test_officer_who_owns_an_experiment_does_not_decide_about_it():
    team = make.programme_member()
    make.accreditation(team)
    experiment = actions.register(plan(), by=team)

    with pytest.raises(NotAllowedError, match="Somebody else decides"):
        actions.approve_experiment(experiment, by=team, asked_at=experiment.asked_at.isoformat())
    by_its_owner = pytest.raises(IntegrityError, match="experiment_not_decided_by_its_owner")
    with by_its_owner, transaction.atomic():
        Experiment.objects.update(decided_by=team)


def test_officer_approves_only_what_they_have_read():
    experiment = actions.register(plan(), by=(owner := make.author()))
    read = experiment.asked_at.isoformat()
    experiment = actions.change_experiment(experiment, plan(skips_review=False), by=owner)

    with pytest.raises(NotAllowedError, match="Read it again"):
        actions.approve_experiment(experiment, by=make.oversight_officer(), asked_at=read)

    experiment.refresh_from_db()
    assert experiment.state == E.ASKED


def test_experiment_of_somebody_who_is_suspended_by_now_is_not_approved():
    accredited = make.accreditation()
    experiment = actions.register(plan(), by=accredited.person)
    make.suspension(accredited)

    with pytest.raises(NotAllowedError, match="Only people who are accredited"):
        approved(experiment)


def test_declined_experiment_says_why():
    experiment = make.experiment(state="asked")
    officer = make.oversight_officer()
    with pytest.raises(NotAllowedError, match="Say why"):
        actions.decline_experiment(experiment, by=officer, why=" ")

    experiment = actions.decline_experiment(experiment, by=officer, why="Too near the election.")

    assert (experiment.state, experiment.why) == (E.DECLINED, "Too near the election.")
    assert told_of("experiment declined") == [experiment.owner.pk]


def test_post_goes_without_review_on_the_experiment_and_says_so():
    experiment = make.experiment(make.prepared(make.author()))

    message = within(experiment)

    assert (message.state, message.approved_by, message.let_go_on) == ("approved", None, "")
    assert message.went_on_experiment
    assert "message let go within an experiment" in kinds()


def test_post_of_an_experiment_that_keeps_its_review_is_reviewed():
    experiment = make.experiment(make.prepared(make.author()), skips_review=False)

    assert within(experiment).state == MessageState.WAITING


def test_author_on_a_higher_rung_goes_on_the_rung_also_within_an_experiment():
    experiment = make.experiment(make.trusted_author())

    message = within(experiment)

    assert (message.let_go_on, message.went_on_experiment) == ("free", False)


def test_author_can_ask_for_a_review_within_an_experiment():
    experiment = make.experiment(make.prepared(make.author()))
    message = make.message(experiment.owner, experiment=experiment)

    message = actions.submit(message, by=experiment.owner, to_review=True)

    assert (message.state, message.review_was_asked_for) == (MessageState.WAITING, True)


def test_experiment_does_not_stand_in_for_a_certificate_that_is_missing():
    make.edition("pilot")
    experiment = make.experiment(make.author())

    assert within(experiment).state == MessageState.WAITING


def test_lapsed_author_is_reviewed_also_within_an_experiment():
    accredited = make.accreditation(until=timezone.now() - timedelta(days=1))
    experiment = make.experiment(make.prepared(accredited.person))

    assert within(experiment).state == MessageState.WAITING


def test_suspended_author_stays_stopped_within_an_experiment():
    accredited = make.accreditation()
    experiment = make.experiment(make.prepared(accredited.person))
    make.suspension(accredited)

    with pytest.raises(NotAllowedError):
        within(experiment)


@pytest.mark.parametrize("state", ["asked", "declined", "withdrawn", "paused", "finished"])
def test_nothing_is_handed_in_within_an_experiment_that_does_not_run(state: str):
    experiment = make.experiment(make.prepared(make.author()), state=state)

    with pytest.raises(NotAllowedError, match="This experiment is"):
        within(experiment)


def test_nothing_is_handed_in_before_the_first_day_or_for_a_time_after_the_last():
    owner = make.prepared(make.author())
    tomorrow = timezone.localdate() + timedelta(days=1)
    early = make.experiment(owner, first_day=tomorrow)
    with pytest.raises(NotAllowedError, match="not one of the days"):
        within(early)
    late = timezone.now() + timedelta(days=32)

    with pytest.raises(NotAllowedError, match="after the last day"):
        within(make.experiment(owner), due_at=late)


def test_nobody_writes_within_the_experiment_of_another():
    experiment = make.experiment()
    other = make.author()
    draft = actions.Draft(words="Hello.", accounts=[], experiment=experiment)

    with pytest.raises(NotAllowedError, match="somebody else's"):
        actions.write(draft, by=other)


def draft(experiment: Experiment | None, account: Any, words: str) -> actions.Draft:
    return actions.Draft(words=words, accounts=[account], experiment=experiment)


SHOUTED = "COME AND SEE THE NEW READING ROOM AT OAKFORD ON SUNDAY."


def relaxing(owner: Person) -> Experiment:
    return make.experiment(owner, relaxed=["capitals", "profanity"], skips_review=False)


def found(message: Message, check: str) -> list[tuple[str, str]]:
    return [(one.state, one.level) for one in message.findings.filter(check_name=check)]


def test_finding_of_a_relaxed_check_is_noted_and_asks_for_nothing():
    owner = make.prepared(make.author())
    account = make.account(owner)

    message = actions.write(draft(relaxing(owner), account, SHOUTED), by=owner)

    assert found(message, "capitals") == [("relaxed", "advice")]
    assert rules.may_go_with(message.findings.all()) is None
    assert FindingState.RELAXED not in ANSWERED


def test_warning_that_is_relaxed_comes_back_when_its_message_leaves_the_experiment():
    owner = make.prepared(make.author())
    account = make.account(owner)
    words = "What a shitty morning for the bins."
    message = actions.write(draft(relaxing(owner), account, words), by=owner)
    assert found(message, "profanity") == [("relaxed", "advice")]

    message = actions.rewrite(message, draft(None, account, words), by=owner)

    assert found(message, "profanity") == [("open", "warning")]
    assert rules.may_go_with(message.findings.all()) is not None


def test_warning_that_was_open_is_relaxed_when_its_message_joins_the_experiment():
    owner = make.prepared(make.author())
    account = make.account(owner)
    words = "What a shitty morning for the bins."
    message = actions.write(draft(None, account, words), by=owner)

    message = actions.rewrite(message, draft(relaxing(owner), account, words), by=owner)

    assert found(message, "profanity") == [("relaxed", "advice")]


def test_check_is_not_relaxed_any_more_once_the_experiment_is_paused():
    owner = make.prepared(make.author())
    experiment = relaxing(owner)
    assert experiment.lets_be == {"capitals", "profanity"}

    experiment = actions.pause_experiment(experiment, by=owner, why="It worries me.")

    assert experiment.lets_be == frozenset()


def test_personal_data_is_stopped_also_within_an_experiment_that_was_made_to_relax_it():
    owner = make.prepared(make.author())
    experiment = make.experiment(owner, relaxed=["nhs_number"])
    words = "Her NHS number is 943 476 5919."

    message = actions.write(draft(experiment, make.account(owner), words), by=owner)

    assert found(message, "nhs_number") == [("open", Level.STOP)]
    with pytest.raises(NotAllowedError, match="Put right"):
        actions.submit(message, by=owner)


def concern(message: Message, by: Person | None = None) -> None:
    actions.raise_concern(message, by=by or make.reviewer(), said="It mocks people.")


def test_stop_rule_fires_at_its_number_and_not_before():
    experiment = make.experiment(make.prepared(make.author()), stop_after=2)
    message = within(experiment)

    concern(message)
    experiment.refresh_from_db()
    assert experiment.state == E.RUNNING

    concern(message)
    experiment.refresh_from_db()
    assert experiment.state == E.PAUSED
    assert experiment.why == "Its stop rule fired after 2 signs that something goes wrong."
    owner = experiment.owner
    people = {owner, owner.manager, experiment.decided_by}
    assert set(Person.objects.filter(pk__in=told_of("experiment stopped"))) == people
    assert kinds()[-2:] == ["experiment sign", "experiment stopped"]


def test_concern_of_one_person_about_one_post_counts_once():
    experiment = make.experiment(make.prepared(make.author()), stop_after=2)
    message, reviewer = within(experiment), make.reviewer()

    concern(message, reviewer)
    concern(message, reviewer)

    experiment.refresh_from_db()
    assert (experiment.state, experiment.signs.count()) == (E.RUNNING, 1)


def test_nobody_writes_within_an_experiment_of_somebody_else():
    experiment = make.experiment(make.prepared(make.author()))

    refusal = rules.may_use(make.prepared(make.author()), experiment)

    assert refusal
    assert refusal.why == "This experiment is somebody else's."


def test_author_raises_no_concern_about_their_own_post():
    experiment = make.experiment(make.prepared(make.author()))

    with pytest.raises(NotAllowedError, match="take it down or pause"):
        concern(within(experiment), experiment.owner)


def test_nobody_raises_a_concern_about_a_post_that_is_no_experiment():
    with pytest.raises(NotAllowedError, match="not part of an experiment"):
        concern(make.approved_message())

    assert not Sign.objects.exists()


def test_complaint_that_is_entered_twice_counts_once():
    experiment = make.experiment(stop_after=2)
    team = make.programme_member()

    for reference in ["CRM 4711", "crm  4711"]:
        actions.enter_complaint(experiment, by=team, reference=reference, said="It is rude.")

    experiment.refresh_from_db()
    assert (experiment.state, experiment.signs.count()) == (E.RUNNING, 1)


def test_database_counts_a_source_once():
    experiment = make.experiment()
    told = {"kind": SignKind.CONCERN, "source": "x", "by": make.reviewer(), "at": timezone.now()}
    Sign.objects.create(experiment=experiment, **told)

    with pytest.raises(IntegrityError, match="a_source_is_a_sign_once"), transaction.atomic():
        Sign.objects.create(experiment=experiment, **told)


def test_finding_that_a_reviewer_upholds_is_a_sign():
    owner = make.prepared(make.author())
    experiment = make.experiment(owner, relaxed=["capitals"], skips_review=False, stop_after=1)
    message = actions.write(draft(experiment, make.account(owner), SHOUTED), by=owner)
    message = actions.submit(message, by=owner)
    finding = message.findings.get(check_name="capitals")

    actions.send_back(
        message,
        by=make.reviewer(),
        said="Do not shout.",
        submitted_at=message.submitted_at,
        upheld=[finding.pk],
    )

    experiment.refresh_from_db()
    assert [one.kind for one in experiment.signs.all()] == [SignKind.FINDING]
    assert experiment.state == E.PAUSED


def test_sign_and_pause_are_there_together_or_not_at_all():
    experiment = make.experiment(make.prepared(make.author()), stop_after=1)
    message = within(experiment)

    def fails() -> None:
        with transaction.atomic():
            concern(message)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()

    experiment.refresh_from_db()
    assert (experiment.state, experiment.signs.count()) == (E.RUNNING, 0)
    assert "experiment stopped" not in kinds()


def test_sign_after_the_stop_is_kept_and_stops_nothing_again():
    experiment = make.experiment(make.prepared(make.author()), stop_after=1)
    message = within(experiment)
    concern(message)

    concern(message)

    assert experiment.signs.count() == 2
    assert kinds().count("experiment stopped") == 1


def test_only_somebody_who_decides_lets_it_go_on_and_signs_count_anew():
    experiment = make.experiment(make.prepared(make.author()), stop_after=1)
    message = within(experiment)
    concern(message)
    experiment.refresh_from_db()
    with pytest.raises(NotAllowedError, match="Somebody else decides"):
        actions.let_experiment_go_on(experiment, by=experiment.owner, why="It is fine.")
    with pytest.raises(NotAllowedError, match="Only the programme team"):
        actions.let_experiment_go_on(experiment, by=make.reviewer(), why="It is fine.")
    officer = make.oversight_officer()
    with pytest.raises(NotAllowedError, match="Say why"):
        actions.let_experiment_go_on(experiment, by=officer, why="")

    experiment = actions.let_experiment_go_on(experiment, by=officer, why="It was a joke.")

    assert experiment.state == E.RUNNING
    assert not queries.counting_signs(experiment).exists()
    assert vars(queries.experiments().get())["signs_counting"] == 0
    concern(message)
    experiment.refresh_from_db()
    assert experiment.state == E.PAUSED


def test_experiment_whose_days_are_over_does_not_go_on():
    experiment = make.experiment(
        state="paused",
        first_day=timezone.localdate() - timedelta(days=9),
        last_day=timezone.localdate() - timedelta(days=1),
    )

    with pytest.raises(NotAllowedError, match="last day has passed"):
        actions.let_experiment_go_on(experiment, by=make.oversight_officer(), why="Please.")


def test_owner_pauses_and_a_colleague_does_not():
    experiment = make.experiment()
    with pytest.raises(NotAllowedError, match="Only the programme team"):
        actions.pause_experiment(experiment, by=make.author(), why="I do not like it.")
    with pytest.raises(NotAllowedError, match="Say why"):
        actions.pause_experiment(experiment, by=experiment.owner, why=" ")

    experiment = actions.pause_experiment(experiment, by=experiment.owner, why="It worries me.")

    assert (experiment.state, experiment.why) == (E.PAUSED, "It worries me.")


def over(**differs: Any) -> Experiment:
    today = timezone.localdate()
    first, last = today - timedelta(days=9), today - timedelta(days=1)
    return make.experiment(first_day=first, last_day=last, **differs)


def test_owner_is_reminded_once_that_the_days_are_over():
    finished, running = over(state="finished"), make.experiment()
    experiment = over()

    assert [actions.remind_of_results(), actions.remind_of_results()] == [1, 0]

    assert told_of("experiment waits for its result") == [experiment.owner.pk]
    assert list(queries.experiments_to_finish(experiment.owner)) == [experiment]
    assert not queries.experiments_to_finish(finished.owner).exists()
    assert not queries.experiments_to_finish(running.owner).exists()


def test_owner_finishes_with_a_result_that_everybody_reads():
    experiment = over()
    said = {"result": "Nobody answered.", "learned": "Ask shorter questions."}
    with pytest.raises(NotAllowedError, match="Only the person who registered"):
        actions.finish_experiment(experiment, by=make.programme_member(), **said)
    with pytest.raises(NotAllowedError, match="Say what came of it"):
        actions.finish_experiment(experiment, by=experiment.owner, result="It went.", learned="")

    experiment = actions.finish_experiment(experiment, by=experiment.owner, **said)

    assert [(one.result, one.learned) for one in queries.results()] == [
        ("Nobody answered.", "Ask shorter questions.")
    ]
    with pytest.raises(NotNowError):
        actions.finish_experiment(experiment, by=experiment.owner, **said)


def test_list_puts_what_waits_first_and_what_was_not_tried_last():
    made = [make.experiment(state=state) for state in ("declined", "finished", "asked", "running")]

    assert [one.pk for one in queries.in_order()] == [made[at].pk for at in (2, 3, 1, 0)]
