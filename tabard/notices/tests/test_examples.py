"""Examples of whole e-mails: looked at on a page, and sent to whoever keeps the words."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.council import actions as council
from tabard.notices import actions
from tabard.notices.models import Email, EmailKind, EmailState, Example
from tabard.notices.settings import CHOOSE, OPENING_SOON
from tabard.notices.work import examples, planning, sending
from tabard.notices.work.writing import MOST_LISTED
from tabard.people.models import Absence, Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/notices/emails/preview/"


@pytest.fixture
def keeper(client: Client, settings) -> Person:
    make.council()
    settings.EMAIL_IS_ON = True
    keeper = make.programme_member(first_name="Beatrice")
    client.force_login(keeper)
    return keeper


def example(person: Person, which: Example) -> str:
    email = Email(person=person, kind=EmailKind.EXAMPLE, example=which, message_id="<1@here>")
    return str(examples.write(email, planning.chosen()).body)


@pytest.mark.parametrize("which", Example)
def test_an_example_reads_as_a_real_one_would(keeper: Person, which: Example):
    body = example(keeper, which)

    assert body.startswith("Hello Beatrice,\n")
    assert "{" not in body
    assert ("at any hour, because " in body) == (which == Example.URGENT)
    assert body.count("\n- ") == min(examples.HOW_MANY[which], MOST_LISTED)
    assert ("And 2 more: " in body) == (which == Example.DAILY)


def test_several_things_show_every_heading(keeper: Person):
    body = example(keeper, Example.SEVERAL)

    headings = ["What waits for you", "What happened to yours", "What you look after"]
    assert [line for line in body.splitlines() if line in headings] == headings


def test_the_page_shows_the_words_that_hold_and_where_each_is_changed(
    client: Client, keeper: Person
):
    council.change(OPENING_SOON, "Dear <b>{first_name}</b>!", seen=OPENING_SOON.value, by=keeper)

    page = client.get(PAGE, {"example": "several"}).content.decode()

    assert "Dear &lt;b&gt;Beatrice&lt;/b&gt;!" in page
    assert re.search(r"sandbox\s+srcdoc=.&lt;!DOCTYPE html&gt;", page)
    assert f'href="/settings/{CHOOSE.key}/"' in page
    assert "/settings/notices.words_" not in page
    assert len(re.findall(r">\s*Changed\s*<", page)) == 1


def test_what_is_no_example_shows_the_first(client: Client, keeper: Person):
    page = client.get(PAGE, {"example": "nonsense"}).content.decode()

    assert keeper.first_name in page
    assert '<strong aria-current="page">About one thing</strong>' in page


def test_an_example_is_sent_to_whoever_asks_and_to_nobody_else(
    client: Client, keeper: Person, mailoutbox
):
    other = make.programme_member()

    answer = client.post(f"{PAGE}send/", {"example": "urgent"}, follow=True)
    email = Email.objects.get()
    sending.send([email.pk])

    assert f"It is on its way to {keeper.email}." in answer.content.decode()
    email.refresh_from_db()
    assert (email.state, email.person, email.example) == (EmailState.SENT, keeper, "urgent")
    assert [mail.to for mail in mailoutbox] == [[f"{keeper.name} <{keeper.email}>"]]
    assert mailoutbox[0].subject.startswith("Please look now: ")
    assert other.email not in str(mailoutbox[0].message())
    assert Entry.objects.get(kind="example e-mail asked for").people == []


def test_an_example_comes_at_any_hour_and_to_somebody_who_is_away(
    keeper: Person, mailoutbox, time_machine
):
    time_machine.move_to("2026-11-28T23:30:00Z")
    Absence.objects.create(person=keeper, since=timezone.localdate())

    sending.send([actions.send_example(Example.URGENT, by=keeper).pk])

    assert len(mailoutbox) == 1


def test_nobody_who_left_is_sent_an_example(keeper: Person, mailoutbox):
    email = actions.send_example(Example.ONE, by=keeper)
    Person.objects.filter(pk=keeper.pk).update(is_active=False)

    sending.send([email.pk])

    email.refresh_from_db()
    why = "The person does not sign in here now."
    assert (email.state, email.problem) == (EmailState.DROPPED, why)
    assert mailoutbox == []


def test_only_those_who_keep_the_words_have_examples_and_only_with_a_mail_server(
    keeper: Person, settings, client: Client
):
    with pytest.raises(NotAllowedError, match="change settings"):
        actions.send_example(Example.ONE, by=make.reviewer())
    settings.EMAIL_IS_ON = False
    with pytest.raises(NotAllowedError, match="no mail server"):
        actions.send_example(Example.ONE, by=keeper)

    assert "Send it to me" not in client.get(PAGE).content.decode()
    assert not Email.objects.exists()
