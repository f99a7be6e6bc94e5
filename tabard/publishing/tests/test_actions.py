"""Setting deliveries going, stopping them, taking them down."""

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.accounts.models import AccountState
from tabard.accreditation import actions as accreditation
from tabard.common.lifecycle import NotNowError
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError
from tabard.composing import actions as composing
from tabard.composing.models import Message, MessageState
from tabard.connectors.bluesky import Bluesky
from tabard.people.models import Person
from tabard.practice.models import PracticePost
from tabard.publishing import actions, rules
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.tests import told
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

pytestmark = pytest.mark.django_db

S = DeliveryState


def jobs() -> list[tuple[int, str]]:
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return [(job.args["delivery_id"], job.lock) for job in waiting]


def in_(**time: float):
    return timezone.now() + timedelta(**time)


def ago(**time: float):
    return timezone.now() - timedelta(**time)


def suspend(author: Person) -> None:
    accreditation.suspend(
        author.accreditations.get(),
        by=make.programme_member(),
        reason="We look into it.",
        review_on=make.soon(),
    )


def let_lapse(author: Person) -> None:
    author.accreditations.update(until=ago(minutes=1))


def approve(message: Message) -> Message:
    return composing.approve(message, by=make.reviewer(), submitted_at=message.submitted_at)


def row(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("version__message").get(pk=delivery.pk)


# Making


def test_approved_message_becomes_a_delivery_for_each_account():
    author = make.author()
    accounts = [make.account(author), make.account(author, network="bluesky")]
    message = make.approved_message(author, accounts=accounts, due_at=in_(hours=1))

    actions.tick()

    found = Delivery.objects.all()
    assert [(one.version.account, one.state, one.due_at) for one in found] == [
        (account, S.SCHEDULED, message.due_at) for account in accounts
    ]
    assert len({one.once_only_key for one in found}) == 2
    assert [entry.kind for entry in Entry.objects.all()] == ["delivery scheduled"] * 2


@pytest.mark.parametrize("state", ["writing", "waiting", "withdrawn"])
def test_message_that_is_not_approved_becomes_none(state: str):
    make.message(state=MessageState(state))

    actions.tick()

    assert not Delivery.objects.exists()


def test_second_tick_makes_nothing_twice():
    make.approved_message(due_at=in_(hours=1))

    actions.tick()
    actions.tick()

    assert Delivery.objects.count() == 1


def test_message_without_a_time_is_due_when_it_was_approved():
    message = make.approved_message()

    actions.tick()

    assert Delivery.objects.get().due_at == message.approved_at


def test_approval_that_came_too_late_sends_nothing_and_both_are_told():
    message = make.approved_message(due_at=ago(minutes=1))

    actions.tick()

    delivery = Delivery.objects.get()
    entry = Entry.objects.get()
    assert (delivery.state, delivery.problem) == (
        S.EXPIRED,
        "It was approved after its time, so it was not sent.",
    )
    assert (entry.kind, entry.people) == (
        "delivery expired",
        told.both(message),
    )
    assert jobs() == []


def test_approval_in_time_sends_though_the_tick_comes_after():
    make.approved_message(due_at=ago(seconds=1), approved_at=ago(minutes=1))

    actions.tick()

    assert Delivery.objects.get().state == S.DUE


def test_account_on_a_network_that_nobody_speaks_stops_nobody_else():
    author = make.author()
    make.approved_message(author, accounts=[make.account(author, network="gone")])
    make.approved_message()

    actions.tick()

    assert [(one.state, one.problem) for one in Delivery.objects.all()] == [
        (S.HELD, "Tabard cannot speak to gone now. Tell the administrator."),
        (S.DUE, ""),
    ]


def test_key_is_chosen_again_when_the_network_is_spoken_after_all():
    author = make.author()
    account = make.account(author, network="gone")
    make.approved_message(author, accounts=[account])
    actions.tick()
    account.network = "bluesky"
    account.save()

    actions.tick()

    delivery = Delivery.objects.get()
    # A key as Bluesky has them.
    assert (delivery.state, len(delivery.once_only_key)) == (S.DUE, 13)


@pytest.fixture
def _bluesky_breaks(monkeypatch) -> None:
    def broken() -> str:
        raise RuntimeError("No key can be made.")

    monkeypatch.setattr(Bluesky, "new_key", broken)


@pytest.mark.usefixtures("_bluesky_breaks")
def test_message_that_cannot_be_taken_up_stops_no_other(caplog):
    author = make.author()
    bad = make.approved_message(author, accounts=[make.account(author, network="bluesky")])
    good = make.approved_message()

    actions.tick()

    assert [one.version.message for one in Delivery.objects.all()] == [good]
    assert jobs()
    assert f"_take_up failed with {bad.pk}" in caplog.text
    bad.refresh_from_db()
    assert not bad.is_taken_up


@pytest.mark.usefixtures("_bluesky_breaks")
def test_delivery_that_cannot_be_released_stops_no_other(caplog):
    author = make.author()
    accounts = [make.account(author, network="bluesky"), make.account(author)]
    bad, good = (
        make.delivery(make.approved_message(author, accounts=[account]), state=S.HELD)
        for account in accounts
    )

    actions.tick()

    assert (row(bad).state, row(good).state) == (S.HELD, S.DUE)
    assert f"hold_or_release failed with {bad.pk}" in caplog.text


# Starting


def test_what_is_due_gets_one_job_each_and_one_lock_for_each_account():
    author = make.author()
    first, second = make.account(author), make.account(author)
    due = [
        make.delivery(make.approved_message(author, accounts=[account]))
        for account in (first, first, second)
    ]
    make.delivery(make.approved_message(author, accounts=[first], due_at=in_(seconds=30)))

    actions.tick()
    actions.tick()

    assert jobs() == [
        (due[0].pk, f"account-{first.pk}"),
        (due[1].pk, f"account-{first.pk}"),
        (due[2].pk, f"account-{second.pk}"),
    ]
    assert [row(one).try_at for one in due] == [None] * 3


def test_many_are_started_with_one_statement(django_assert_max_num_queries):
    author = make.author()
    account = make.account(author)
    for _ in range(20):
        make.delivery(make.approved_message(author, accounts=[account]))

    with django_assert_max_num_queries(20):
        actions.tick()

    assert len(jobs()) == 20


@pytest.mark.parametrize("state", [S.DUE, S.UNSURE, S.SENT, S.REMOVING])
def test_what_has_to_be_looked_at_again_gets_a_job_when_its_time_comes(state):
    delivery = make.delivery(state=state, try_at=ago(seconds=1))
    make.delivery(state=state, try_at=in_(seconds=30))

    actions.tick()

    assert [pk for pk, _ in jobs()] == [delivery.pk]


def test_the_longest_waiting_comes_first(monkeypatch):
    monkeypatch.setattr(rules, "AT_A_TIME", 2)
    late, later, latest = (
        make.delivery(state=S.SENT, try_at=ago(minutes=minutes)) for minutes in (1, 3, 2)
    )

    actions.tick()
    actions.tick()

    assert [pk for pk, _ in jobs()] == [later.pk, latest.pk, late.pk]


def test_scheduled_post_that_nobody_brought_within_an_hour_expires():
    delivery = make.delivery(due_at=ago(hours=1, seconds=1))

    actions.tick()

    assert (row(delivery).state, row(delivery).problem) == (
        S.EXPIRED,
        "It could not leave within an hour of its time.",
    )


def test_no_more_are_started_in_one_tick_than_it_can_bear(monkeypatch):
    monkeypatch.setattr(rules, "AT_A_TIME", 2)
    due = [make.delivery(due_at=ago(minutes=minutes)) for minutes in (1, 3, 2)]

    actions.tick()

    assert [row(one).state for one in due] == [S.SCHEDULED, S.DUE, S.DUE]


@pytest.mark.django_db(transaction=True)
def test_tick_waits_for_nobody_who_holds_a_delivery():
    held, free = make.delivery(), make.delivery()
    began, may_end = threading.Event(), threading.Event()

    def hold_it() -> None:
        with transaction.atomic():
            lock(held)
            began.set()
            may_end.wait(5)
        connection.close()

    other = threading.Thread(target=hold_it)
    other.start()
    began.wait(5)

    actions.tick()
    states = [row(held).state, row(free).state]
    may_end.set()
    other.join()

    assert states == [S.SCHEDULED, S.DUE]


@pytest.mark.django_db(transaction=True)
def test_only_one_ticks_at_a_time():
    make.approved_message()
    began, may_end = threading.Event(), threading.Event()

    def hold_the_lock() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [actions.TICK_LOCK])
            began.set()
            may_end.wait(5)
        connection.close()

    other = threading.Thread(target=hold_the_lock)
    other.start()
    began.wait(5)

    actions.tick()
    meanwhile = Delivery.objects.count()
    may_end.set()
    other.join()
    actions.tick()

    assert (meanwhile, Delivery.objects.count()) == (0, 1)


# Holding and releasing


def test_suspension_holds_and_both_are_told():
    delivery = make.delivery(due_at=in_(hours=1))
    suspend(delivery.version.message.author)

    actions.tick()

    message = delivery.version.message
    why = "Your accreditation is suspended: We look into it."
    assert (row(delivery).state, row(delivery).problem) == (S.HELD, why)
    assert row(delivery).version.message.state == MessageState.APPROVED
    assert Entry.objects.get(kind="delivery held").people == told.both(message)


def ended(delivery: Delivery) -> str:
    account = delivery.version.account
    return (
        "Your accreditation has ended: “They left.” "
        f"{account} is no longer an account of the council."
    )


def test_end_of_an_accreditation_holds():
    delivery = make.delivery(due_at=in_(hours=1))
    author = delivery.version.message.author
    accreditation.end(author.accreditations.get(), by=make.programme_member(), reason="They left.")

    actions.tick()

    assert (row(delivery).state, row(delivery).problem) == (
        S.HELD,
        ended(delivery),
    )


def test_lost_connection_holds_only_that_account():
    author = make.author()
    lost, well = make.account(author, state=AccountState.LOST), make.account(author)
    make.approved_message(author, accounts=[lost, well], due_at=in_(hours=1))

    actions.tick()

    assert [(one.version.account, one.state) for one in Delivery.objects.all()] == [
        (lost, S.HELD),
        (well, S.SCHEDULED),
    ]


def test_held_post_is_held_once():
    delivery = make.delivery(due_at=in_(hours=1))
    suspend(delivery.version.message.author)

    actions.tick()
    actions.tick()

    assert Entry.objects.filter(kind="delivery held").count() == 1


def test_new_reason_is_told():
    delivery = make.delivery(due_at=in_(hours=1))
    author = delivery.version.message.author
    suspend(author)
    actions.tick()
    accreditation.end(author.accreditations.get(), by=make.programme_member(), reason="They left.")

    actions.tick()

    assert row(delivery).problem == ended(delivery)
    assert Entry.objects.filter(kind="delivery held").count() == 2


def test_end_of_a_suspension_releases():
    delivery = make.delivery(make.approved_message(due_at=in_(hours=1)))
    author = delivery.version.message.author
    suspend(author)
    actions.tick()
    accreditation.resume(author.accreditations.get(), by=make.programme_member())

    actions.tick()

    assert (row(delivery).state, row(delivery).problem) == (S.SCHEDULED, "")
    assert Entry.objects.filter(kind="delivery released").count() == 1


def test_post_that_was_begun_keeps_its_key_when_the_connection_comes_back():
    author = make.author()
    message = make.approved_message(author)
    delivery = make.delivery(message, state=S.HELD, begun_at=timezone.now(), once_only_key="key")

    actions.tick()

    assert (row(delivery).state, row(delivery).once_only_key) == (S.DUE, "key")


def test_lapse_asks_for_a_review_of_all_accounts_once_and_its_approval_releases():
    author = make.author()
    accounts = [make.account(author), make.account(author)]
    message = make.approved_message(
        author, accounts=accounts, due_at=in_(hours=1), approved_at=ago(hours=1)
    )
    actions.tick()
    let_lapse(author)

    actions.tick()
    actions.tick()

    message.refresh_from_db()
    assert message.state == MessageState.WAITING
    assert [one.state for one in Delivery.objects.all()] == [S.HELD, S.HELD]
    assert Entry.objects.filter(kind="message asked again").count() == 1
    approve(message)
    actions.tick()
    assert [one.state for one in Delivery.objects.all()] == [S.SCHEDULED, S.SCHEDULED]


def test_second_approval_of_a_post_without_a_time_sends_it_now():
    delivery = make.delivery(make.approved_message(approved_at=ago(minutes=50)))
    let_lapse(delivery.version.message.author)
    actions.tick()
    message = approve(delivery.version.message)

    actions.tick()

    assert (row(delivery).state, row(delivery).due_at) == (S.DUE, message.approved_at)


def test_second_approval_that_comes_too_late_sends_nothing():
    message = make.approved_message(approved_at=ago(hours=3), due_at=in_(hours=1))
    delivery = make.delivery(message)
    let_lapse(message.author)
    actions.tick()
    Message.objects.update(due_at=ago(minutes=1))
    approve(message)

    actions.tick()

    assert (row(delivery).state, row(delivery).problem) == (
        S.EXPIRED,
        "It was approved after its time, so it was not sent.",
    )


def test_post_that_waits_for_its_second_review_does_not_expire_meanwhile():
    delivery = make.delivery(make.approved_message(approved_at=ago(minutes=59)))
    let_lapse(delivery.version.message.author)
    actions.tick()
    Delivery.objects.update(due_at=ago(hours=5))

    actions.tick()

    assert row(delivery).state == S.HELD


def test_post_sent_back_long_ago_waits_no_more_and_goes_when_it_is_approved_again():
    message = make.approved_message(approved_at=ago(minutes=59))
    delivery = make.delivery(message)
    let_lapse(message.author)
    actions.tick()
    composing.take_back(message, by=message.author)
    actions.tick()
    kept = Delivery.objects.filter(pk=delivery.pk).exists()
    Delivery.objects.update(due_at=ago(minutes=61))

    actions.tick()

    assert (kept, Delivery.objects.exists()) == (True, False)
    assert facts_of(Entry.objects.get(kind="delivery dropped"))["delivery"] == delivery.pk
    approve(composing.submit(message, by=message.author))
    actions.tick()
    assert Delivery.objects.get().state == S.DUE


def test_what_is_held_is_locked_only_to_be_changed():
    suspended = make.delivery(due_at=in_(hours=1)).version.message.author
    suspend(suspended)
    waiting = make.delivery(state=S.HELD, due_at=ago(hours=2))
    Message.objects.filter(pk=waiting.version.message_id).update(state=MessageState.WAITING)
    actions.tick()

    with CaptureQueriesContext(connection) as asked:
        actions.tick()

    locking = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    # Approved messages, deliveries of withdrawn ones, what is due, and what is to be tried.
    assert len(locking) == 4
    assert not [sql for sql in locking if "'held'" in sql and "'withdrawn'" not in sql]


def test_post_held_beyond_its_time_expires_with_both_reasons():
    delivery = make.delivery(make.approved_message(approved_at=ago(minutes=59)))
    suspend(delivery.version.message.author)
    actions.tick()
    Message.objects.update(approved_at=ago(minutes=61))
    Delivery.objects.update(due_at=ago(minutes=61))

    actions.tick()

    assert (row(delivery).state, row(delivery).problem) == (
        S.EXPIRED,
        (
            "It could not leave within an hour of its time. "
            "Your accreditation is suspended: We look into it."
        ),
    )


def test_author_can_change_accounts_of_a_post_that_came_back_from_its_second_review():
    author = make.author()
    kept, dropped, added = make.account(author), make.account(author), make.account(author)
    message = make.approved_message(
        author, accounts=[kept, dropped], due_at=in_(hours=1), approved_at=ago(hours=1)
    )
    actions.tick()
    let_lapse(author)
    actions.tick()
    composing.send_back(
        message, by=make.reviewer(), said="Not there.", submitted_at=message.submitted_at
    )
    draft = composing.Draft(words="Changed.", accounts=[kept, added], due_at=in_(hours=2))
    composing.rewrite(message, draft, by=author)
    approve(composing.submit(message, by=author))

    actions.tick()

    assert [(one.version.account, one.state, one.due_at) for one in Delivery.objects.all()] == [
        (kept, S.SCHEDULED, draft.due_at),
        (added, S.SCHEDULED, draft.due_at),
    ]


def test_post_held_for_a_lost_connection_goes_to_review_when_a_lapse_comes_on_top():
    author = make.author()
    account = make.account(author, state=AccountState.LOST)
    message = make.approved_message(
        author, accounts=[account], due_at=in_(hours=1), approved_at=ago(hours=1)
    )
    actions.tick()
    let_lapse(author)

    actions.tick()

    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_what_is_in_order_is_not_read_at_every_tick(django_assert_max_num_queries):
    for _ in range(3):
        make.delivery(due_at=in_(hours=1))

    with django_assert_max_num_queries(17):
        actions.tick()


# Calling off


def test_author_calls_off_what_has_not_gone():
    delivery = make.delivery(due_at=in_(hours=1))
    message = delivery.version.message

    found = actions.call_off(message, by=message.author)

    assert (row(delivery).state, found.state) == (S.CANCELLED, MessageState.WITHDRAWN)
    assert [entry.kind for entry in Entry.objects.all()] == [
        "delivery called off",
        "message withdrawn",
        "message called off",
    ]


@pytest.mark.parametrize("state", [S.SCHEDULED, S.DUE, S.HELD])
def test_what_has_not_begun_is_called_off(state):
    delivery = make.delivery(state=state, try_at=timezone.now(), problem="A reason.")
    message = delivery.version.message

    actions.call_off(message, by=message.author)

    assert (row(delivery).state, row(delivery).try_at, row(delivery).problem) == (
        S.CANCELLED,
        None,
        "",
    )


def test_draft_is_called_off():
    message = make.message()

    assert actions.call_off(message, by=message.author).state == MessageState.WITHDRAWN


def test_message_called_off_before_the_tick_never_becomes_a_delivery():
    message = make.approved_message()
    actions.call_off(message, by=message.author)

    actions.tick()

    assert not Delivery.objects.exists()


def test_what_has_gone_stays_when_the_rest_is_called_off():
    author = make.author()
    message = make.approved_message(
        author, accounts=[make.account(author), make.account(author, state=AccountState.LOST)]
    )
    actions.tick()
    gone, held = Delivery.objects.all()
    Delivery.objects.filter(pk=gone.pk).update(state=S.SENT, network_id="key")

    found = actions.call_off(message, by=author)

    assert (row(gone).state, row(held).state) == (S.SENT, S.CANCELLED)
    assert found.state == MessageState.APPROVED


@pytest.mark.parametrize("state", [S.SENDING, S.SENT, S.CONFIRMED, S.UNSURE, S.FAILED, S.REMOVED])
def test_what_has_begun_is_not_called_off(state):
    delivery = make.delivery(state=state)
    message = delivery.version.message

    with pytest.raises(NotAllowedError, match="Nothing of this post is waiting to go"):
        actions.call_off(message, by=message.author)

    assert row(delivery).state == state


def wait_until_somebody_waits() -> None:
    """Wait until another connection waits for a lock of ours."""
    deadline = time.monotonic() + 5
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
            time.sleep(0.01)
    raise TimeoutError("Nobody waits.")


@pytest.mark.django_db(transaction=True)
def test_message_is_not_called_off_while_it_is_sent_on_its_way():
    message = make.approved_message()
    refusals: list[str] = []

    def call_off() -> None:
        try:
            actions.call_off(message, by=message.author)
        except NotNowError as refusal:
            refusals.append(str(refusal))
        connection.close()

    other = threading.Thread(target=call_off)
    with transaction.atomic():
        actions.tick()
        other.start()
        wait_until_somebody_waits()
    other.join()

    message.refresh_from_db()
    assert refusals == ["It is on its way now. Look again to see what can be called off."]
    assert (message.state, Delivery.objects.get().state) == (MessageState.APPROVED, S.DUE)
    assert not Entry.objects.filter(kind__in=["message withdrawn", "message called off"]).exists()


def test_only_the_author_calls_off():
    delivery = make.delivery()

    with pytest.raises(NotAllowedError, match="Only the person who wrote"):
        actions.call_off(delivery.version.message, by=make.oversight_officer())


def test_delivery_of_a_message_that_was_withdrawn_behind_our_back_is_called_off():
    delivery = make.delivery(due_at=in_(hours=1))
    Message.objects.update(state=MessageState.WITHDRAWN)

    actions.tick()

    assert row(delivery).state == S.CANCELLED


# Taking down


@pytest.mark.parametrize("state", [S.SENT, S.CONFIRMED])
def test_author_takes_a_post_down(state):
    delivery = make.delivery(state=state, tries=7, problem="Old.", try_at=in_(hours=1))
    author = delivery.version.message.author

    found = actions.take_down(delivery, by=author)

    assert (found.state, found.tries, found.problem, found.try_at) == (S.REMOVING, 0, "", None)
    assert (found.taken_down_by, found.taken_down_because) == (author, "")
    assert jobs() == [(delivery.pk, f"account-{delivery.version.account_id}")]


def test_oversight_officer_takes_down_with_a_reason_that_the_author_is_told():
    delivery = make.delivery(state=S.CONFIRMED)
    officer = make.oversight_officer()

    found = actions.take_down(delivery, by=officer, reason="It shows a child's address.")

    entry = Entry.objects.get(kind="take-down asked")
    assert found.taken_down_because == "It shows a child's address."
    assert entry.people == [delivery.version.message.author_id]
    assert facts_of(entry)["why"] == "It shows a child's address."


def test_oversight_officer_without_a_reason_takes_nothing_down():
    delivery = make.delivery(state=S.CONFIRMED)

    with pytest.raises(NotAllowedError, match="Say what the danger is"):
        actions.take_down(delivery, by=make.oversight_officer(), reason=" ")


def test_reviewer_takes_nothing_down():
    delivery = make.delivery(state=S.CONFIRMED)

    with pytest.raises(NotAllowedError, match="Only its author, or an oversight officer"):
        actions.take_down(delivery, by=make.reviewer(), reason="I do not like it.")

    assert (row(delivery).state, jobs()) == (S.CONFIRMED, [])


@pytest.mark.parametrize("state", sorted(set(S) - {S.SENT, S.CONFIRMED}))
def test_what_is_not_on_the_network_is_not_taken_down(state):
    delivery = make.delivery(state=S(state))

    with pytest.raises(NotNowError, match="not possible any more"):
        actions.take_down(delivery, by=delivery.version.message.author)


# The worker's queue


@pytest.fixture
def _no_connection_stays_open(monkeypatch) -> None:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


def run_worker() -> None:
    """Run a real worker of the queue until nothing is left to do."""
    connector = cast("DjangoConnector", queue.connector)
    worker = DjangoApp(connector=connector.get_worker_connector())
    worker.tasks = queue.tasks
    worker.run_worker(
        wait=False,
        listen_notify=False,
        install_signal_handlers=False,
        delete_jobs="successful",
        fetch_job_polling_interval=0.05,
    )


@pytest.mark.usefixtures("_no_connection_stays_open")
@pytest.mark.django_db(transaction=True)
def test_approved_post_is_on_the_network_after_two_rounds_of_the_worker(network):
    author = make.author()
    message = make.approved_message(author, accounts=[network.account(author)])

    for _ in range(2):
        actions.tick()
        run_worker()

    delivery = Delivery.objects.get()
    assert (delivery.state, PracticePost.objects.get().words) == (S.CONFIRMED, message.words)
    assert [entry.kind for entry in Entry.objects.exclude(kind="practice account opened")] == [
        "delivery scheduled",
        "delivery begun",
        "post taken by the network",
        "post confirmed",
    ]


@pytest.mark.usefixtures("_no_connection_stays_open")
@pytest.mark.django_db(transaction=True)
def test_post_that_is_taken_down_is_gone_after_one_round(network):
    author = make.author()
    make.approved_message(author, accounts=[network.account(author)])
    for _ in range(2):
        actions.tick()
        run_worker()

    actions.take_down(Delivery.objects.get(), by=author)
    run_worker()

    assert Delivery.objects.get().state == S.REMOVED
    assert PracticePost.objects.get().deleted_at is not None


def give_all_jobs_to_a_worker_last_heard_of(*, seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - %s * interval '1 second') RETURNING id",
            [seconds_ago],
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])


@pytest.mark.django_db(transaction=True)
def test_sweep_gives_the_jobs_of_a_dead_worker_to_the_living():
    delivery = make.delivery()
    actions.tick()
    give_all_jobs_to_a_worker_last_heard_of(seconds_ago=60)

    swept = actions.sweep()

    assert (swept, [pk for pk, _ in jobs()]) == (1, [delivery.pk])
    assert facts_of(Entry.objects.get(kind="jobs of a dead worker taken over")) == {"how_many": 1}


@pytest.mark.django_db(transaction=True)
def test_only_one_sweeps_at_a_time():
    make.delivery()
    actions.tick()
    give_all_jobs_to_a_worker_last_heard_of(seconds_ago=60)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [actions.SWEEP_LOCK])
        meanwhile = actions.sweep()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [actions.SWEEP_LOCK])
    other.close()

    assert (meanwhile, actions.sweep(), actions.sweep()) == (0, 1, 0)
    assert Entry.objects.filter(kind="jobs of a dead worker taken over").count() == 1


@pytest.mark.django_db(transaction=True)
def test_job_that_cannot_be_taken_over_stops_no_other(monkeypatch, caplog):
    first, second = make.delivery(), make.delivery()
    actions.tick()
    give_all_jobs_to_a_worker_last_heard_of(seconds_ago=60)
    bad = ProcrastinateJob.objects.get(args__delivery_id=first.pk)
    found = queue.job_manager.get_stalled_jobs

    async def found_before_it_ended(**asked):
        jobs = list(await found(**asked))
        await sync_to_async(queue.job_manager.connector.execute_query)(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %(job)s", job=bad.pk
        )
        return jobs

    monkeypatch.setattr(queue.job_manager, "get_stalled_jobs", found_before_it_ended)

    assert actions.sweep() == 1

    assert [pk for pk, _ in jobs()] == [second.pk]
    assert f"_take_over failed with {bad.pk}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_sweep_leaves_the_jobs_of_the_living_alone():
    make.delivery()
    actions.tick()
    give_all_jobs_to_a_worker_last_heard_of(seconds_ago=0)

    assert (actions.sweep(), jobs()) == (0, [])
    assert not Entry.objects.filter(kind="jobs of a dead worker taken over").exists()


def test_delivery_under_way_whose_job_is_gone_is_looked_at_again():
    forgotten = make.delivery(state=S.SENT)

    assert actions.wake_the_forgotten() == 1
    actions.tick()

    assert [pk for pk, _ in jobs()] == [forgotten.pk]
    assert facts_of(Entry.objects.get(kind="forgotten deliveries woken")) == {"how_many": 1}


@pytest.mark.parametrize("status", ["todo", "doing"])
def test_delivery_with_a_job_is_not_forgotten(status: str):
    make.delivery()
    actions.tick()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s", [status])

    assert actions.wake_the_forgotten() == 0
    assert not Entry.objects.filter(kind="forgotten deliveries woken").exists()


def test_delivery_whose_job_failed_is_forgotten():
    delivery = make.delivery()
    actions.tick()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")

    actions.wake_the_forgotten()

    assert row(delivery).try_at is not None


@pytest.mark.parametrize("state", [S.SCHEDULED, S.HELD, S.CONFIRMED, S.FAILED, S.CANCELLED])
def test_delivery_that_is_not_under_way_is_not_forgotten(state):
    make.delivery(state=state)

    assert actions.wake_the_forgotten() == 0
