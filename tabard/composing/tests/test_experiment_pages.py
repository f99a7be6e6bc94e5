"""The pages of experiments, from registering one to what residents read."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.composing import actions
from tabard.composing.forms import ExperimentForm
from tabard.composing.models import Experiment, ExperimentState, Message, MessageState
from tabard.composing.tests.test_views import sent, signed_in, words_of
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
E = ExperimentState
# Session, person, council and what the frame of every page counts.
CHROME = 4
LIST = "/experiments/all/"


@pytest.fixture(autouse=True)
def _council():
    make.council()


def to(name: str, experiment: Experiment) -> str:
    return reverse(f"composing:{name}", args=[experiment.pk])


def form(**differs: Any) -> dict[str, Any]:
    first = timezone.localdate()
    last = first + timedelta(days=30)
    days = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("first_day", first), ("last_day", last))
        for part in ("day", "month", "year")
    }
    return {
        "title": "Riddles",
        "belief": "Families answer.",
        "for_whom": "Families.",
        "relaxed": ["emoji"],
        "skips_review": "yes",
        "appetite": "high",
        "stop_after": "2",
        "how_known": "We count.",
        **days,
        **differs,
    }


def test_registering_asks_for_everything_and_leads_to_the_experiment():
    client = signed_in(owner := make.author())

    assert client.post("/experiments/register/", {}).status_code == 200
    assert not Experiment.objects.exists()
    answer = client.post("/experiments/register/", form())

    experiment = Experiment.objects.get()
    assert answer["Location"] == to("experiment", experiment)
    assert (experiment.owner, experiment.relaxed, experiment.skips_review) == (
        owner,
        ["emoji"],
        True,
    )


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"first_day_year": "2020"}, "first_day"),
        ({"last_day_year": "2090"}, "last_day"),
        ({"stop_after": "0"}, "stop_after"),
        ({"relaxed": ["nhs_number"]}, "relaxed"),
        ({"title": ""}, "title"),
    ],
)
def test_form_says_which_answer_does_not_fit(differs: dict[str, Any], field: str):
    asked = ExperimentForm(form(**differs))

    assert list(asked.errors) == [field]


def test_form_offers_no_check_that_guards_people_or_elections():
    offered = {name for name, _ in ExperimentForm().fields["relaxed"].choices}  # type: ignore[attr-defined] # a field of choices

    assert {"emoji", "profanity"} <= offered
    assert not {"nhs_number", "person_name", "address", "pre_election"} & offered


def test_changing_shows_what_was_registered_and_keeps_what_is_new():
    experiment = make.experiment(state="asked", relaxed=["emoji"])
    client = signed_in(experiment.owner)
    url = to("change_experiment", experiment)
    assert 'value="Riddles"' in client.get(url).content.decode()

    client.post(url, form(title="Rhymes", skips_review="no", relaxed=[]))

    experiment.refresh_from_db()
    assert (experiment.title, experiment.skips_review, experiment.relaxed) == ("Rhymes", False, [])


def test_withdrawing_leads_back_to_the_experiment():
    experiment = make.experiment(state="asked")

    signed_in(experiment.owner).post(to("withdraw", experiment))

    experiment.refresh_from_db()
    assert experiment.state == E.WITHDRAWN


def test_deciding_wants_a_reason_for_a_no_alone():
    officer = make.oversight_officer()
    yes, no = (make.experiment(state="asked") for _ in range(2))
    client = signed_in(officer)

    def decide(experiment: Experiment, **said: str) -> int:
        told = {"asked_at": experiment.asked_at.isoformat(), **said}
        return client.post(to("decide", experiment), told).status_code

    assert decide(no, decision="decline") == 200
    assert decide(no, decision="decline", why="Not now.") == 302
    assert decide(yes, decision="approve") == 302
    yes.refresh_from_db()
    no.refresh_from_db()
    assert (yes.state, yes.decided_by) == (E.RUNNING, officer)
    assert (no.state, no.why) == (E.DECLINED, "Not now.")


def test_page_to_decide_shows_what_was_registered():
    experiment = make.experiment(state="asked", new_format="Riddles in rhyme.")

    said = words_of(signed_in(make.programme_member()).get(to("decide", experiment)))

    assert "Riddles in rhyme." in said
    assert "Families answer a riddle." in said


def test_pausing_going_on_and_finishing_by_their_pages():
    experiment = make.experiment()
    owner, officer = signed_in(experiment.owner), signed_in(make.oversight_officer())

    def state() -> str:
        experiment.refresh_from_db()
        return experiment.state

    assert owner.post(to("pause", experiment), {}).status_code == 200
    owner.post(to("pause", experiment), {"why": "It worries me."})
    assert state() == E.PAUSED
    officer.post(to("go_on", experiment), {"why": "It is fine."})
    assert state() == E.RUNNING
    owner.post(to("finish", experiment), {"result": "Twelve.", "learned": "Ask less."})
    assert state() == E.FINISHED


def test_complaint_and_concern_by_their_pages_stop_the_experiment():
    experiment = make.experiment(stop_after=2)
    message = make.approved_message(experiment.owner, experiment=experiment)
    client = signed_in(make.programme_member())

    client.post(to("complain", experiment), {"reference": "CRM 1", "said": "It is rude."})
    worry = reverse("composing:concern", args=[message.pk])
    assert client.post(worry, {"said": ""}).status_code == 200
    answer = client.post(worry, {"said": "It mocks people."})

    assert answer["Location"] == reverse("publishing:post", args=[message.pk])
    said = words_of(client.get(to("experiment", experiment)))
    assert "It is rude." in said
    assert "It mocks people." in said
    assert "2 of 2 that would stop it" in said
    assert "Its stop rule fired after 2 signs" in said


def test_page_shows_signs_and_posts_to_those_who_look_after_it_alone():
    experiment = make.experiment(stop_after=9)
    make.approved_message(experiment.owner, experiment=experiment, words="A riddle for you.")
    actions.enter_complaint(
        experiment, by=make.programme_member(), reference="1", said="It is rude."
    )

    def page(person: Person) -> str:
        return words_of(signed_in(person).get(to("experiment", experiment)))

    for person in (experiment.owner, make.reviewer(), make.oversight_officer()):
        assert "It is rude." in page(person)
        assert "A riddle for you." in page(person)
    colleague = page(make.person())
    assert "It is rude." not in colleague
    assert "A riddle for you." not in colleague
    assert "Families answer a riddle." in colleague


def test_draft_of_an_experiment_is_shown_to_nobody_else():
    experiment = make.experiment()
    make.message(experiment.owner, experiment=experiment, words="Not ready yet.")

    said = words_of(signed_in(make.reviewer()).get(to("experiment", experiment)))

    assert "Not ready yet." not in said


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_costs_the_same_however_many_there_are(how_many, django_assert_num_queries):
    for _ in range(how_many):
        actions.enter_complaint(
            make.experiment(), by=make.programme_member(), reference="1", said="Rude."
        )
    client = signed_in(make.person())

    with django_assert_num_queries(CHROME + 8):
        said = words_of(client.get(LIST))

    assert said.count("1 of 2 signs that would stop it") == how_many


def test_empty_list_says_how_to_begin():
    said = words_of(signed_in(make.author()).get(LIST))

    assert "Nothing has been tried yet." in said
    assert "Register an experiment" in said


def test_residents_read_what_was_learned_and_what_is_tried_but_no_result_and_no_name():
    make.experiment(state="finished", title="Rhymes", result="Only for us.")
    running = make.experiment(title="Riddles")
    make.experiment(state="asked", title="Not yet")
    make.experiment(state="declined", title="Never")

    said = words_of(Client().get("/experiments/"))

    assert "Rhymes" in said
    assert "People like riddles." in said
    assert "Riddles (Libraries" in said
    for hidden in ("Only for us.", "Not yet", "Never", str(running.owner)):
        assert hidden not in said


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_for_residents_costs_the_same(how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.experiment(state="finished")
        make.experiment()

    with django_assert_num_queries(4):
        Client().get("/experiments/")


def test_first_page_says_what_waits_for_officers_and_owners():
    make.experiment(state="asked")
    paused = make.experiment(state="paused")

    assert "1 experiment to decide" in words_of(signed_in(make.oversight_officer()).get("/"))
    assert "1 experiment of yours that waits" in words_of(signed_in(paused.owner).get("/"))


# Writing within one


def writer(**differs: Any) -> tuple[Experiment, Client]:
    owner = make.prepared(make.author())
    make.account(owner)
    return make.experiment(owner, **differs), signed_in(owner)


def test_composer_offers_only_running_experiments_of_one_s_own():
    mine, client = writer(title="Riddles")
    make.experiment(mine.owner, title="Over", state="finished")
    make.experiment(title="Of somebody else")

    said = words_of(client.get("/messages/write/"))

    assert "Riddles" in said
    assert "Send within the experiment" in said
    assert "Over" not in said
    assert "Of somebody else" not in said


def test_composer_of_somebody_without_one_does_not_ask():
    author = make.prepared(make.author())
    make.account(author)

    said = words_of(signed_in(author).get("/messages/write/"))

    assert "part of an experiment" not in said
    assert "Send within the experiment" not in said


def test_post_goes_within_the_experiment_past_a_warning_that_is_relaxed():
    experiment, client = writer(relaxed=["profanity"])
    words = "What a shitty morning for the bins."
    asked = sent(experiment.owner, words=words, do="send")
    assert client.post("/messages/write/", asked).status_code == 200

    client.post("/messages/write/", {**asked, "experiment": experiment.pk})

    message = Message.objects.get(state=MessageState.APPROVED)
    assert (message.experiment, message.went_on_experiment) == (experiment, True)


def test_send_without_the_experiment_asks_for_a_review_all_the_same():
    experiment, client = writer()

    client.post("/messages/write/", sent(experiment.owner, do="send"))

    assert Message.objects.get().state == MessageState.WAITING


def test_preview_says_that_the_experiment_does_without_a_check():
    experiment, client = writer(relaxed=["profanity"])
    asked = sent(experiment.owner, words="A shitty morning.", experiment=experiment.pk)

    said = words_of(client.post("/messages/preview/", asked, headers={"HX-Request": "true"}))

    assert "Relaxed" in said
    assert "The experiment does without this check." in said
    assert "If you keep it, say why" not in said


def test_draft_whose_experiment_was_paused_says_so_and_is_kept():
    experiment, client = writer()
    message = make.message(experiment.owner, experiment=experiment)
    actions.pause_experiment(experiment, by=experiment.owner, why="It worries me.")

    answer = client.post(f"/messages/{message.pk}/submit/", {"do": "send"}, follow=True)

    assert "This experiment is paused." in words_of(answer)
    message.refresh_from_db()
    assert message.state == MessageState.WRITING
