"""Setting a password by a link: asked for, sent, used once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.common.rules import NotAllowedError
from tabard.council import actions as council
from tabard.notices import actions as notices
from tabard.notices.models import Email
from tabard.notices.work import sending
from tabard.people import actions, tasks
from tabard.people.actions import links
from tabard.people.models import Person
from tabard.people.settings import LINK_EMAIL, PASSWORDS
from tabard.people.tests.test_lasting import SIGN_ON
from tabard.record.actions import chain
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
NEW = "lamp otter gravel"


@pytest.fixture(autouse=True)
def _mail(settings):
    make.council()
    settings.EMAIL_IS_ON = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def ask(client: Any, email: str) -> Any:
    return client.post("/sign-in/forgotten/", {"email": email}, follow=True)


def work() -> None:
    """Do what the worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="tabard.people.tasks.want_link"):
        tasks.want_link(**job.args)
    ProcrastinateJob.objects.all().delete()
    send()


def seen(person: Person) -> Person:
    """Let somebody have signed in before."""
    person.last_login = timezone.now()
    person.save(update_fields=["last_login"])
    return person


def send() -> None:
    """Have everything sent that is to be."""
    chain()
    notices.follow()
    sending.send(Email.objects.filter(state="queued").values_list("pk", flat=True))


def link_in(mail: Any) -> str:
    return str(re.findall(r"http://localhost:\d+(/sign-in/password/\S+)", mail.body)[0])


def new_link(person: Person, mailoutbox: Any) -> str:
    tasks.want_link(email=person.email)
    send()
    return link_in(mailoutbox[-1])


def choose(client: Any, link: str, password: str = NEW) -> Any:
    form = client.get(link, follow=True)
    where = form.redirect_chain[-1][0] if form.redirect_chain else link
    return client.post(where, {"password1": password, "password2": password}, follow=True)


def test_somebody_asks_for_a_link_and_sets_a_password(client, mailoutbox):
    person = make.person()

    page = ask(client, person.email.upper())
    work()
    done = choose(client, link_in(mailoutbox[0]))

    assert "Look at your e-mail" in words(page)
    assert mailoutbox[0].to == [f"{person.name} <{person.email}>"]
    assert "Your password is set" in words(done)
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert [one.kind for one in Entry.objects.order_by("pk")] == [
        "password link wanted",
        "password link sent",
        "password set",
        "sessions ended",
    ]


def test_whoever_asks_for_somebody_unknown_is_told_the_same_and_nobody_is_e_mailed(
    client, mailoutbox
):
    person = make.person()
    known = ask(client, person.email)

    unknown = ask(client, "nobody@exampleton.example")

    assert re.sub("csrf.*", "", words(known)) == re.sub("csrf.*", "", words(unknown))
    assert known.redirect_chain == unknown.redirect_chain
    assert ProcrastinateJob.objects.count() == 2
    work()
    assert [mail.to for mail in mailoutbox] == [[f"{person.name} <{person.email}>"]]


def test_nobody_is_flooded_with_links(client):
    cache.clear()
    person = make.person()

    answers = [ask(client, person.email).status_code for _ in range(7)]

    assert answers == [200] * 5 + [429] * 2
    assert ProcrastinateJob.objects.count() == 5


def test_an_address_that_is_none_is_told_beside_the_field(client):
    page = ask(client, "nobody")

    assert "Enter an e-mail address, such as" in words(page)
    assert not ProcrastinateJob.objects.exists()


def test_somebody_who_cannot_sign_in_gets_no_link(mailoutbox):
    person = make.person()
    actions.deactivate(person, by=make.administrator())

    tasks.want_link(email=person.email)
    send()

    assert mailoutbox == []


def test_a_link_works_once(client, mailoutbox):
    person = make.person()
    link = new_link(person, mailoutbox)
    choose(client, link)

    page = choose(client, link, "another lamp otter")

    assert "This link does not work any more" in words(page)
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_a_link_works_for_a_day(client, mailoutbox, time_machine):
    link = new_link(make.person(), mailoutbox)
    time_machine.move_to(timezone.now() + timedelta(hours=24, minutes=1))

    assert "does not work any more" in words(client.get(link, follow=True))


@pytest.mark.parametrize(
    "ends",
    [
        lambda person: actions.deactivate(person, by=make.administrator()),
        lambda person: actions.end_sessions(person, why="of a test"),
    ],
)
def test_a_link_dies_with_what_is_open_in_somebodys_name(client, mailoutbox, ends):
    person = make.person()
    link = new_link(person, mailoutbox)

    ends(person)

    assert "does not work any more" in words(client.get(link, follow=True))


def test_a_link_of_one_does_not_work_for_another(client, mailoutbox):
    person, other = make.person(), make.person()
    key = new_link(person, mailoutbox).split("/")[-2]
    there = link_of(other).split("/")[-3]

    assert "does not work any more" in words(
        client.get(f"/sign-in/password/{there}/{key}/", follow=True)
    )


def link_of(person: Person) -> str:
    return links.make_link(person)


def test_a_weak_password_is_refused_in_words(client, mailoutbox):
    person = make.person()

    page = choose(client, new_link(person, mailoutbox), "short")

    assert "There is a problem" in words(page)
    person.refresh_from_db()
    assert not person.check_password("short")


def test_a_password_that_is_set_ends_every_session(client, mailoutbox):
    person = make.person()
    other = type(client)()
    other.force_login(person)

    choose(client, new_link(person, mailoutbox))

    assert other.get("/notices/").status_code == 302


def test_setting_a_password_is_not_a_way_around_the_second_step(client, mailoutbox):
    choose(client, new_link(make.reviewer(), mailoutbox))

    assert client.get("/notices/").url.startswith("/sign-in/")


def test_an_administrator_sends_a_link_to_somebody_who_has_been_here(client, mailoutbox):
    person, by = seen(make.person()), make.administrator()
    client.force_login(by)
    assert "E-mail a link to set a password" in words(client.get(f"/people/{person.pk}/"))

    page = client.post(f"/people/{person.pk}/link/", follow=True)
    work()

    assert f"A link is on its way to {person.email}." in words(page)
    assert mailoutbox[0].to == [f"{person.name} <{person.email}>"]
    assert Entry.objects.get(kind="password link asked for").people == [person.pk]


def test_without_a_mail_server_everybody_is_told_so(client, mailoutbox, settings):
    settings.EMAIL_IS_ON = False
    person = make.person()
    assert "Ask an administrator" in words(client.get("/sign-in/forgotten/"))
    client.force_login(make.administrator())
    assert "E-mail a link" not in words(client.get(f"/people/{person.pk}/"))

    page = client.post(f"/people/{person.pk}/link/", follow=True)
    work()

    assert "Tabard has no mail server." in words(page)
    assert mailoutbox == []


def test_a_link_that_was_asked_for_long_ago_is_not_sent(mailoutbox, time_machine):
    person = make.person()
    tasks.want_link(email=person.email)
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))

    send()

    assert mailoutbox == []


def test_administrators_see_that_a_link_was_sent_and_never_its_words(client, mailoutbox):
    person = make.person()
    new_link(person, mailoutbox)
    client.force_login(make.administrator())

    page = client.get("/notices/emails/").content.decode()

    assert person.name in page
    assert "Link to set a password" in page
    assert "/sign-in/password/" not in page


def test_nobody_else_sends_links_and_nobody_who_left_gets_one():
    person, by = make.person(), make.administrator()

    with pytest.raises(NotAllowedError, match="Only administrators"):
        links.send_link(person, by=make.programme_member())
    person = actions.deactivate(person, by=by)
    with pytest.raises(NotAllowedError, match="cannot sign in any more"):
        links.send_link(person, by=by)


def test_the_councils_own_words_never_lose_the_link(mailoutbox):
    by = make.administrator()
    council.change(LINK_EMAIL, "Dear {first_name}.", seen=LINK_EMAIL.value, by=by)
    person = make.person(first_name="Ada")

    tasks.want_link(email=person.email)
    send()

    assert mailoutbox[0].body.startswith("Dear Ada.")
    assert link_in(mailoutbox[0])


def test_whoever_runs_the_server_makes_a_link(client, capsys):
    person = make.person()

    call_command("password_link", person.email)

    said = capsys.readouterr().out
    assert said.startswith(f"For {person} alone, once, within 24 hours: http://localhost:")
    link = re.findall(r"(/sign-in/password/\S+)", said)[0]
    assert "Your password is set" in words(choose(client, link))
    assert Entry.objects.filter(kind="password link made").count() == 1
    with pytest.raises(CommandError, match="Nobody who can sign in"):
        call_command("password_link", "nobody@exampleton.example")


def test_no_link_is_made_or_sent_where_passwords_are_switched_off(mailoutbox, settings):
    person, by = seen(make.person()), make.administrator()
    settings.SOCIALACCOUNT_PROVIDERS = SIGN_ON
    make.chosen(PASSWORDS, value=False)

    with pytest.raises(NotAllowedError, match="Passwords are switched off here"):
        links.send_link(person, by=by)
    with pytest.raises(CommandError, match=r"manage\.py allow_passwords"):
        call_command("password_link", person.email)
    tasks.want_link(email=person.email)
    send()

    assert mailoutbox == []
    assert not Entry.objects.filter(kind__startswith="password").exists()


def test_a_link_is_not_sent_once_passwords_were_switched_off(mailoutbox, settings):
    tasks.want_link(email=make.person().email)
    settings.SOCIALACCOUNT_PROVIDERS = SIGN_ON
    make.chosen(PASSWORDS, value=False)

    send()

    assert mailoutbox == []
    assert Email.objects.get().problem == "Passwords are switched off here."
