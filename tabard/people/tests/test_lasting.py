"""How long a session lasts, and how often somebody may try to begin one."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tabard.council import actions as council
from tabard.council.settings import UnfitError
from tabard.people import actions, lasting
from tabard.people.models import Person
from tabard.people.settings import IDLE_MINUTES, PASSWORDS, SESSION_HOURS
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "three random words"
SIGN_ON = {"oidc": {"APPS": [{"name": "Council account", "provider_id": "oidc-x"}]}}


@pytest.fixture(autouse=True)
def _quick(settings):
    make.council()
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LOGIN_REDIRECT_URL = "mfa_index"


@pytest.fixture
def ada() -> Person:
    person = make.person()
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(person: Person, password: str = PASSWORD, **how: str) -> Any:
    client = Client()
    client.answer = client.post(  # type: ignore[attr-defined]  # carried beside it
        "/sign-in/", {"login": person.email, "password": password, **how}, follow=True
    )
    return client


def is_in(client: Client) -> bool:
    return client.get("/security/").status_code == 200


def test_a_session_ends_after_twelve_hours_whatever_is_done(ada, time_machine):
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    here = sign_in(ada)

    seen = []
    for minutes in [*range(50, 720, 50), 719, 720]:
        time_machine.move_to(began + timedelta(minutes=minutes), tick=False)
        seen.append(is_in(here))

    assert seen == [True] * (len(seen) - 1) + [False]


def test_a_session_ends_after_an_hour_without_anything_done(ada, time_machine):
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    here, other = sign_in(ada), sign_in(ada)

    time_machine.move_to(began + timedelta(minutes=58), tick=False)
    assert is_in(here)
    time_machine.move_to(began + timedelta(minutes=62), tick=False)

    assert (is_in(here), is_in(other)) == (True, False)
    assert "_auth_user_id" not in other.session


def test_the_council_says_how_long(ada, time_machine):
    make.chosen(SESSION_HOURS, 1)
    make.chosen(IDLE_MINUTES, 10)
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    idle, busy = sign_in(ada), sign_in(ada)

    seen = []
    for minutes in range(8, 61, 4):
        time_machine.move_to(began + timedelta(minutes=minutes), tick=False)
        seen.append(is_in(busy))

    assert seen == [True] * (len(seen) - 1) + [False]
    assert not is_in(idle)


def test_a_session_from_before_sessions_were_counted_is_counted_from_now_on(ada):
    here = sign_in(ada)
    session = here.session
    del session[lasting.ENDS_AT]
    session.save()

    assert is_in(here)
    assert here.session[lasting.ENDS_AT] > timezone.now().timestamp()


def test_after_five_wrong_passwords_the_right_one_waits_too_and_others_do_not(ada):
    other = make.person()
    other.set_password(PASSWORD)
    other.save()
    for _ in range(5):
        sign_in(ada, "a guess")

    blocked, theirs = sign_in(ada), sign_in(other)

    assert "Too many wrong tries. Wait five minutes" in blocked.answer.content.decode()
    assert (is_in(blocked), is_in(theirs)) == (False, True)


def test_a_whole_council_signs_in_from_one_address(ada):
    answers = {Client().post("/sign-in/", {"login": "", "password": ""}).status_code}
    for _ in range(60):
        answers.add(Client().post("/sign-in/", {"login": "", "password": ""}).status_code)

    assert answers == {200}
    assert is_in(sign_in(ada))


def test_too_many_from_one_address_are_told_to_wait(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}

    pages = [Client().post("/sign-in/", {"login": "x"}) for _ in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "Wait five minutes" in pages[2].content.decode()


def test_wrong_codes_are_counted_like_wrong_passwords(ada):
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415 - beside what it is for

    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    here = sign_in(ada)

    said = [here.post("/sign-in/code/", {"code": f"00000{n}"}).content.decode() for n in range(6)]

    assert ["Too many wrong tries" in page for page in said] == [False] * 5 + [True]
    assert not is_in(here)


def test_wrong_tokens_are_counted_and_a_good_one_is_never_held_up(settings):
    settings.DOOR_RATE_LIMITS = {**settings.DOOR_RATE_LIMITS, "wrong_token": "2/m/ip"}
    _, secret = actions.make_token("Entra", days=1, by=make.administrator())

    def ask(token: str) -> int:
        return (
            Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token}"}).status_code
        )

    assert [ask("wrong") for _ in range(3)] == [401, 401, 429]
    assert ask(secret) == 200


def test_passwords_are_switched_off_only_where_there_is_another_way_in(ada, settings):
    by = make.administrator()
    with pytest.raises(UnfitError, match="passwords are the way in"):
        council.change(PASSWORDS, value=False, seen=True, by=by)
    make.chosen(PASSWORDS, value=False)
    assert is_in(sign_in(ada))

    settings.SOCIALACCOUNT_PROVIDERS = SIGN_ON

    refused = sign_in(ada)
    assert not is_in(refused)
    assert "Passwords are switched off here" in refused.answer.content.decode()
    page = Client().get("/sign-in/").content.decode()
    assert "Council account" in page
    assert 'type="password"' not in page
    asked = Client().post("/sign-in/forgotten/", {"email": ada.email}).content.decode()
    assert "Passwords are switched off here" in asked


def test_passwords_are_let_in_again_on_the_server_and_administrators_hear_of_it(
    ada, settings, capsys
):
    by = make.administrator()
    settings.SOCIALACCOUNT_PROVIDERS = SIGN_ON
    council.change(PASSWORDS, value=False, seen=True, by=by)

    call_command("allow_passwords")

    assert "Passwords let people in again" in capsys.readouterr().out
    assert is_in(sign_in(ada))
    assert Entry.objects.get(kind="guarded setting put back").people == [by.pk]


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_out_of_here_by_signing_in(ada, there):
    from allauth.mfa.totp.internal import auth as totp  # noqa: PLC0415 - beside what it is for

    led = sign_in(ada, next=there).answer.redirect_chain
    totp.TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    client = sign_in(ada, next=there)
    counter = list(totp.yield_hotp_counters_from_time())[-1]
    code = totp.format_hotp_value(totp.hotp_value("JBSWY3DPEHPK3PXP", counter))
    after = client.post("/sign-in/code/", {"code": code})
    confirmed = client.post(
        f"/sign-in/confirm/?next={there}", {"password": PASSWORD, "next": there}
    )

    assert led == [("/security/", 302)]
    assert (after.status_code, after.url) == (302, "/security/")
    assert confirmed.status_code == 200 or "evil" not in confirmed.url
