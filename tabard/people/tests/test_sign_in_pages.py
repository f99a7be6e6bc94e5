"""Tests of signing in, and of keeping a sign-in safe."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "three random words"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _stay_here(settings):
    """The first page belongs to a later app; passwords need not be strong here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LOGIN_REDIRECT_URL = "mfa_index"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"


def member() -> Person:
    person = make.person(first_name="Ada", last_name="Obi")
    person.set_password(PASSWORD)
    person.save()
    return person


def member_with_app() -> Person:
    person = member()
    totp.TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> Any:
    typed = {"login": person.email, "password": password}
    return client.post(reverse("account_login"), typed, follow=True)


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def sign_in_and_confirm(client: Client) -> None:
    sign_in(client, member())
    confirm(client)


def sign_in_with_app_and_confirm(client: Client) -> None:
    sign_in(client, member_with_app())
    client.post(reverse("mfa_authenticate"), {"code": code()})
    confirm(client)


def code(secret: str = SECRET) -> str:
    counter = list(totp.yield_hotp_counters_from_time())[-1]
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def problems(response: HttpResponse) -> list[str]:
    summary = re.search(r"error-summary__list.*?</ul>", response.content.decode(), re.DOTALL)
    return re.findall(r">\s*([^<>]+?)\s*</(?:a|li)>", summary[0]) if summary else []


def test_signing_in_leads_on_without_a_message(client):
    page = sign_in(client, member())

    assert page.redirect_chain == [("/security/", 302)]
    assert "Ada Obi" in words(page)
    assert "govuk-notification-banner" not in page.content.decode()


def test_a_wrong_password_is_said_in_the_summary(client):
    page = sign_in(client, member(), password="guess")

    assert len(problems(page)) == 1
    assert "Error: Sign in" in words(page)


def test_empty_answers_are_asked_for_by_name(client):
    page = client.post(reverse("account_login"), {})

    assert problems(page) == ["Enter your e-mail address", "Enter your password"]


def test_where_somebody_wanted_to_go_is_kept(client):
    page = client.get(reverse("account_login"), {"next": "/security/password/"})

    assert '<input type="hidden" name="next" value="/security/password/">' in page.content.decode()


def test_somebody_who_has_left_is_told_so(client):
    person = member()
    person.is_active = False
    person.save()

    page = sign_in(client, person)

    assert "The council has closed your sign-in." in words(page)


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_authenticate",
    ],
)
def test_nobody_reaches_these_pages_without_signing_in(client, name):
    page = client.get(reverse(name))

    assert page.status_code == 302
    assert page.url.startswith("/sign-in/")


def test_signing_out_asks_first_and_says_that_it_is_done(client):
    sign_in(client, member())

    assert "Do you want to sign out?" in words(client.get(reverse("account_logout")))

    page = client.post(reverse("account_logout"), follow=True)

    assert "You are signed out." in words(page)
    assert "Staff sign-in" in words(page)


def test_a_new_password_is_asked_for_twice(client):
    sign_in(client, member())

    page = client.post(reverse("account_change_password"), {})

    assert problems(page) == [
        "Enter the password that you use now",
        "Enter a new password",
        "Enter the new password again",
    ]


def test_a_password_is_changed(client):
    sign_in(client, member())
    typed = {
        "oldpassword": PASSWORD,
        "password1": "lamp otter gravel",
        "password2": "lamp otter gravel",
    }

    page = client.post(reverse("account_change_password"), typed, follow=True)

    assert "Your password is changed." in words(page)
    assert Person.objects.get().check_password("lamp otter gravel")
    assert Entry.objects.filter(kind="password set").count() == 1


def test_an_authenticator_app_is_set_up_with_a_square_code_and_a_first_code(client):
    sign_in_and_confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert '<svg class="tabard-qr" role="img"' in page.content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in words(page)

    page = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)

    assert page.redirect_chain == [("/security/recovery-codes/", 302)]
    assert page.content.decode().count("<code") == 10
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_an_app_is_not_set_up_without_its_code(client):
    sign_in_and_confirm(client)
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": ""})

    assert problems(page) == ["Enter the 6-digit code from your app"]


def test_with_an_app_signing_in_has_a_second_step(client):
    page = sign_in(client, member_with_app())
    assert "Take the second step" in words(page)
    assert problems(client.post(reverse("mfa_authenticate"), {"code": ""})) == [
        "Enter the 6-digit code from your app"
    ]

    page = client.post(reverse("mfa_authenticate"), {"code": code()}, follow=True)

    assert "10 left" in words(page)


def test_a_recovery_code_is_enough_for_the_second_step(client):
    person = member_with_app()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    sign_in(client, person)

    page = client.post(reverse("mfa_authenticate"), {"code": codes[0]}, follow=True)

    assert "9 left" in words(page)
    used = Entry.objects.get(kind="recovery code used")
    assert (used.people, facts_of(used)) == ([person.pk], {"by": person.pk, "left": 9})


def test_an_app_is_removed_after_a_warning(client):
    sign_in_with_app_and_confirm(client)
    assert "Your password alone will be enough" in words(client.get(reverse("mfa_deactivate_totp")))

    page = client.post(reverse("mfa_deactivate_totp"), follow=True)

    assert "Your authenticator app is removed." in words(page)
    assert "Not set up" in words(page)


def test_recovery_codes_are_shown_downloaded_and_made_anew(
    client, django_capture_on_commit_callbacks
):
    sign_in_with_app_and_confirm(client)
    assert client.get(reverse("mfa_view_recovery_codes")).content.count(b"<code") == 10
    download = client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    assert len(download) == 10
    assert "stop working" in words(client.get(reverse("mfa_generate_recovery_codes")))

    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("mfa_generate_recovery_codes"), follow=True)

    assert page.content.count(b"<code") == 10
    assert not any(old in words(page) for old in download)
    assert Entry.objects.filter(kind="recovery codes made anew").count() == 1


def test_a_change_needs_the_password_again(client):
    sign_in(client, member())

    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Confirm that it is you" in words(page)
    assert problems(client.post(reverse("account_reauthenticate"), {})) == ["Enter your password"]
    page = client.post(reverse("account_reauthenticate"), {"password": PASSWORD}, follow=True)

    assert "Set up an authenticator app" in words(page)


def test_a_code_confirms_a_change_too(client):
    sign_in(client, member_with_app())
    client.post(reverse("mfa_authenticate"), {"code": code()})
    page = client.get(reverse("mfa_generate_recovery_codes"), follow=True)
    assert "Use a code from your authenticator app, or a recovery code instead" in words(page)

    page = client.get(reverse("mfa_reauthenticate"))

    assert "Use your password instead" in words(page)
    assert problems(client.post(reverse("mfa_reauthenticate"), {})) == [
        "Enter the 6-digit code from your app"
    ]
