"""What people do with scenarios, and what is kept of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.practice.models import PracticeThread, ThreadPost
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training import actions, queries
from tabard.training.models import Rehearsal, RehearsalState, Reply, Scenario, ScenarioVersion
from tabard.training.rules import is_prepared
from tabard.training.settings import COURSES_NEEDED, DAYS_PRACTICE_IS_KEPT, SCENARIOS_TO_PASS
from tabard.training.tests.scenarios.replaying import replay
from tabard.training.work.scenarios.folders import OURS, ScenarioError
from tabard.training.work.scenarios.loaded import answers_in, script_of
from tabard.training.work.scenarios.playing import Said
from tests import make

pytestmark = pytest.mark.django_db

HEARD = "I'm sorry about your tyre. I'm asking an inspector to go there today."
SAFE = "Please take your number off here, and send me a direct message."
RUDE = "People like you are the reason nobody wants this job. Get a life."


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(first_name="Ada", last_name="Lovelace")


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def posts_in(going: Rehearsal) -> list[ThreadPost]:
    return list(ThreadPost.objects.filter(thread=going.thread).order_by("number"))


def run(command: str, *options: str) -> str:
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


class TestLoading:
    def test_scenarios_that_come_with_tabard_are_loaded_once(self):
        first, again = run("load_scenarios"), run("load_scenarios")

        assert first.count("Loaded “") == Scenario.objects.count() >= 6
        assert again.count("it is loaded already") == Scenario.objects.count()
        assert kinds() == ["scenario loaded"] * Scenario.objects.count()

    def test_version_that_changed_is_refused(self, tmp_path):
        make.scenario("warm-praise")
        text = (OURS / "warm-praise" / "scenario.toml").read_text(encoding="utf-8")
        (tmp_path / "scenario.toml").write_text(text + "# more", encoding="utf-8")

        with pytest.raises(ScenarioError, match="Give it a new version"):
            actions.load_scenario(tmp_path)
        with pytest.raises(CommandError, match="Not everything was loaded"):
            run("load_scenarios", str(tmp_path))

        assert ScenarioVersion.objects.count() == 1

    def test_new_version_takes_the_place_of_the_old_one(self, tmp_path):
        old = make.scenario("warm-praise")
        text = (OURS / "warm-praise" / "scenario.toml").read_text(encoding="utf-8")
        newer = text.replace('version = "3"', 'version = "4"', 1)
        (tmp_path / "scenario.toml").write_text(newer, encoding="utf-8")

        new = actions.load_scenario(tmp_path)

        assert list(queries.offered_scenarios()) == [new]
        assert old.scenario.versions.count() == 2

    def test_picture_is_kept_with_the_scenario(self):
        version = make.scenario("letter-in-the-picture")

        desk = (OURS / "letter-in-the-picture" / "desk.png").read_bytes()
        assert version.picture is not None
        assert bytes(version.picture.content) == desk

    def test_scenario_is_taken_out_and_offered_again(self, ada):
        version = make.scenario()

        assert run("offer_scenario", "angry-pothole", "--not").endswith("not offered any more.\n")
        assert list(queries.offered_scenarios()) == []
        version.scenario.refresh_from_db()
        with pytest.raises(NotAllowedError, match="not offered any more"):
            actions.rehearse(version, by=ada)
        assert run("offer_scenario", "angry-pothole") == "angry-pothole is offered.\n"
        assert list(queries.offered_scenarios()) == [version]
        assert kinds()[-2:] == ["scenario taken out", "scenario offered"]

    def test_scenario_that_is_not_there_cannot_be_offered(self):
        with pytest.raises(CommandError, match="There are: none"):
            run("offer_scenario", "weather")


class TestRehearsing:
    def test_residents_speak_first_under_the_learners_post(self, ada):
        going = make.rehearsal(ada)

        posts = posts_in(going)
        assert [post.name for post in posts] == ["Ada Lovelace", "Dev Hollis", "Marge Tiller"]
        assert posts[0].is_own
        assert going.state == RehearsalState.UNDER_WAY
        assert going.at == "start"

    def test_answer_is_put_into_the_thread_and_residents_react_at_once(self, ada):
        going = make.rehearsal(ada, None, HEARD)

        own, reaction = posts_in(going)[3:]
        assert (own.words, own.is_own) == (HEARD, True)
        assert (reaction.name, going.at) == ("Dev Hollis", "offers-number")
        assert "07700 900143" in reaction.words

    def test_thread_is_the_one_that_the_seed_and_the_answers_give(self, ada):
        going = make.rehearsal(ada, None, "hmm", HEARD, SAFE)

        turns = replay(script_of(going.version), going.seed, answers_in(going))

        said = [one.words for turn in turns for one in turn.spoken]
        assert [post.words for post in posts_in(going) if not post.is_own] == said
        assert turns[-1].at == going.at

    def test_unclear_answer_is_asked_about(self, ada):
        going = make.rehearsal(ada, None, "hmm")

        assert (going.at, going.asked_again) == ("start", 1)

    def test_what_was_done_besides_is_told_in_the_thread(self, ada):
        going = make.rehearsal(ada, make.scenario("letter-in-the-picture"))

        actions.reply(going, Said("", does=("takes-down", "tells-manager")), by=ada)

        first, answer = posts_in(going)[0], posts_in(going)[2]
        assert (first.words, first.picture) == ("", None)
        assert answer.did == ["You took your post down", "You told your manager"]

    def test_good_answers_pass_and_the_first_pass_is_recorded_once(self, ada):
        make.rehearsal(ada, None, HEARD, SAFE)
        again = make.rehearsal(ada, None, HEARD, SAFE)

        assert again.state == RehearsalState.PASSED
        assert again.finished_at is not None
        entries = [entry for entry in Entry.objects.all() if entry.kind == "scenario passed"]
        assert [(entry.people, facts_of(entry)) for entry in entries] == [
            ([ada.pk], {"scenario": "An angry pothole thread", "by": ada.pk})
        ]

    def test_what_did_not_go_well_is_not_recorded(self, ada):
        before = kinds()
        version = make.scenario()
        loaded = kinds()
        going = make.rehearsal(ada, version, RUDE)

        assert going.state == RehearsalState.HARM
        assert kinds() == loaded != before

    def test_nobody_answers_at_the_end(self, ada):
        going = make.rehearsal(ada, None, RUDE)

        with pytest.raises(NotNowError):
            actions.reply(going, Said(HEARD), by=ada)

    def test_nobody_answers_for_somebody_else(self, ada):
        with pytest.raises(NotAllowedError, match="Only the person who practises"):
            actions.reply(make.rehearsal(ada), Said(HEARD), by=make.person())

    @pytest.mark.parametrize(
        ("words", "why"), [(" ", "Write something"), ("x" * 501, "at most 500"), ("\x00", "shown")]
    )
    def test_answer_that_the_network_does_not_take_is_refused(self, ada, words, why):
        with pytest.raises(NotAllowedError, match=why):
            actions.reply(make.rehearsal(ada), Said(words), by=ada)

    def test_whoever_begins_again_goes_on_where_they_stopped(self, ada):
        going = make.rehearsal(ada, None, "hmm")

        assert actions.rehearse(going.version, by=ada) == going

    def test_trying_again_deletes_what_was_written_before(self, ada):
        failed = make.rehearsal(ada, None, RUDE)

        again = make.rehearsal(ada)

        assert list(Rehearsal.objects.all()) == [again]
        assert list(PracticeThread.objects.all()) == [again.thread]
        assert not Rehearsal.objects.filter(pk=failed.pk).exists()

    def test_pass_is_kept_when_somebody_tries_again(self, ada):
        passed = make.rehearsal(ada, None, HEARD, SAFE)

        make.rehearsal(ada, None, RUDE)

        passed.refresh_from_db()
        assert (passed.state, passed.thread) == (RehearsalState.PASSED, None)
        assert queries.scenarios_passed(ada) == {passed.scenario_id}

    def test_leaving_deletes_everything_that_was_written(self, ada):
        going = make.rehearsal(ada, None, "hmm")

        actions.leave(going, by=ada)

        assert not Rehearsal.objects.exists()
        assert not Reply.objects.exists()
        assert not ThreadPost.objects.exists()

    def test_leaving_after_a_pass_keeps_the_pass(self, ada):
        going = make.rehearsal(ada, None, HEARD, SAFE)

        actions.leave(going, by=ada)

        assert Rehearsal.objects.get().state == RehearsalState.PASSED
        assert not ThreadPost.objects.exists()

    def test_two_goes_at_once_are_refused_by_the_database(self, ada):
        going = make.rehearsal(ada)
        thread = PracticeThread.objects.create(owner=ada, title="Another", opened_at=timezone.now())

        with (
            pytest.raises(IntegrityError, match="one_rehearsal_under_way_per_person_and_scenario"),
            transaction.atomic(),
        ):
            Rehearsal.objects.create(
                person=ada,
                version=going.version,
                scenario=going.scenario,
                seed=1,
                at="start",
                thread=thread,
                started_at=timezone.now(),
            )


class TestForgetting:
    def test_what_is_old_is_deleted_and_what_is_new_is_not(self, ada):
        passed = make.rehearsal(ada, None, HEARD, SAFE)
        failed = make.rehearsal(ada, make.scenario("joke-that-hurt"), "😂😂😂")
        going = make.rehearsal(ada, make.scenario("warm-praise"))
        old = timezone.now() - timedelta(days=DAYS_PRACTICE_IS_KEPT.value, seconds=1)
        PracticeThread.objects.exclude(rehearsal=going).update(opened_at=old)

        assert actions.forget_rehearsals() == 2

        passed.refresh_from_db()
        assert (passed.state, passed.thread) == (RehearsalState.PASSED, None)
        assert not Rehearsal.objects.filter(pk=failed.pk).exists()
        assert list(PracticeThread.objects.all()) == [going.thread]
        assert actions.forget_rehearsals() == 0

    def test_council_sets_how_long_it_is_kept(self, ada):
        going = make.rehearsal(ada)
        make.chosen(DAYS_PRACTICE_IS_KEPT, 2)
        PracticeThread.objects.update(opened_at=timezone.now() - timedelta(days=3))

        actions.forget_rehearsals()

        assert not Rehearsal.objects.filter(pk=going.pk).exists()


class TestStanding:
    def test_three_scenarios_are_enough(self, ada):
        for slug in ("angry-pothole", "warm-praise", "joke-that-hurt", "child-at-risk"):
            make.scenario(slug)
        make.passed_rehearsal(ada, "angry-pothole")
        make.passed_rehearsal(ada, "angry-pothole")
        make.passed_rehearsal(ada, "warm-praise")
        before = queries.practice_standing(ada)

        make.passed_rehearsal(ada, "joke-that-hurt")

        after = queries.practice_standing(ada)
        assert (before.passed, before.needed, before.is_enough) == (2, 3, False)
        assert (after.passed, after.needed, after.is_enough) == (3, 3, True)

    def test_nobody_is_asked_for_more_than_there_is(self, ada):
        assert queries.practice_standing(ada).is_enough
        make.scenario()

        assert queries.practice_standing(ada).needed == 1

    def test_council_sets_how_many_are_asked_for(self, ada):
        make.scenario()
        make.chosen(SCENARIOS_TO_PASS, 0)

        assert queries.practice_standing(ada).is_enough

    def test_without_enough_practice_nobody_is_prepared(self, ada):
        make.scenario()
        make.chosen(COURSES_NEEDED, [])
        preparation = queries.preparation_of(ada, timezone.now())

        assert not preparation.is_complete
        assert "passed 0 of 1 practice scenarios" in str(is_prepared(ada, preparation))
