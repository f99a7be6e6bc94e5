"""What the worker does with one delivery, against the real practice network and a faulty one."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, Connection
from tabard.accreditation import actions as accreditation
from tabard.accreditation.models import Accreditation
from tabard.common.http import Client, open_http
from tabard.common.tests.scripted import Fault
from tabard.composing.models import Message, MessageState, Picture
from tabard.connectors import api
from tabard.connectors.api import UnknownNetworkError
from tabard.connectors.practice import Practice
from tabard.people.models import Person
from tabard.practice.models import PracticePost
from tabard.practice.tests.make import picture_bytes
from tabard.publishing import actions, rules, tasks, work
from tabard.publishing.models import UNDER_WAY, Delivery, DeliveryState
from tabard.publishing.tests import told
from tabard.publishing.tests.told import after_a_step, delivery_to
from tabard.publishing.work.claiming import claim
from tabard.record.actions import keep_bytes
from tabard.record.models import Entry
from tabard.record.queries import entries_about, facts_of
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState


def kinds(delivery: Delivery) -> list[str]:
    return [entry.kind for entry in entries_about("delivery", delivery.pk)]


def seconds_until_next_try(delivery: Delivery) -> int:
    assert delivery.try_at is not None
    return round((delivery.try_at - timezone.now()).total_seconds())


def test_post_arrives_whole_and_is_confirmed(network):
    author = make.author()
    account = network.account(author)
    message = make.approved_message(
        author, accounts=[account], words="See https://a.example/x. 🚐\nAt ten."
    )
    content = picture_bytes()
    Picture.objects.create(
        message=message,
        blob=keep_bytes(content, media_type="image/png"),
        alt="A van beside a hall.",
        width=8,
        height=6,
    )
    delivery = make.delivery(message, state=S.DUE)

    sent = after_a_step(delivery)
    confirmed = after_a_step(delivery)

    post = PracticePost.objects.get()
    assert (sent.state, sent.confirmed_at) == (S.SENT, None)
    assert (confirmed.state, confirmed.differences, confirmed.problem) == (S.CONFIRMED, [], "")
    assert (confirmed.network_id, confirmed.url) == (post.key, post.url)
    assert confirmed.begun_at is not None
    assert abs(post.created_at - confirmed.begun_at) < timedelta(milliseconds=1)
    assert post.words == message.words
    assert [(one.alt, bytes(one.upload.content)) for one in post.pictures.all()] == [
        ("A van beside a hall.", content)
    ]
    assert kinds(delivery) == ["delivery begun", "post taken by the network", "post confirmed"]


def test_confirmed_post_is_taken_down_and_proven_gone(network):
    author = make.author()
    delivery = make.delivery(
        make.approved_message(author, accounts=[network.account(author)]), state=S.DUE
    )
    after_a_step(delivery)
    confirmed = after_a_step(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(state=S.REMOVING, try_at=None)

    removed = after_a_step(confirmed)

    assert removed.state == S.REMOVED
    assert removed.removed_at is not None
    assert PracticePost.objects.get().deleted_at is not None


def test_scheduled_post_survives_a_lost_connection_and_goes_once_connected_again(network, settings):
    author = make.author()
    account = network.account(author)
    settings.PRACTICE_URL = account.server
    soon = timezone.now() + timedelta(hours=1)
    make.approved_message(author, accounts=[account], due_at=soon)
    actions.tick()

    accounts.lose(account, why="It was taken back.", connected_at=account.connected_at)
    actions.tick()
    held = Delivery.objects.get()
    with open_http() as http:
        accounts.reconnect_practice(account, by=author, http=http)
    actions.tick()
    scheduled = Delivery.objects.get()
    Delivery.objects.update(due_at=timezone.now())
    actions.tick()
    sent = after_a_step(Delivery.objects.get())

    assert [one.state for one in (held, scheduled, sent)] == [S.HELD, S.SCHEDULED, S.SENT]
    assert scheduled.due_at == soon
    assert PracticePost.objects.count() == 1


def test_post_is_the_same_at_every_try(script):
    delivery = delivery_to(script)
    script.says(told.BUSY)
    after_a_step(delivery)
    script.says(told.BUSY)
    after_a_step(delivery)

    first, second = [(one.method, one.path, one.body) for one in script.heard]
    assert first == second


def test_post_is_not_made_before_it_is_claimed(script):
    with pytest.raises(ValueError, match="claimed"):
        work.post_of(delivery_to(script))


def test_network_that_is_busy_is_tried_again_later(script):
    delivery = delivery_to(script)
    script.says(told.BUSY)

    found = after_a_step(delivery)

    assert (found.state, found.problem, found.tries) == (S.DUE, "The network asks us to wait.", 1)
    assert seconds_until_next_try(found) == 4
    assert kinds(delivery) == ["delivery begun", "delivery put off"]


def test_network_says_when_to_come_again(script):
    delivery = delivery_to(script)
    script.says(httpx.Response(429, headers={"Retry-After": "90"}))

    assert seconds_until_next_try(after_a_step(delivery)) == 90


def noted(delivery: Delivery, **left: Any) -> None:
    Connection.objects.filter(account=delivery.version.account).update(**left)


def taken(left: int) -> httpx.Response:
    """Say that the post was taken, and how much more is taken within a minute and a half."""
    said = {"RateLimit-Limit": "10", "RateLimit-Remaining": f"{left}", "RateLimit-Reset": "90"}
    return httpx.Response(201, json={"id": "key", "url": told.URL}, headers=said)


def test_account_s_next_post_waits_where_the_network_takes_nothing_more(script):
    first = delivery_to(script)
    account, author = first.version.account, first.version.message.author
    again = make.approved_message(author, accounts=[account], words="And at eleven.")
    second = make.delivery(again, state=S.DUE)
    script.says(taken(0))

    sent = after_a_step(first)
    waiting = after_a_step(second)

    assert (sent.state, waiting.state) == (S.SENT, S.DUE)
    assert len(script.heard) == 1
    assert 80 <= seconds_until_next_try(waiting) <= 90
    assert waiting.problem.startswith("The network takes nothing more from this account until")
    # Nothing of it has begun, so that it can still be changed, and no try is used up.
    assert (waiting.begun_at, waiting.tries) == (None, 0)
    assert kinds(second) == ["delivery waits for room"]


def test_post_that_waited_goes_when_the_network_takes_posts_again(script):
    delivery = delivery_to(script)
    noted(delivery, writes_left=0, writes_until=timezone.now() - timedelta(seconds=1))
    script.says(taken(9))

    assert after_a_step(delivery).state == S.SENT
    assert Connection.objects.get().writes_left == 90


def test_post_waits_no_longer_than_it_may_be_late(script):
    due_at = timezone.now() - timedelta(minutes=50)
    delivery = delivery_to(script, due_at=due_at)
    noted(delivery, writes_left=0, writes_until=timezone.now() + timedelta(hours=3))

    waiting = after_a_step(delivery)
    assert waiting.try_at == due_at + rules.LATEST + rules.WAITS.first
    Delivery.objects.update(due_at=due_at - timedelta(minutes=11))
    late = after_a_step(delivery)

    assert late.state == S.EXPIRED
    assert "The network takes nothing more from this account until" in late.problem
    assert script.heard == []


@pytest.mark.parametrize("state", [S.SENT, S.UNSURE, S.SENDING])
def test_network_that_answers_nothing_more_is_not_asked_until_it_does(script, state):
    delivery = delivery_to(script, state=state, begun_at=timezone.now(), tries=1)
    until = timezone.now() + timedelta(minutes=9)
    noted(delivery, reads_left=0, reads_until=until)

    found = after_a_step(delivery)

    assert (found.state, found.try_at, found.tries) == (state, until, 1)
    assert found.problem.startswith("The network answers nothing more for this account until")
    assert script.heard == []


def test_post_is_taken_down_although_the_network_said_that_it_takes_nothing_more(script):
    delivery = delivery_to(script, state=S.REMOVING)
    soon = timezone.now() + timedelta(minutes=9)
    noted(delivery, writes_left=0, writes_until=soon, reads_left=0, reads_until=soon)
    script.says(told.DELETED, told.NOT_THERE)

    assert after_a_step(delivery).state == S.REMOVED


def test_network_that_says_at_once_forever_is_not_asked_in_a_hot_loop(script):
    delivery = delivery_to(script)
    script.says(httpx.Response(429, headers={"Retry-After": "0"}))

    assert seconds_until_next_try(after_a_step(delivery)) == 2


def test_wait_until_tomorrow_is_cut_to_when_people_have_to_hear_that_it_is_too_late(script):
    delivery = delivery_to(script)
    script.says(httpx.Response(429, headers={"Retry-After": "86400"}))

    found = after_a_step(delivery)

    assert found.try_at == found.due_at + rules.LATEST + rules.WAITS.first


def test_network_that_cannot_be_reached_is_tried_again(script, monkeypatch):
    delivery = delivery_to(script)
    delivery.version.account.server = "http://127.0.0.1:9"
    delivery.version.account.save()
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", "127.0.0.1:9")

    found = after_a_step(delivery)

    assert (found.state, found.problem) == (S.DUE, "The network could not be reached.")


def test_refused_post_fails_with_the_network_s_reason_and_both_are_told(script):
    delivery = delivery_to(script)
    script.says(told.REFUSED)

    found = after_a_step(delivery)

    why = "The network refused: The words are at most 500 characters."
    message = found.version.message
    entry = Entry.objects.get(kind="delivery failed")
    assert (found.state, found.problem, found.try_at) == (S.FAILED, why, None)
    assert entry.people == told.both(message)


@pytest.mark.parametrize(
    "answer", [told.CUT, told.TROUBLE, Fault.CUT_BEFORE, httpx.Response(200, content=b"{")]
)
def test_lost_answer_leaves_doubt_and_the_network_is_asked(script, answer):
    delivery = delivery_to(script)
    script.says(answer)

    unsure = after_a_step(delivery)
    script.says(told.SHOWN)
    found = after_a_step(delivery)

    assert (unsure.state, unsure.tries) == (S.UNSURE, 2)
    assert (found.state, found.network_id, found.url) == (S.SENT, "key", told.URL)
    assert [one.method for one in script.heard][-1] == "GET"
    assert kinds(delivery) == ["delivery begun", "delivery unsure", "post taken by the network"]


def test_post_that_is_not_there_is_sent_again_under_the_same_key(script):
    delivery = delivery_to(script, state=S.UNSURE)
    script.says(told.NOT_THERE)

    found = after_a_step(delivery)

    assert (found.state, seconds_until_next_try(found)) == (S.DUE, 2)
    script.says(told.TAKEN)
    assert after_a_step(delivery).state == S.SENT
    assert [(one.method, one.path) for one in script.heard] == [
        ("GET", f"/posts/{delivery.once_only_key}"),
        ("PUT", f"/posts/{delivery.once_only_key}"),
    ]


def test_worker_that_died_while_sending_is_followed_by_one_that_looks(script):
    delivery = delivery_to(script, state=S.SENDING)
    script.says(told.SHOWN)

    found = after_a_step(delivery)

    assert found.state == S.SENT
    assert [one.method for one in script.heard] == ["GET"]


def test_doubt_that_lasts_is_no_news(script):
    delivery = delivery_to(script, state=S.SENDING)
    script.says(told.TROUBLE)

    found = [after_a_step(delivery) for _ in range(3)]

    assert [(one.state, one.tries) for one in found] == [
        (S.UNSURE, 1),
        (S.UNSURE, 2),
        (S.UNSURE, 3),
    ]
    assert found[-1].problem == (
        "We do not know if the network has the post: The network is in trouble."
    )
    assert kinds(delivery) == ["delivery unsure"]


@pytest.mark.parametrize("state", [S.UNSURE, S.SENDING, S.SENT, S.REMOVING])
def test_lost_access_leaves_the_state_and_says_what_to_do(script, state):
    delivery = delivery_to(script, state=state)
    script.says(told.NO_ACCESS)

    found = after_a_step(delivery)

    assert (found.state, found.version.account.state) == (state, "lost")
    assert found.problem.startswith("The network no longer lets us in. Connect the account again.")
    assert found.try_at is not None


def test_lost_access_before_a_post_left_holds_it(script):
    delivery = delivery_to(script)
    script.says(told.NO_ACCESS)

    found = after_a_step(delivery)

    account = found.version.account
    assert (found.state, account.state) == (S.HELD, "lost")
    assert found.problem == (
        f"The connection to {account} is lost. Connect it again to send this post."
    )
    assert kinds(delivery) == ["delivery begun", "delivery held"]


@pytest.mark.parametrize("state", [S.SENDING, S.UNSURE, S.SENT, S.REMOVING])
def test_late_refusal_does_not_lose_an_account_that_was_connected_meanwhile(script, state):
    delivery = delivery_to(script, state=state)
    script.says(told.NO_ACCESS)
    before = delivery.version.account.connected_at
    Connection.objects.update(connected_at=timezone.now())

    with open_http() as http:
        work.take_further(delivery, http=http)

    account = Account.objects.get()
    assert account.connected_at != before
    assert account.state == "connected"
    assert not Entry.objects.filter(kind="connection lost").exists()


@pytest.mark.parametrize("state", [S.SENDING, S.SENT, S.REMOVING])
def test_account_whose_access_was_thrown_away_is_said_so(script, state):
    delivery = delivery_to(script, state=state)
    Connection.objects.all().delete()

    found = after_a_step(delivery)

    assert found.state == state
    assert found.problem.startswith(f"Tabard has no access to {found.version.account} any more.")
    assert script.heard == []


def end_accreditation_of(author: Person) -> None:
    one = Accreditation.objects.get(person=author)
    accreditation.end(one, by=make.programme_member(), reason="Fraud.")


def test_post_of_an_account_that_ended_can_still_be_taken_down(script):
    delivery = delivery_to(script, state=S.CONFIRMED)
    end_accreditation_of(delivery.version.message.author)
    script.says(told.DELETED, told.NOT_THERE)

    actions.take_down(delivery, by=make.oversight_officer(), reason="Danger now.")

    assert after_a_step(delivery).state == S.REMOVED


@pytest.mark.parametrize(
    ("state", "answers", "becomes"),
    [
        (S.REMOVING, [told.DELETED, told.NOT_THERE], S.REMOVED),
        (S.SENT, [told.SHOWN], S.CONFIRMED),
        (S.UNSURE, [told.SHOWN], S.SENT),
    ],
)
def test_what_was_in_flight_when_its_account_ended_is_brought_to_its_end(
    script, state, answers, becomes
):
    delivery = delivery_to(script, state=state)
    end_accreditation_of(delivery.version.message.author)
    script.says(*answers)

    assert after_a_step(delivery).state == becomes


def test_nothing_leaves_for_an_account_that_ended_though_its_access_is_kept(script):
    delivery = delivery_to(script)
    accounts.end(delivery.version.account, by=make.programme_member(), why="Fraud.")

    found = after_a_step(delivery)

    assert (found.state, script.heard) == (S.HELD, [])
    assert found.problem == f"{found.version.account} is no longer an account of the council."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"words": "The mobile library stops."},
            [{"what": "words", "expected": told.WORDS, "found": "The mobile library stops."}],
        ),
        (
            {"links": ["https://other.example/"]},
            [{"what": "link", "expected": "", "found": "https://other.example/"}],
        ),
        (
            {"pictures": [{"sha256": "a" * 64, "alt": "?"}]},
            [{"what": "picture 1", "expected": "", "found": "there"}],
        ),
    ],
)
def test_what_did_not_arrive_is_written_down(script, said, expected):
    delivery = delivery_to(script, state=S.SENT)
    shown = json.loads(told.SHOWN.content) | said
    script.says(httpx.Response(200, json=shown))

    found = after_a_step(delivery)

    assert (found.state, found.differences) == (S.CONFIRMED, expected)
    entry = Entry.objects.get(kind="post confirmed")
    assert facts_of(entry)["differences"] == [one["what"] for one in expected]


def test_post_that_is_not_shown_yet_is_looked_for_again(script):
    delivery = delivery_to(script, state=S.SENT)
    script.says(told.NOT_THERE)

    found = after_a_step(delivery)

    assert (found.state, found.problem, found.tries) == (
        S.SENT,
        "The network took the post but does not show it yet.",
        1,
    )


def test_post_that_never_shows_fails(script):
    delivery = delivery_to(script, state=S.SENT)
    script.says(told.NOT_THERE)

    states = [after_a_step(delivery).state for _ in range(rules.LOOKS + 1)]

    assert states == [S.SENT] * rules.LOOKS + [S.FAILED]


def test_network_in_trouble_for_long_is_not_taken_for_a_post_that_is_gone(script):
    delivery = delivery_to(script, state=S.SENT, tries=30)
    script.says(told.TROUBLE)
    after_a_step(delivery)
    script.says(told.NOT_THERE)

    found = after_a_step(delivery)

    assert (found.state, found.problem) == (
        S.SENT,
        "The network took the post but does not show it yet.",
    )


def test_post_that_is_still_shown_is_not_called_gone(script):
    delivery = delivery_to(script, state=S.REMOVING)
    script.says(told.DELETED, told.SHOWN)

    found = after_a_step(delivery)

    assert (found.state, found.problem) == (
        S.REMOVING,
        "The network was asked to delete the post and still shows it.",
    )


def test_people_are_told_once_of_a_post_that_cannot_be_taken_down(script):
    officer = make.oversight_officer()
    delivery = delivery_to(script, state=S.REMOVING, taken_down_by=officer)
    script.says(told.TROUBLE)

    for _ in range(rules.TRIES_BEFORE_TELLING + 2):
        found = after_a_step(delivery)

    message = found.version.message
    entry = Entry.objects.get(kind="post still there")
    assert entry.people == told.both(message, officer)
    assert found.state == S.REMOVING


def test_whoever_asked_for_a_take_down_is_told_once_when_the_access_is_lost(script):
    officer = make.oversight_officer()
    delivery = delivery_to(script, state=S.REMOVING, taken_down_by=officer)
    script.says(told.NO_ACCESS, told.NO_ACCESS)

    for _ in range(2):
        found = after_a_step(delivery)

    entry = Entry.objects.get(kind="post still there")
    assert entry.people == told.both(found.version.message, officer)
    assert "It can also be deleted in the network's own app." in str(facts_of(entry)["why"])
    assert found.state == S.REMOVING


def test_post_that_was_gone_already_is_taken_down(script):
    delivery = delivery_to(script, state=S.REMOVING)
    script.says(told.DELETED, told.NOT_THERE)

    assert after_a_step(delivery).state == S.REMOVED


def test_post_that_is_an_hour_late_expires_with_its_last_problem(script):
    delivery = delivery_to(
        script,
        due_at=timezone.now() - timedelta(hours=1, seconds=1),
        problem="The network could not be reached.",
    )

    found = after_a_step(delivery)

    message = found.version.message
    assert (found.state, found.problem) == (
        S.EXPIRED,
        "It could not leave within an hour of its time. The network could not be reached.",
    )
    assert Entry.objects.get(kind="delivery expired").people == told.both(message)
    assert script.heard == []


def test_suspension_a_moment_before_holds(script):
    delivery = delivery_to(script)
    accreditation = delivery.version.message.author.accreditations.get()
    accreditation.state, accreditation.reason = "suspended", "We are looking into it."
    accreditation.save()

    found = after_a_step(delivery)

    assert (found.state, found.problem) == (
        S.HELD,
        "Your accreditation is suspended: We are looking into it.",
    )
    assert script.heard == []


def test_lapse_a_moment_before_asks_for_another_review(script):
    delivery = delivery_to(script)
    message = delivery.version.message
    message.approved_at = timezone.now() - timedelta(minutes=10)
    message.save()
    make_lapsed(message.author)

    found = after_a_step(delivery)

    assert (found.state, found.version.message.state) == (S.HELD, MessageState.WAITING)
    assert found.version.message.said == found.problem
    assert found.problem.startswith("Your accreditation ran out on ")


def test_post_of_which_a_part_has_gone_is_not_asked_to_be_changed(script):
    delivery = delivery_to(script, begun_at=timezone.now())
    message = delivery.version.message
    message.approved_at = timezone.now() - timedelta(minutes=10)
    message.save()
    make_lapsed(message.author)

    found = after_a_step(delivery)

    assert (found.state, found.version.message.state) == (S.HELD, MessageState.APPROVED)


def make_lapsed(author) -> None:
    author.accreditations.update(until=timezone.now() - timedelta(minutes=5))


@pytest.mark.parametrize("state", sorted(set(S) - {S.DUE, S.SENDING, S.SENT, S.UNSURE, S.REMOVING}))
def test_job_of_a_delivery_that_is_not_under_way_does_nothing(script, state):
    delivery = delivery_to(script, state=S(state))

    after_a_step(delivery)

    delivery.refresh_from_db()
    assert (delivery.state, script.heard, kinds(delivery)) == (state, [], [])


def test_job_of_a_delivery_that_is_gone_does_nothing():
    tasks.take_further(delivery_id=0)

    assert not Entry.objects.exists()


def test_answer_that_comes_after_another_worker_went_on_changes_nothing(script):
    delivery = delivery_to(script, state=S.SENDING)
    overtaken = Delivery.objects.get(pk=delivery.pk)
    Delivery.objects.filter(pk=delivery.pk).update(tries=5)

    work.rows.fail(overtaken, "It was refused.")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem, kinds(delivery)) == (S.SENDING, "", [])


def test_post_that_is_taken_down_while_it_is_confirmed_stays_on_its_way_down(script):
    delivery = delivery_to(script, state=S.SENT)
    overtaken = Delivery.objects.get(pk=delivery.pk)
    Delivery.objects.filter(pk=delivery.pk).update(state=S.REMOVING)

    work.rows.note_confirmed(overtaken, ())

    delivery.refresh_from_db()
    assert (delivery.state, delivery.confirmed_at) == (S.REMOVING, None)


def test_claim_by_two_workers_is_one(script):
    delivery = delivery_to(script)
    other = Delivery.objects.get(pk=delivery.pk)

    first = claim(delivery)
    second = claim(other)

    assert (first.state, second.state, kinds(delivery)) == (
        S.SENDING,
        S.SENDING,
        ["delivery begun"],
    )
    assert second.tries == 1


def test_error_of_our_own_is_raised_and_the_delivery_looked_at_again(script):
    delivery = delivery_to(script, state=S.SENDING, tries=1)
    delivery.version.account.network = "nobody speaks it"
    delivery.version.account.save()

    with pytest.raises(UnknownNetworkError):
        after_a_step(delivery)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (S.SENDING, 2)
    assert delivery.problem.startswith("Something went wrong in Tabard itself.")
    assert kinds(delivery) == ["delivery tripped"]
    assert seconds_until_next_try(delivery) == 8


def test_delivery_of_a_message_that_was_given_up_does_not_leave(script):
    delivery = delivery_to(script)
    Message.objects.update(state=MessageState.WITHDRAWN)

    found = after_a_step(delivery)

    assert (found.state, kinds(delivery), script.heard) == (S.HELD, ["delivery held"], [])


def test_error_of_our_own_changes_nothing_of_a_delivery_that_has_its_next_time(script):
    at = timezone.now() + timedelta(minutes=1)
    delivery = delivery_to(script, try_at=at)

    work.trip(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.try_at, delivery.tries, delivery.problem) == (at, 0, "")


def test_error_of_our_own_does_not_wake_what_has_ended(script):
    delivery = delivery_to(script, state=S.REMOVED)

    work.trip(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.try_at is None


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_network_is_talked_to(script, monkeypatch):
    delivery = delivery_to(script)
    script.says(told.TAKEN)
    was_open = []
    send = Client.send

    def watched(*args, **kwargs):
        was_open.append(connection.in_atomic_block)
        return send(*args, **kwargs)

    monkeypatch.setattr(Client, "send", watched)

    after_a_step(delivery)

    assert was_open == [False]


class Mute:
    """A network that can neither say where a post would be nor take one down."""

    name: ClassVar[str] = "Mute"
    limits: ClassVar[api.Limits] = Practice.limits
    asks: ClassVar[tuple[api.Asked, ...]] = ()

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        del http, base_url
        self.secrets = secrets

    def look_for(self, _post: api.Post) -> api.Seen | None:
        raise api.UnsureError("This network cannot be asked for a post.")


@pytest.fixture
def _mute(monkeypatch) -> None:
    monkeypatch.setattr(api.connector, "all_connectors", lambda: {"practice": Mute})


@pytest.mark.usefixtures("_mute")
def test_network_that_cannot_say_leaves_doubt(script):
    found = after_a_step(delivery_to(script, state=S.SENDING))

    assert (found.state, found.problem) == (
        S.UNSURE,
        "We do not know if the network has the post: This network cannot be asked for a post.",
    )


@pytest.mark.usefixtures("_mute")
def test_network_that_cannot_delete_is_said_so(script):
    found = after_a_step(delivery_to(script, state=S.REMOVING))

    assert (found.state, found.problem) == (
        S.REMOVING,
        "This network cannot delete for us. Delete it in its own app.",
    )


def test_every_state_under_way_has_its_step():
    assert set(work.steps.STEPS) == UNDER_WAY
