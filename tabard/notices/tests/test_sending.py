"""Sending, to a real mail server that takes e-mails, refuses them, is slow or hangs up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.notices import rules, tasks
from tabard.notices.models import Email, EmailKind, EmailState, Notice, Preferences
from tabard.notices.work import sending
from tabard.people.models import Absence, Person
from tabard.record.actions import record
from tests import make
from tests.mail import HANGS_UP, OK, SLEEPS, MailServer, a_mail_server, free_port

pytestmark = pytest.mark.django_db
S = EmailState


def mailer(port: int, *, timeout: float = 5.0) -> dict[str, object]:
    return {"default": {"OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": timeout}}}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with a_mail_server() as served, override_settings(MAILERS=mailer(served.port)):
        yield served


def notice_for(person: Person, words: str = "Sam Okafor approved your post 12.") -> Notice:
    entry = record("message approved", concerns=[person.pk], message=12, by=1)
    return Notice(
        person=person,
        entry=entry,
        words=words,
        email_words=words,
        url="/posts/12/",
        at=entry.at,
    )


def queued(person: Person | None = None, kind: EmailKind = EmailKind.SOON) -> Email:
    """Make an e-mail that waits, to somebody without quiet hours."""
    person = person or make.person()
    Preferences.objects.get_or_create(person=person, hours="none")
    now = timezone.now()
    message_id = f"<{Email.objects.count()}@localhost>"
    email = Email.objects.create(
        person=person, kind=kind, message_id=message_id, made_at=now, try_at=now
    )
    notice = notice_for(person)
    notice.email, notice.is_urgent = email, kind == EmailKind.URGENT
    notice.save()
    return email


def send(*emails: Email) -> list[tuple[str, str]]:
    """Send these, and give the state and the problem of each."""
    sending.send([email.pk for email in emails])
    for email in emails:
        email.refresh_from_db()
    return [(email.state, email.problem) for email in emails]


def test_an_email_goes_to_the_person_and_says_so(server: MailServer):
    email = queued(make.person(first_name="Ada", last_name="Lovelace"))

    assert send(email) == [(S.SENT, "")]

    [read] = server.read
    assert server.recipients == [email.person.email]
    assert read["To"] == f"Ada Lovelace <{email.person.email}>"
    assert read["Message-ID"] == email.message_id
    assert email.ended_at


def test_several_go_over_one_connection_one_after_another(server: MailServer):
    emails = [queued() for _ in range(3)]

    assert send(*emails) == [(S.SENT, "")] * 3
    assert [read["Message-ID"] for read in server.read] == [one.message_id for one in emails]


def test_what_was_sent_is_not_sent_again(server: MailServer):
    email = queued()
    send(email)

    assert send(email) == [(S.SENT, "")]
    assert len(server.taken) == 1


def test_an_address_that_is_refused_for_good_fails_with_the_words_of_the_server(
    server: MailServer,
):
    email, other = queued(), queued()
    server.of_addresses[email.person.email] = "550 No such mailbox"

    assert send(email, other) == [
        (S.FAILED, "The mail server refused it: 550 No such mailbox"),
        (S.SENT, ""),
    ]


def test_an_address_that_is_refused_for_now_is_tried_again(server: MailServer):
    email = queued()
    server.of_addresses[email.person.email] = "450 Greylisted"

    assert send(email) == [(S.QUEUED, "The mail server asked to try later: 450 Greylisted")]
    assert email.try_at
    assert timedelta(0) < email.try_at - timezone.now() <= rules.WAITS.first

    server.of_addresses.clear()
    assert send(email) == [(S.SENT, "")]


@pytest.mark.parametrize(("answer", "state"), [("554 Not here", S.FAILED), ("451 Later", S.QUEUED)])
def test_an_email_that_is_refused_fails_or_waits(server: MailServer, answer: str, state: str):
    server.answers.append(answer)
    email = queued()

    [(became, problem)] = send(email)

    assert (became, answer in problem) == (state, True)
    assert server.taken == []


def test_a_server_that_is_not_there_is_tried_again_and_nothing_else_meanwhile():
    first, second = queued(), queued()

    with override_settings(MAILERS=mailer(free_port())):
        send(first, second)

    assert [first.state, second.state] == [S.QUEUED, S.QUEUED]
    assert [first.tries, second.tries] == [1, 0]
    assert first.problem.startswith("The mail server cannot be reached: ")
    assert all(one.try_at and one.try_at > timezone.now() for one in (first, second))


def test_after_a_day_of_tries_it_is_given_up():
    email = queued()
    email.tries = rules.MOST_TRIES - 1
    email.save()

    with override_settings(MAILERS=mailer(free_port())):
        send(email)

    assert email.state == S.FAILED
    assert email.problem.startswith("It was tried for a day. The mail server cannot be reached")


@pytest.mark.parametrize("trouble", [HANGS_UP, SLEEPS])
def test_an_email_whose_answer_was_lost_is_tried_once_more_and_no_more(trouble: str):
    email = queued()

    with (
        a_mail_server(trouble, trouble) as server,
        override_settings(MAILERS=mailer(server.port, timeout=0.3)),
    ):
        [(first, problem)] = send(email)
        [(second, last)] = send(email)

    assert (first, second) == (S.QUEUED, S.FAILED)
    assert problem.startswith(sending.UNSURE)
    assert last.endswith(sending.TWICE)
    assert [read["Message-ID"] for read in server.read] == [email.message_id] * 2


def test_after_a_lost_answer_the_others_still_go():
    first, second = queued(), queued()

    with a_mail_server(HANGS_UP, OK) as server, override_settings(MAILERS=mailer(server.port)):
        send(first, second)

    assert (first.state, second.state) == (S.QUEUED, S.SENT)


def test_an_email_whose_worker_died_is_sent_again_with_the_same_id(server: MailServer):
    email = queued()
    sending.claim(email.pk)

    assert send(email) == [(S.SENT, "")]
    assert email.is_unsure
    assert [read["Message-ID"] for read in server.read] == [email.message_id]


def test_an_email_whose_worker_died_twice_is_given_up(server: MailServer):
    email = queued()
    sending.claim(email.pk)
    sending.claim(email.pk)

    assert send(email) == [(S.FAILED, f"{sending.STOPPED} {sending.TWICE}")]
    assert server.taken == []


def test_a_worker_that_was_thought_dead_changes_nothing_any_more(server: MailServer):
    email = queued()
    late = sending.claim(email.pk)
    send(email)

    assert late
    sending.fail(late, "It was slow.")

    email.refresh_from_db()
    assert email.state == S.SENT
    assert len(server.taken) == 1


def test_somebody_who_has_left_is_not_emailed(server: MailServer):
    email = queued(kind=EmailKind.URGENT)
    Person.objects.filter(pk=email.person_id).update(is_active=False)

    assert send(email) == [(S.DROPPED, "The person does not sign in here now.")]
    assert server.taken == []


@pytest.mark.parametrize(
    ("kind", "state"), [(EmailKind.SOON, S.DROPPED), (EmailKind.URGENT, S.SENT)]
)
def test_somebody_who_is_away_is_emailed_only_of_what_is_urgent(
    server: MailServer, kind: EmailKind, state: str
):
    email = queued(kind=kind)
    Absence.objects.create(person=email.person, since=timezone.localdate())

    [(became, _)] = send(email)

    assert became == state
    assert len(server.taken) == (state == S.SENT)


def test_what_was_read_meanwhile_is_not_emailed(server: MailServer):
    email = queued()
    email.notices.update(read_at=timezone.now())

    assert send(email) == [(S.DROPPED, "Everything in it was read meanwhile.")]
    assert server.taken == []


@pytest.mark.usefixtures("server")
@time_machine.travel("2026-11-25 22:00:00+00:00", tick=False)
def test_what_is_tried_again_waits_for_the_morning_too():
    email, urgent = queued(), queued(kind=EmailKind.URGENT)
    Preferences.objects.update(hours="council")

    send(email, urgent)

    assert (email.state, urgent.state) == (S.QUEUED, S.SENT)
    assert f"{email.try_at:%Y-%m-%d %H:%M}" == "2026-11-26 08:00"


@pytest.mark.parametrize(
    "address", ["müller@example.org", "nobody", "ada@example.org\nBcc: eve@example.org"]
)
def test_an_address_that_cannot_be_written_to_fails_and_holds_up_nobody(
    server: MailServer, address: str
):
    wrong, right = queued(), queued()
    Person.objects.filter(pk=wrong.person_id).update(email=address)

    send(wrong, right)

    assert (wrong.state, right.state) == (S.FAILED, S.SENT)
    assert wrong.problem.startswith("It cannot be written to this address: ")
    assert len(server.taken) == 1


def test_an_address_with_signs_of_another_alphabet_in_its_domain_is_written_to(
    server: MailServer,
):
    email = queued()
    Person.objects.filter(pk=email.person_id).update(email="ada@grünstadt.example")

    assert send(email) == [(S.SENT, "")]
    assert server.recipients == ["ada@xn--grnstadt-75a.example"]


REACTIONS = st.lists(
    st.sampled_from([OK, HANGS_UP, "451 Later", "554 No", "the worker dies", "nobody is there"]),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(reactions=REACTIONS)
def test_whatever_happens_nobody_has_the_same_email_more_than_twice(
    server: MailServer, reactions: list[str]
):
    email = queued()
    server.taken.clear()

    for reaction in [*reactions, OK]:
        server.answers[:] = [reaction]
        if reaction == "the worker dies":
            sending.claim(email.pk)
        elif reaction == "nobody is there":
            with override_settings(MAILERS=mailer(free_port())):
                send(email)
        else:
            send(email)
    email.refresh_from_db()

    copies = [read["Message-ID"] for read in server.read].count(email.message_id)
    assert copies <= 2
    assert email.state in {S.SENT, S.FAILED}
    assert copies or email.state == S.FAILED


class Broken(BaseEmailBackend):
    """A mail backend with an error of its own."""

    def send_messages(self, _emails: object) -> int:
        raise RuntimeError("Nobody thought of this.")


def test_an_error_of_our_own_is_tried_once_more_and_then_shown(caplog: pytest.LogCaptureFixture):
    email = queued()

    with override_settings(MAILERS={"default": {"BACKEND": f"{__name__}.Broken"}}):
        first, second = send(email), send(email)

    assert first == [(S.QUEUED, sending.OUR_FAULT)]
    assert second == [(S.FAILED, f"{sending.OUR_FAULT} {sending.TWICE}")]
    assert "Nobody thought of this." in caplog.text


def test_a_job_sends_what_it_was_given(server: MailServer):
    emails = [queued(), queued()]

    tasks.send(email_ids=[email.pk for email in emails])

    assert len(server.taken) == 2
