"""Posts of an experiment: they leave while it goes on, and are looked at when it stops."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation.models import Rung
from tabard.composing import actions as composing
from tabard.composing import rules as composing_rules
from tabard.composing.models import Experiment, Message, MessageState, SignKind
from tabard.people.models import Person
from tabard.publishing import actions, queries
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.tests import told
from tabard.publishing.tests.test_walks import about
from tabard.publishing.tests.told import after_a_step
from tests import make

pytestmark = pytest.mark.django_db
S = DeliveryState


def owner() -> Person:
    return make.prepared(make.author())


def let_go(within: Experiment, *, server: str = "http://127.0.0.1:1", **differs) -> Message:
    account = make.account(within.owner, server=server)
    message = make.message(
        within.owner, accounts=[account], words=told.WORDS, experiment=within, **differs
    )
    return composing.submit(message, by=within.owner)


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def states() -> list[tuple[str, str]]:
    found = Delivery.objects.order_by("pk").select_related("version__message")
    return [(one.version.message.state, one.state) for one in found]


def pause(experiment: Experiment) -> None:
    composing.pause_experiment(experiment, by=experiment.owner, why="It worries me.")


def finish(experiment: Experiment) -> None:
    said = {"result": "Nobody answered.", "learned": "Ask less."}
    composing.finish_experiment(experiment, by=experiment.owner, **said)


def come_to_its_end(experiment: Experiment) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Experiment.objects.filter(pk=experiment.pk).update(first_day=yesterday, last_day=yesterday)


ENDS = [pause, finish, come_to_its_end]


def test_post_of_an_experiment_is_delivered_on_the_rung_checked_without_a_review(script):
    message = let_go(make.experiment(owner()), server=script.url)
    actions.tick()
    delivery = Delivery.objects.get()
    script.says(*about((told.TAKEN, told.SHOWN), delivery.once_only_key))

    after_a_step(delivery)
    after_a_step(delivery)

    assert states() == [(MessageState.APPROVED, S.CONFIRMED)]
    titles = [step.title for step in queries.timeline(message)]
    assert titles[0] == "Sent without a review, in “Riddles”"


@pytest.mark.parametrize("end", ENDS)
def test_what_is_scheduled_is_held_and_reviewed_once_its_experiment_stops(end):
    experiment = make.experiment(owner())
    for _ in range(2):
        let_go(experiment, due_at=in_an_hour())
    other = make.experiment(owner())
    let_go(other, due_at=in_an_hour())
    actions.tick()
    end(experiment)

    actions.tick()

    held = (MessageState.WAITING, S.HELD)
    assert states() == [held, held, (MessageState.APPROVED, S.SCHEDULED)]
    assert "so a reviewer looks at this post" in Message.objects.earliest("pk").said


@pytest.mark.parametrize("end", ENDS)
def test_what_is_due_is_asked_about_again_just_before_it_leaves(script, end):
    experiment = make.experiment(owner())
    let_go(experiment, server=script.url)
    actions.tick()
    end(experiment)

    after_a_step(Delivery.objects.get())

    assert states() == [(MessageState.WAITING, S.HELD)]
    assert script.heard == []


def test_stop_rule_holds_the_rest_and_a_reviewer_s_approval_lets_it_go():
    experiment = make.experiment(owner(), stop_after=1)
    first = let_go(experiment)
    rest = let_go(experiment, due_at=in_an_hour())
    actions.tick()
    composing.raise_concern(first, by=make.reviewer(), said="It mocks people.")
    actions.tick()
    rest.refresh_from_db()
    assert rest.state == MessageState.WAITING

    composing.approve(rest, by=make.reviewer(), submitted_at=rest.submitted_at)
    actions.tick()

    assert rest.versions.get().deliveries.get().state == S.SCHEDULED


def test_what_a_reviewer_approved_before_the_stop_is_looked_at_again():
    experiment = make.experiment(owner(), skips_review=False)
    message = let_go(experiment, due_at=in_an_hour())
    composing.approve(message, by=make.reviewer(), submitted_at=message.submitted_at)
    actions.tick()
    assert states() == [(MessageState.APPROVED, S.SCHEDULED)]
    pause(experiment)

    actions.tick()

    assert states() == [(MessageState.WAITING, S.HELD)]


def test_what_a_reviewer_approved_goes_also_after_the_last_day():
    experiment = make.experiment(owner(), skips_review=False)
    message = let_go(experiment, due_at=in_an_hour())
    composing.approve(message, by=make.reviewer(), submitted_at=message.submitted_at)
    actions.tick()
    come_to_its_end(experiment)

    actions.tick()

    assert states() == [(MessageState.APPROVED, S.SCHEDULED)]


def lapse(author: Person) -> None:
    author.accreditations.update(until=timezone.now())


def certificate_runs_out(author: Person) -> None:
    author.sittings.update(valid_until=timezone.now())


def code_is_overdue(_author: Person) -> None:
    make.code(agree_by=timezone.now())


@pytest.mark.parametrize("setback", [lapse, certificate_runs_out, code_is_overdue])
def test_experiment_does_not_carry_a_post_whose_author_is_checked_for_more_than_the_rung(setback):
    experiment = make.experiment(owner())
    let_go(experiment, due_at=in_an_hour())
    actions.tick()
    setback(experiment.owner)

    actions.tick()

    assert states() == [(MessageState.WAITING, S.HELD)]


def test_author_who_moves_down_keeps_what_their_experiment_lets_go_only_if_it_let_it_go():
    free = make.trusted_author()
    let_go(make.experiment(free), due_at=in_an_hour())
    let_go(make.experiment(owner()), due_at=in_an_hour())
    actions.tick()
    free.accreditations.update(rung=Rung.CHECKED)

    actions.tick()

    assert states() == [
        (MessageState.WAITING, S.HELD),
        (MessageState.APPROVED, S.SCHEDULED),
    ]


def test_tick_asks_about_nothing_that_goes_on_as_registered():
    let_go(make.experiment(owner()), due_at=in_an_hour())
    actions.tick()

    assert not queries.to_ask_about(timezone.now()).exists()


@pytest.mark.parametrize("state", ["running", "paused", "finished"])
@pytest.mark.parametrize("days", [(-3, -1), (-1, 1), (1, 3)])
@pytest.mark.parametrize("is_reviewed", [True, False])
@pytest.mark.parametrize("paused", [None, -1, 1])
def test_query_over_all_and_rule_about_one_agree(state, days, is_reviewed, paused):
    today, now = timezone.localdate(), timezone.now()
    first, last = (today + timedelta(days=ahead) for ahead in days)
    paused_at = now + timedelta(hours=paused) if paused else None
    if state == "paused" and paused_at is None:
        paused_at = now
    experiment = make.experiment(
        owner(), state=state, first_day=first, last_day=last, paused_at=paused_at
    )
    account = make.account(experiment.owner)
    message = make.message(
        experiment.owner,
        accounts=[account],
        experiment=experiment,
        state=MessageState.APPROVED,
        submitted_at=now,
        approved_at=now,
        approved_by=make.reviewer() if is_reviewed else None,
    )
    delivery = make.delivery(message)

    holds = composing_rules.holds_within_its_experiment(message) is None

    assert (delivery not in queries.to_ask_about(now)) == holds


def test_post_that_is_taken_down_is_a_sign_in_the_same_transaction():
    experiment = make.experiment(owner(), stop_after=1)
    message = let_go(experiment)
    actions.tick()
    Delivery.objects.all().delete()
    delivery = make.delivery(message, state=S.CONFIRMED)

    actions.take_down(delivery, by=experiment.owner, reason="It was wrong.")

    experiment.refresh_from_db()
    assert [(one.kind, one.message) for one in experiment.signs.all()] == [
        (SignKind.TAKEN_DOWN, message)
    ]
    assert experiment.state == "paused"


def test_what_is_found_in_a_sample_is_a_sign_and_what_is_fine_is_none():
    experiment = make.experiment(make.trusted_author(str(Rung.SAMPLED)))
    samples = []
    for _ in range(2):
        message = let_go(experiment)
        samples.append(make.sample(message))

    actions.comment(samples[0], by=make.reviewer(), said="Say where.")
    actions.find_fine(samples[1], by=make.reviewer())

    assert [(one.kind, one.said) for one in experiment.signs.all()] == [
        (SignKind.FINDING, "Say where.")
    ]


def test_page_of_a_post_lets_a_reviewer_and_not_its_author_say_that_it_worries_them():
    make.council()
    message = let_go(make.experiment(owner()))
    url = reverse("publishing:post", args=[message.pk])
    worry = reverse("composing:concern", args=[message.pk])

    def page(person: Person) -> str:
        client = Client()
        client.force_login(person)
        return client.get(url).content.decode()

    assert worry in page(make.reviewer())
    assert worry not in page(message.author)
    assert "Riddles" in page(message.author)


def test_own_draft_within_an_experiment_can_be_sent_from_its_page():
    make.council()
    experiment = make.experiment(owner())
    message = make.message(experiment.owner, experiment=experiment)
    plain = make.message(experiment.owner)
    client = Client()
    client.force_login(experiment.owner)

    def button(of: Message) -> bool:
        answer = client.get(reverse("publishing:post", args=[of.pk]))
        return 'value="send"' in answer.content.decode()

    assert (button(message), button(plain)) == (True, False)
