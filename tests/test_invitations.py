"""Inviting staff: one or many, never twice within a day, with a link that lasts."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.council import actions as council
from tabard.notices.models import Email, EmailState
from tabard.notices.work import sending
from tabard.people import actions
from tabard.people.actions import invitations
from tabard.people.links import link_for
from tabard.people.models import Invitation, Person
from tabard.people.settings import INVITATION_DAYS, INVITATION_EMAIL, PASSWORDS
from tabard.people.tests.test_importing import applied, file_of, taken
from tabard.people.tests.test_lasting import SIGN_ON
from tabard.record.models import Entry
from tests import make
from tests.test_links import choose, link_in, seen, send, words

pytestmark = pytest.mark.django_db
PAGE = "/people/invitations/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mail(settings):
    make.council()
    settings.EMAIL_IS_ON = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def by() -> Person:
    return seen(make.administrator(first_name="Stephen", last_name="Achebe"))


def give() -> int:
    given = actions.give_invitations()
    send()
    return given


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_somebody_is_invited_and_comes_in_after_days(client, mailoutbox, by, time_machine):
    person = make.person(first_name="Ada")
    client.force_login(by)
    assert "Invite to sign in" in words(client.get(f"/people/{person.pk}/"))

    client.post(f"/people/{person.pk}/invite/")
    give()
    client.logout()

    [mail] = mailoutbox
    assert mail.subject == "Stephen Achebe invites you to Tabard"
    assert mail.body.startswith("Hello Ada,\n\nwith Tabard, staff of Exampleton County Council")
    assert "within 14 days" in mail.body
    time_machine.move_to(timezone.now() + 14 * DAY - timedelta(minutes=1))
    assert "Your password is set" in words(choose(client, link_in(mail)))
    assert kinds()[:3] == ["invitation asked for", "person invited", "invitation sent"]


def test_an_invitation_does_not_work_for_longer_than_it_says(client, mailoutbox, by, time_machine):
    make.chosen(INVITATION_DAYS, 3)
    actions.invite(make.person(), by=by)
    give()
    time_machine.move_to(timezone.now() + 3 * DAY + timedelta(minutes=1))

    page = client.get(link_in(mailoutbox[0]), follow=True)

    assert "does not work any more" in words(page)


def test_all_who_never_signed_in_are_invited_and_nobody_else(client, mailoutbox, by):
    new = {make.person().email, make.person().email}
    seen(make.person())
    actions.deactivate(make.person(), by=by)
    client.force_login(by)
    assert "Invite 2 people" in words(client.get(PAGE))

    page = client.post(f"{PAGE}all/", follow=True)
    give()

    assert "2 invited." in words(page)
    assert "0 of 2 on their way" in words(page)
    assert {mail.recipients()[0].rpartition("<")[2].rstrip(">") for mail in mailoutbox} == new
    done = words(client.get(PAGE))
    assert "2 of 2 on their way" in done
    assert "Everybody who can sign in has done so, or was invited" in done


def test_nobody_is_invited_twice_within_a_day(by, time_machine):
    person = make.person()
    actions.invite(person, by=by)

    assert actions.invite_all(by=by) == 0
    with pytest.raises(NotAllowedError, match="less than a day ago"):
        actions.invite(person, by=by)
    time_machine.move_to(timezone.now() + DAY + timedelta(minutes=1))
    assert actions.invite_all(by=by) == 1

    assert Invitation.objects.count() == 2
    now = timezone.now()
    with pytest.raises(IntegrityError, match="nobody_is_invited_twice_within_a_day"):
        Invitation.objects.create(person=person, by=by, asked_at=now, again_at=now + DAY)


def test_of_an_import_those_are_invited_whom_it_added(client, by, mailoutbox):
    make.person()
    of = applied(taken(file_of("1,Zoë,B,zoe@x.example,C,Libraries,,"), by, is_part=True))
    client.force_login(by)
    assert "Invite those who were added" in words(client.get(f"/people/import/{of.pk}/"))

    client.post(f"{PAGE}all/", {"import": of.pk})
    give()

    assert [mail.to for mail in mailoutbox] == [["Zoë B <zoe@x.example>"]]


def test_whoever_has_signed_in_or_left_meanwhile_is_not_sent_any(by, mailoutbox):
    came, went, late = make.person(), make.person(), make.person()
    actions.invite_all(by=by)
    Person.objects.filter(pk=came.pk).update(last_login=timezone.now())
    actions.deactivate(went, by=by)
    assert actions.give_invitations() == 1
    Person.objects.filter(pk=late.pk).update(last_login=timezone.now())

    send()

    email = Email.objects.get()
    assert (email.state, email.problem) == (EmailState.DROPPED, "They have signed in meanwhile.")
    assert mailoutbox == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_are_invited_in_as_many_queries_as_few(how_many, by, django_assert_num_queries):
    for _ in range(how_many):
        make.person()

    with django_assert_num_queries(9):
        actions.invite_all(by=by)
    with django_assert_num_queries(7):
        assert actions.give_invitations() == how_many


def test_so_many_are_set_going_at_a_time(by, monkeypatch):
    for _ in range(3):
        make.person()
    actions.invite_all(by=by)
    monkeypatch.setattr(invitations, "AT_A_TIME", 2)

    assert [actions.give_invitations() for _ in range(3)] == [2, 1, 0]


def test_only_administrators_invite_and_only_with_a_mail_server(client, by, settings):
    person = make.person()
    with pytest.raises(NotAllowedError, match="Only administrators"):
        actions.invite_all(by=make.programme_member())
    with pytest.raises(NotAllowedError, match="has signed in already"):
        actions.invite(by, by=by)
    with pytest.raises(NotAllowedError, match="cannot sign in"):
        actions.invite(actions.deactivate(make.person(), by=by), by=by)
    settings.EMAIL_IS_ON = False
    with pytest.raises(NotAllowedError, match="no mail server"):
        actions.invite(person, by=by)

    client.force_login(by)
    assert "Nobody can be invited" in words(client.get(PAGE))
    assert not Invitation.objects.exists()


def test_the_councils_words_never_lose_the_link(by, mailoutbox):
    council.change(INVITATION_EMAIL, "Come, {first_name}!", seen=INVITATION_EMAIL.value, by=by)
    actions.invite(make.person(first_name="Ada"), by=by)

    give()

    assert mailoutbox[0].body.startswith("Come, Ada!")
    assert link_in(mailoutbox[0])


def test_an_invitation_that_cannot_be_delivered_is_seen(client, by):
    actions.invite(make.person(first_name="Ada", last_name="Obi"), by=by)
    actions.give_invitations()
    send()
    email = Email.objects.get()
    Email.objects.update(state=EmailState.SENDING, ended_at=None, try_at=timezone.now())
    email.refresh_from_db()
    sending.fail(email, "The mail server refused it: 550 No such mailbox")
    client.force_login(by)

    page = words(client.get("/notices/emails/?state=failed"))

    assert "Ada Obi" in page
    assert "550 No such mailbox" in page
    assert "Invitation" in page


def test_a_browser_with_htmx_sees_how_far_it_is(client, by):
    make.person()
    actions.invite_all(by=by)
    client.force_login(by)

    under_way = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    actions.give_invitations()
    done = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()

    assert "<h1" not in under_way
    assert 'hx-trigger="every 2s"' in under_way
    assert "<progress" in under_way
    assert "hx-trigger" not in done


@pytest.fixture
def no_passwords(settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = SIGN_ON
    make.chosen(PASSWORDS, value=False)


@pytest.mark.usefixtures("no_passwords")
def test_without_passwords_an_invitation_leads_to_the_sign_on_and_holds_no_key(
    client, by, mailoutbox
):
    actions.invite(make.person(first_name="Ada"), by=by)

    give()

    [mail] = mailoutbox
    assert mail.subject == "Stephen Achebe invites you to Tabard"
    assert mail.body.startswith("Hello Ada,\n\nwith Tabard, staff of Exampleton County Council")
    assert "Sign in with Council account" in mail.body
    assert re.search(r"http://localhost:\d+/sign-in/\n", mail.body)
    assert "assword" not in mail.body
    client.force_login(by)
    page = words(client.get(PAGE))
    assert "own sign-on. Nobody is invited twice" in page
    assert "password" not in page


@pytest.mark.usefixtures("no_passwords")
def test_without_passwords_whoever_has_been_here_is_offered_no_link(client, by):
    client.force_login(by)
    ada = seen(make.person())

    page = words(client.get(f"/people/{ada.pk}/"))

    assert "E-mail a link to set a password" not in page
    with pytest.raises(NotAllowedError, match=r"has signed in already\.$"):
        actions.invite(ada, by=by)


@pytest.mark.usefixtures("no_passwords")
def test_an_invitation_from_before_passwords_were_switched_off_says_what_to_do(client):
    page = words(choose(client, link_for(make.person())))

    assert "Passwords are switched off here. Sign in with your council account" in page
