"""The pages on which people choose what they are e-mailed, and administrators look after it."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.notices import actions
from tabard.notices.models import (
    Email,
    EmailKind,
    EmailState,
    Group,
    Hours,
    Notice,
    Pace,
    Preferences,
)
from tabard.notices.work import writing
from tabard.people.models import Person
from tabard.record import actions as record_actions
from tests import make

pytestmark = pytest.mark.django_db

LIST, PREFERENCES, EMAILS = "/notices/", "/notices/preferences/", "/notices/emails/"
CHOICES = {"waiting": "soon", "mine": "daily", "looked_after": "never", "hours": "council"}


@pytest.fixture
def person(client: Client) -> Person:
    person = make.person()
    client.force_login(person)
    return person


def tell(person: Person, how_many: int = 1) -> list[Notice]:
    for message in range(how_many):
        record_actions.record(
            "message approved", concerns=[person.pk], message=message, author=person.pk, by=10**6
        )
        record_actions.record(
            "message submitted", concerns=[person.pk], message=message + 100, by=10**6
        )
    record_actions.chain()
    actions.follow()
    return list(Notice.objects.filter(person=person).order_by("pk"))


def page_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_list_shows_one_group_and_counts_what_is_unread_in_each(client: Client, person: Person):
    tell(person, 2)

    everything, waiting = page_of(client, LIST), page_of(client, f"{LIST}?group=waiting")

    assert "What waits for you</a> (2 unread)" in everything
    assert "approved your post" in everything
    assert "approved your post" not in waiting
    assert waiting.count("handed in post") == 4
    assert '<strong aria-current="page">What waits for you</strong> (2 unread)' in waiting


def test_a_group_without_notices_says_so(client: Client, person: Person):
    tell(person)

    assert "There is nothing in this group." in page_of(client, f"{LIST}?group=looked_after")


@pytest.mark.usefixtures("person")
def test_a_group_that_is_none_is_everything(client: Client):
    assert '<strong aria-current="page">Everything</strong>' in page_of(client, f"{LIST}?group=x")


def test_reading_a_group_leaves_the_others_unread(client: Client, person: Person):
    mine, waiting = tell(person)
    sent = {"oldest": mine.pk, "newest": waiting.pk, "group": "waiting"}

    answer = client.post("/notices/read/", sent)

    assert answer["Location"] == f"{LIST}?group=waiting"
    assert list(Notice.objects.filter(read_at=None)) == [mine]


def test_one_notice_is_marked_as_read_and_as_unread_again(client: Client, person: Person):
    one, other = tell(person)
    turn = reverse("notices:turn", args=[one.pk])

    answer = client.post(turn, {"group": "mine"})

    assert answer["Location"] == f"{LIST}?group=mine"
    assert list(Notice.objects.filter(read_at=None)) == [other]
    client.post(turn)
    assert Notice.objects.filter(read_at=None).count() == 2


@pytest.mark.usefixtures("person")
def test_notices_of_others_cannot_be_marked(client: Client):
    one, _ = tell(make.person())

    assert client.post(reverse("notices:turn", args=[one.pk])).status_code == 403


def test_what_somebody_chooses_is_kept_and_shown(client: Client, person: Person):
    own = {"hours": "own", "own_hours_0": "", "own_hours_from": "18.30", "own_hours_until": "7am"}

    answer = client.post(PREFERENCES, {**CHOICES, **own, "quiet_days_off": "on"}, follow=True)

    assert "Saved. You are e-mailed like this from now on." in answer.content.decode()
    kept = Preferences.objects.get(person=person)
    assert [kept.pace_of(group) for group in Group] == [Pace.SOON, Pace.DAILY, Pace.NEVER]
    assert (kept.hours, kept.quiet_from, kept.quiet_until) == (Hours.OWN, time(18, 30), time(7))
    assert kept.quiet_days_off
    assert 'value="18:30"' in answer.content.decode()


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    ("hours", "problem"),
    [
        (("", ""), "Enter your quiet hours, such as 18:30 until 7:30"),
        (("18:30", "late"), "Quiet hours must have times like 18:30"),
        (("9", "9:00"), "Your quiet hours must end at another time than they begin"),
    ],
)
def test_hours_that_are_none_are_refused_in_words(
    client: Client, hours: tuple[str, str], problem: str
):
    sent = {**CHOICES, "hours": "own", "own_hours_from": hours[0], "own_hours_until": hours[1]}

    answer = client.post(PREFERENCES, sent)

    assert problem in answer.content.decode()
    assert not Preferences.objects.exists()


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("sent", [{}, {**CHOICES, "mine": "hourly"}, {**CHOICES, "hours": ""}])
def test_broken_choices_change_nothing(client: Client, sent: dict[str, str]):
    assert client.post(PREFERENCES, {"csrf": "x", **sent}).status_code == 200
    assert not Preferences.objects.exists()


def test_hours_of_ones_own_are_kept_for_later(client: Client, person: Person):
    Preferences.objects.create(
        person=person, hours=Hours.OWN, quiet_from=time(20), quiet_until=time(6)
    )

    client.post(PREFERENCES, CHOICES)

    kept = Preferences.objects.get(person=person)
    assert (kept.hours, kept.quiet_from, kept.quiet_until) == ("council", time(20), time(6))


def test_the_page_says_how_often_one_would_have_been_emailed(client: Client, person: Person):
    for notice in tell(person, 3):
        Notice.objects.filter(pk=notice.pk).update(at=timezone.now() - timedelta(days=9))
    old = Notice.objects.filter(group=Group.MINE).first()
    assert old
    Notice.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))

    assert "<strong>1 time</strong> in the last 30 days" in page_of(client, PREFERENCES)

    never = {**CHOICES, "waiting": "never", "mine": "never", "try": "yes"}
    tried = client.post(PREFERENCES, never).content.decode()
    assert "<strong>0 times</strong>" in tried
    assert not Preferences.objects.exists()


@pytest.mark.usefixtures("person")
def test_a_change_shows_its_meaning_alone(client: Client):
    answer = client.post(PREFERENCES, {**CHOICES, "try": "yes"}, headers={"HX-Request": "true"})

    assert answer.content.decode().strip().startswith('<div id="preview"')


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("is_on", [True, False])
def test_the_page_says_whether_emails_are_sent_at_all(
    client: Client,
    settings,
    is_on: bool,  # noqa: FBT001 - a parameter of the test
):
    settings.EMAIL_IS_ON = is_on

    assert ("No e-mails are sent here" in page_of(client, PREFERENCES)) is not is_on


@pytest.mark.usefixtures("person")
def test_what_cannot_be_switched_off_is_named_with_its_reason(client: Client):
    page = page_of(client, PREFERENCES)

    assert "Suspensions of an accreditation, because you have to know at once" in page
    assert "18:00 until 08:00, weekends." in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_preferences_ask_the_database_as_often_for_thirty_as_for_one(
    client: Client, person: Person, how_many: int, django_assert_num_queries
):
    tell(person, how_many)

    # Session, person, preferences, settings twice, notices; council and what waits for the frame.
    with django_assert_num_queries(8):
        client.get(PREFERENCES)


def stop_link(person: Person, *groups: Group) -> str:
    return reverse("notices:stop", args=[writing.stop_token(person, groups)])


def test_a_mail_program_stops_emails_without_a_session_and_without_being_sent_on():
    person = make.person()
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(stop_link(person, Group.MINE), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    kept = Preferences.objects.get(person=person)
    assert [kept.pace_of(group) for group in Group] == [Pace.SOON, Pace.NEVER, Pace.DAILY]


def test_looking_at_the_link_stops_nothing(client: Client):
    person = make.person()

    page = page_of(client, stop_link(person, Group.MINE))

    assert "Get no more e-mails like that one?" in page
    assert not Preferences.objects.exists()


def test_stopping_twice_is_as_stopping_once(client: Client):
    person = make.person()
    client.post(stop_link(person, Group.MINE))

    assert client.post(stop_link(person, Group.MINE)).status_code == 200


@pytest.mark.parametrize("token", ["x", "WzEsWyJtaW5lIl1d:1xVhT5:forged", "a:b:c"])
def test_a_link_that_we_did_not_sign_stops_nothing(client: Client, token: str):
    assert client.post(reverse("notices:stop", args=[token])).status_code == 404
    assert not Preferences.objects.exists()


def email(person: Person | None = None, **differs) -> Email:
    now = timezone.now()
    told = {"state": EmailState.FAILED, "ended_at": now, "problem": "550 No such mailbox"}
    return Email.objects.create(
        person=person or make.person(),
        kind=EmailKind.SOON,
        message_id=f"<{Email.objects.count()}>",
        made_at=now,
        **{**told, **differs},
    )


@pytest.fixture
def administrator(client: Client) -> Person:
    administrator = make.administrator()
    client.force_login(administrator)
    return administrator


@pytest.mark.usefixtures("administrator")
def test_an_administrator_sees_to_whom_what_went_and_why_not(client: Client):
    failed = email(make.person(first_name="Grace", last_name="Obi"))
    sent = email(state=EmailState.SENT, problem="")
    notice = tell(make.person())[0]
    Notice.objects.filter(pk=notice.pk).update(email=sent)

    page = page_of(client, EMAILS)

    assert "Grace Obi" in page
    assert "550 No such mailbox" in page
    assert "As things happen, 1 notice," in page
    assert page.count("Try again") == 1
    assert f'action="{reverse("notices:retry", args=[failed.pk])}"' in page
    assert notice.words not in page


@pytest.mark.usefixtures("administrator")
def test_an_administrator_sees_those_in_one_state(client: Client):
    email(make.person(first_name="Grace"))
    email(make.person(first_name="Mei"), state=EmailState.SENT, problem="")

    sent = page_of(client, f"{EMAILS}?state=sent")

    assert ("Mei" in sent, "Grace" in sent) == (True, False)
    assert "There are no e-mails in this state." in page_of(client, f"{EMAILS}?state=queued")
    assert "Grace" in page_of(client, f"{EMAILS}?state=nonsense")


@pytest.mark.usefixtures("administrator")
def test_an_administrator_has_one_tried_again(client: Client):
    failed = email()

    answer = client.post(reverse("notices:retry", args=[failed.pk]), follow=True)

    assert f"The e-mail to {failed.person} is tried again." in answer.content.decode()
    failed.refresh_from_db()
    assert failed.state == EmailState.QUEUED


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("how_many", [1, 30])
def test_emails_ask_the_database_as_often_for_thirty_as_for_one(
    client: Client, how_many: int, django_assert_num_queries
):
    for _ in range(how_many):
        email()

    # Session, person, how many, e-mails; council and what waits for the frame of the page.
    with django_assert_num_queries(6):
        client.get(EMAILS)


def test_the_link_of_an_email_leads_to_its_page_through_signing_in(client: Client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = make.person()
    person.set_password("three random words")
    person.save()

    sent_on = client.get(PREFERENCES)
    assert sent_on["Location"] == f"{reverse('account_login')}?next={PREFERENCES}"
    signed_in = client.post(
        sent_on["Location"], {"login": person.email, "password": "three random words"}
    )

    assert signed_in["Location"] == PREFERENCES
