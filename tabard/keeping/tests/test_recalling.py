"""What an adopted account said before is read back from its network, where that was chosen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.accounts.models import Account, Connection
from tabard.accounts.tests.squares import install
from tabard.common.http import open_http
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.common.tests.scripted import scripted
from tabard.connectors.practice import Practice
from tabard.keeping import actions, tasks, work
from tabard.keeping.models import OlderPost, Recall, RecallState
from tabard.keeping.queries import recalls as queries
from tabard.keeping.settings import MOST_OLDER_POSTS
from tabard.keeping.work import recalling
from tabard.keeping.work.recalling import MOST_TRIES, TOO_LONG
from tabard.practice import actions as practice
from tabard.practice.rules import Draft
from tabard.practice.work import publish
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

LONG_AGO = datetime(2019, 5, 3, 9, tzinfo=UTC)


def told(*posts: dict[str, Any], before: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"posts": list(posts), "before": before})


def post(number: int, *, at: datetime = LONG_AGO) -> dict[str, Any]:
    return {
        "id": f"key-{number}",
        "url": f"http://localhost:8000/practice/@ada/post/key-{number}",
        "words": f"Verse {number}",
        "links": [],
        "pictures": [{"sha256": "a" * 64, "alt": "A pothole"}],
        "created_at": at.isoformat(),
    }


def read(recall: Recall, *answers: Any) -> Recall:
    """Have the worker read one page of what a network answers."""
    with scripted() as network, open_http(allow_private=frozenset([network.place])) as http:
        network.says(*answers)
        recall.account.server = network.url
        work.recall(recall, http=http)
    return Recall.objects.select_related("account__connection", "adoption").get(pk=recall.pk)


def words() -> list[str]:
    return list(OlderPost.objects.values_list("words", flat=True))


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db
class TestReading:
    def test_page_is_kept_and_recorded_and_the_next_one_is_due(self):
        recall = read(make.recall(), told(post(2), post(1), before="41"))

        assert words() == ["Verse 2", "Verse 1"]
        assert (recall.state, recall.before, recall.pages) == (RecallState.READING, "41", 1)
        assert kinds() == ["older post read back"] * 2
        entry = Entry.objects.order_by("pk").first()
        assert entry is not None
        assert facts_of(entry) == {
            "account": recall.account_id,
            "url": "http://localhost:8000/practice/@ada/post/key-2",
            "words": "Verse 2",
            "alts": ["A pothole"],
            "posted_at": LONG_AGO.isoformat(),
        }

    def test_last_page_ends_it_and_both_are_told(self):
        recall = read(make.recall(), told(post(1)))

        assert recall.state == RecallState.DONE
        last = Entry.objects.order_by("pk").last()
        assert last is not None
        assert last.kind == "older posts read back"
        adoption = recall.adoption
        assert last.people == sorted([adoption.proposer_id, adoption.decided_by_id or 0])
        assert facts_of(last)["how_many"] == 1

    def test_what_was_said_since_it_is_the_council_s_is_not_older(self):
        recall = make.recall()
        since = recall.account.official_from

        read(recall, told(post(2, at=since), post(1, at=since - timedelta(seconds=1))))

        assert words() == ["Verse 1"]

    def test_post_that_is_listed_again_is_kept_once(self):
        recall = read(make.recall(), told(post(1), post(1), before="1"))
        read(recall, told(post(1)))

        assert words() == ["Verse 1"]
        assert kinds().count("older post read back") == 1

    def test_no_more_are_kept_than_the_council_set_and_that_is_said(self):
        make.chosen(MOST_OLDER_POSTS, 100)
        recall = make.recall(posts=99)

        recall = read(recall, told(post(1), before="1"))

        assert recall.state == RecallState.DONE
        last = Entry.objects.order_by("pk").last()
        assert last is not None
        assert facts_of(last)["is_all"] is False

    def test_network_that_leads_in_circles_is_not_followed_for_ever(self, monkeypatch):
        monkeypatch.setattr(recalling, "MOST_PAGES", 2)
        recall = read(make.recall(), told(before="1"))

        recall = read(recall, told(before="1"))

        assert (recall.state, recall.problem) == (RecallState.STOPPED, TOO_LONG)

    def test_network_that_asks_to_wait_is_asked_again_then_and_not_before(self):
        recall = read(make.recall(), httpx.Response(429, headers={"Retry-After": "7200"}))

        assert recall.state == RecallState.READING
        assert recall.due_at > timezone.now() + timedelta(minutes=110)
        assert recall.problem == "The network asks us to wait."

    def test_network_that_stays_in_trouble_is_given_up_and_people_are_told(self):
        recall = make.recall(tries=MOST_TRIES)

        recall = read(recall, httpx.Response(503))

        assert (recall.state, recall.problem) == (RecallState.STOPPED, "The network is in trouble.")
        assert kinds() == ["older posts stopped"]

    @pytest.mark.parametrize(
        ("answer", "why"),
        [(httpx.Response(401), "Connect the account again"), (httpx.Response(403), "refused")],
    )
    def test_what_a_person_has_to_mend_stops_it(self, answer, why):
        recall = read(make.recall(), answer)

        assert recall.state == RecallState.STOPPED
        assert why in recall.problem

    def test_account_without_access_stops_it(self):
        recall = make.recall()
        Connection.objects.all().delete()
        recall = Recall.objects.select_related("account", "adoption").get(pk=recall.pk)

        recall = read(recall)

        assert (recall.state, recall.problem) == (RecallState.STOPPED, recalling.NOT_CONNECTED)

    def test_network_that_tells_nothing_of_before_is_said_to(self, monkeypatch):
        class Silent(Practice):
            said = None  # type: ignore[assignment]  # as if it had none

        install(monkeypatch, practice=Silent)

        recall = read(make.recall())

        assert (recall.state, recall.problem) == (RecallState.STOPPED, recalling.NOT_ABLE)

    def test_worker_that_was_overtaken_changes_nothing(self):
        recall = make.recall()
        Recall.objects.update(pages=3)

        read(recall, told(post(1)))

        assert words() == []
        assert Recall.objects.get().state == RecallState.READING

    def test_what_is_done_is_not_read_again(self):
        recall = read(make.recall(state=RecallState.DONE))

        assert recall.state == RecallState.DONE


@pytest.mark.django_db
class TestBeginning:
    def included(self, **differs: Any) -> Any:
        owner = make.person()
        there = make.account(owner)
        given = make.ticket(owner, account=there, used_at=timezone.now())
        told = {"older_posts": "included", "state": "connected", **differs}
        return make.adoption(owner, account=there, ticket=given, **told)

    def test_only_connected_accounts_whose_posts_were_included_are_read(self):
        wanted = self.included()
        self.included(older_posts="outside")

        assert actions.start_recalls() == 1
        assert [one.adoption for one in Recall.objects.all()] == [wanted]
        recall, job = Recall.objects.get(), ProcrastinateJob.objects.get()
        # No other job of the same account runs beside it.
        assert (job.args, job.lock) == ({"recall_id": recall.pk}, f"account-{recall.account_id}")

    def test_what_was_started_is_not_started_again_at_once(self):
        self.included()
        actions.start_recalls()

        assert actions.start_recalls() == 0

    def test_what_stopped_stays_until_somebody_takes_it_up(self):
        recall = make.recall(state=RecallState.STOPPED, problem="No.", tries=4)
        assert actions.start_recalls() == 0

        with pytest.raises(NotAllowedError, match="Only whoever connects"):
            actions.take_up(recall, by=make.person())
        actions.take_up(recall, by=recall.adoption.connects)

        recall.refresh_from_db()
        assert (recall.state, recall.problem, recall.tries) == (RecallState.READING, "", 0)
        assert kinds() == ["older posts taken up"]
        assert actions.start_recalls() == 1

    def test_what_goes_on_cannot_be_taken_up(self):
        recall = make.recall()

        with pytest.raises(NotNowError):
            actions.take_up(recall, by=make.programme_member())

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_start_asks_as_often_for_one_account_as_for_three(
        self, django_assert_num_queries, how_many
    ):
        for _ in range(how_many):
            self.included()

        with django_assert_num_queries(7):
            actions.start_recalls()

    def test_database_keeps_a_post_once_and_wants_a_reason_for_a_stop(self):
        recall = make.recall(posts=1)

        with pytest.raises(IntegrityError, match="kept_once"), transaction.atomic():
            OlderPost.objects.create(
                recall=recall, network_id="older-0", url="u", posted_at=LONG_AGO, read_at=LONG_AGO
            )
        with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
            Recall.objects.update(state=RecallState.STOPPED)


@pytest.mark.django_db
class TestPages:
    def browser(self, person: Any) -> Browser:
        client = Browser()
        client.force_login(person)
        return client

    def test_adoption_says_how_far_it_has_come_and_leads_to_the_posts(self):
        recall = make.recall(posts=2)
        client = self.browser(recall.adoption.proposer)

        page = client.get(reverse("keeping:adoption", args=[recall.adoption_id]))
        posts = client.get(reverse("keeping:older_posts", args=[recall.adoption_id]))

        assert "2 read back so far, and it goes on by itself." in _bare(page)
        assert "Verse 0" in _bare(posts)
        assert "Verse 1" in _bare(posts)

    def test_reading_that_stopped_is_taken_up_from_the_page(self):
        recall = make.recall(state=RecallState.STOPPED, problem="The server shut us out.")
        client = self.browser(recall.adoption.connects)
        page = client.get(reverse("keeping:adoption", args=[recall.adoption_id]))
        assert "then it stopped: The server shut us out." in _bare(page)

        done = client.post(reverse("keeping:take_up", args=[recall.adoption_id]), follow=True)

        assert "It goes on now." in _bare(done)
        recall.refresh_from_db()
        assert recall.state == RecallState.READING

    def test_others_do_not_read_them(self):
        recall = make.recall(posts=1)

        answer = self.browser(make.person()).get(
            reverse("keeping:older_posts", args=[recall.adoption_id])
        )

        assert answer.status_code == 403

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_list_asks_as_often_for_one_post_as_for_three(
        self, django_assert_num_queries, how_many
    ):
        recall = make.recall(posts=how_many)
        client = self.browser(recall.adoption.proposer)

        with django_assert_num_queries(7):
            client.get(reverse("keeping:older_posts", args=[recall.adoption_id]))


def _bare(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db(transaction=True)
def test_older_posts_come_from_the_practice_network_as_they_are_there(live_practice):
    make.council()
    ada = make.author()
    existed, token = practice.open_account("the_pothole_poet", by=ada)
    for number in range(3):
        draft = Draft(words=f"Verse {number}", created_at=LONG_AGO, pictures=())
        publish(existed, f"verse-{number}", draft)
    there = make.account(ada, server=live_practice, secrets={"token": token})
    given = make.ticket(ada, account=there, used_at=timezone.now())
    make.adoption(ada, state="connected", account=there, ticket=given, older_posts="included")
    actions.start_recalls()
    recall = Recall.objects.get()

    tasks.recall(recall.pk)

    assert sorted(words()) == ["Verse 0", "Verse 1", "Verse 2"]
    recall.refresh_from_db()
    assert recall.state == RecallState.DONE
    assert queries.posts_of(recall.adoption).count() == 3
    assert Account.objects.count() == 1
