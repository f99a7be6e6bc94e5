"""Administrators who come through the council's sign-on alone confirm at it who they are."""

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tabard.council import actions as council
from tabard.people.models import ApiToken, Person
from tabard.people.settings import IDLE_MINUTES, PASSWORDS
from tabard.people.sign_on import known_by
from tests import make, oidc, saml

pytestmark = pytest.mark.django_db
PAGE = "/sign-in/confirm/council/"
SETTING = "/settings/people.idle_minutes/"
HOURS_AGO = 3 * 60 * 60


@dataclass(frozen=True)
class SignOn:
    """The council's sign-on, and what somebody does there who is sent by us and comes back."""

    go: Callable[..., Any]


def by_openid(provider: oidc.Provider) -> SignOn:
    def go(client: Client, way_there: str, login: str = "ada") -> Any:
        back = urlsplit(oidc.sign_in_at(provider, way_there, login))
        return client.get(f"{back.path}?{back.query}")

    return SignOn(go)


def by_saml(provider: saml.Provider) -> SignOn:
    def go(client: Client, way_there: str, login: str = "ada", **wish: str) -> Any:
        answer = saml.sign_in_at(provider, way_there, login, **wish)
        sent = Client().post(saml.BACK, {"SAMLResponse": answer})
        return client.get(sent.url)

    return SignOn(go)


@pytest.fixture
def open_id(oidc_provider: oidc.Provider, settings: Any, monkeypatch: Any) -> SignOn:
    settings.SOCIALACCOUNT_PROVIDERS = oidc.told_of(oidc_provider, monkeypatch)
    return by_openid(oidc_provider)


@pytest.fixture
def saml_2(saml_provider: saml.Provider, settings: Any, monkeypatch: Any) -> SignOn:
    settings.SOCIALACCOUNT_PROVIDERS = saml.told_of(saml_provider, monkeypatch)
    return by_saml(saml_provider)


@pytest.fixture(params=["open_id", "saml_2"])
def sign_on(request: pytest.FixtureRequest) -> SignOn:
    found: SignOn = request.getfixturevalue(request.param)
    return found


@pytest.fixture(autouse=True)
def _council_is_here(settings: Any) -> Iterator[None]:
    make.council()
    cache.clear()
    settings.PUBLIC_URL = "http://localhost:8000"
    yield
    cache.clear()


def known(person: Person, uid: str = "ada") -> Person:
    """Let somebody be known to the sign-on, and have nothing else to come in by."""
    person.set_unusable_password()
    person.save()
    SocialAccount.objects.create(user=person, uid=uid, provider=known_by())
    return person


def came_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def admin() -> Client:
    return came_in(known(make.administrator(first_name="Ada", last_name="Obi")))


def words(page: Any) -> str:
    text = re.sub(r"<head>.*?</head>|<[^>]*>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(text).split())


def asked_first(client: Client, address: str, posted: dict[str, Any] | None = None) -> str:
    """Do something that is guarded; give the way to the sign-on that is offered in its place."""
    told = client.get(address) if posted is None else client.post(address, posted)
    assert told.status_code == 302, told.content
    assert told.url == f"{PAGE}?{urlencode({'next': address})}"
    page = client.get(told.url)
    assert "Confirm that it is you" in words(page)
    (link,) = re.findall(rf'href="({PAGE}there/[^"]*)"', page.content.decode())
    return str(client.get(unescape(link)).url)


def give_role(client: Client) -> tuple[str, Person]:
    """Try to make somebody a reviewer; give the way to the sign-on, and who it was to be."""
    person = make.person()
    return asked_first(client, f"/people/{person.pk}/roles/", {"roles": ["reviewer"]}), person


def roles(person: Person) -> list[str]:
    return list(Person.objects.get(pk=person.pk).roles)


def minutes_typed() -> dict[str, Any]:
    return {"value": "20", "seen": "60"}


def test_a_guarded_setting_is_changed_only_after_confirming(sign_on):
    client = admin()
    way_there = asked_first(client, SETTING, minutes_typed())
    assert IDLE_MINUTES.value == 60

    answer = sign_on.go(client, way_there)

    assert (answer.status_code, answer.url) == (302, "/settings/")
    assert IDLE_MINUTES.value == 20
    # Whoever has just confirmed is not asked again.
    assert client.post(f"{SETTING}default/").url == "/settings/"
    assert IDLE_MINUTES.value == 60


def test_a_token_is_made_only_after_confirming_and_shown_then(sign_on):
    client = admin()
    asked = {"name": "Entra", "scopes": ["staff"], "days": "365"}
    way_there = asked_first(client, "/people/tokens/", asked)
    assert not ApiToken.objects.exists()

    page = sign_on.go(client, way_there)

    assert ApiToken.objects.get().name == "Entra"
    assert "Entra is let in." in words(page)
    assert page.context["secret"]
    assert 'action="/people/tokens/"' in page.content.decode()


def test_a_second_step_is_removed_only_after_confirming(sign_on):
    client, person = admin(), make.person()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    way_there = asked_first(client, f"/people/{person.pk}/second-step/", {})
    assert Authenticator.objects.filter(user=person).exists()

    answer = sign_on.go(client, way_there)

    assert answer.url == f"/people/{person.pk}/"
    assert not Authenticator.objects.filter(user=person).exists()


def test_roles_are_given_only_after_confirming(sign_on):
    client = admin()
    way_there, person = give_role(client)
    assert roles(person) == []

    answer = sign_on.go(client, way_there)

    assert answer.url == f"/people/{person.pk}/"
    assert roles(person) == ["reviewer"]


@pytest.mark.parametrize(
    "address",
    [
        "/security/app/",
        "/security/app/remove/",
        "/security/passkeys/new/",
        "/security/recovery-codes/",
        "/security/recovery-codes/new/",
        "/security/recovery-codes/download/",
    ],
)
def test_nobody_who_sits_down_at_an_open_browser_makes_another_way_in(open_id, address):
    client = admin()

    way_there = asked_first(client, address)

    assert open_id.go(client, way_there).url == address


def test_connecting_another_account_and_disconnecting_this_one_are_asked_for_too(open_id):
    client = admin()

    asked_first(client, "/security/council/connect/", {})
    way_there = asked_first(client, "/security/council/disconnect/", {})
    assert SocialAccount.objects.exists()

    assert open_id.go(client, way_there).url == "/security/council/"
    assert not SocialAccount.objects.exists()


def test_coming_in_through_the_sign_on_is_not_confirming(open_id):
    known(make.administrator())
    client = Client()
    open_id.go(client, client.get("/sign-in/council/").url)
    assert "_auth_user_id" in client.session
    session = client.session
    session["second_step"] = "sign-on"
    session.save()

    asked_first(client, SETTING, minutes_typed())


@pytest.mark.usefixtures("open_id")
def test_openid_is_asked_for_a_sign_in_of_now_only_to_confirm():
    confirming, _ = give_role(admin())
    coming_in = Client().get("/sign-in/council/").url

    asked, plain = (parse_qs(urlsplit(url).query) for url in (confirming, coming_in))
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert not {"prompt", "max_age"} & set(plain)


@pytest.mark.usefixtures("saml_2")
def test_saml_is_asked_for_a_sign_in_of_now_only_to_confirm():
    confirming, _ = give_role(admin())
    coming_in = Client().get("/sign-in/council/").url

    def question(url: str) -> bytes:
        asked = parse_qs(urlsplit(url).query)["SAMLRequest"][0]
        return zlib.decompress(base64.b64decode(asked), -15)

    assert b'ForceAuthn="true"' in question(confirming)
    assert b"ForceAuthn" not in question(coming_in)


def test_whoever_signed_in_there_before_is_asked_again_and_believed_then(saml_2):
    client = admin()
    way_there, person = give_role(client)

    saml_2.go(client, way_there, ago=str(HOURS_AGO))

    assert roles(person) == ["reviewer"]


def refused(client: Client, answer: Any, person: Person) -> str:
    """Insist that nothing was changed and nobody was confirmed; give what they are told."""
    assert answer.status_code == 400
    assert "That did not work" in words(answer)
    assert roles(person) == []
    again = re.findall(r'href="([^"]+)"[^>]*>\s*Try again', answer.content.decode())
    assert again == [f"{PAGE}?next=%2Fpeople%2F{person.pk}%2Froles%2F"]
    asked_first(client, SETTING, minutes_typed())
    return words(answer)


def test_a_saml_provider_that_does_not_ask_again_confirms_nobody(saml_2):
    client = admin()
    way_there, person = give_role(client)

    answer = saml_2.go(client, way_there, wrong="deaf", ago=str(HOURS_AGO))

    assert "The council's sign-on did not ask you again" in refused(client, answer, person)


def without(way_there: str, **differs: str) -> str:
    """Change the way there, as whoever sits at the browser can."""
    url = urlsplit(way_there)
    asked = parse_qs(url.query)
    kept = {name: value[0] for name, value in asked.items() if name not in {"prompt", "max_age"}}
    return url._replace(query=urlencode(kept | differs)).geturl()


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"max_age": "36000"}, "The council's sign-on did not ask you again"),
        ({}, "The council's sign-on did not say when you signed in"),
    ],
)
@pytest.mark.usefixtures("open_id")
def test_a_sign_in_at_openid_that_is_old_or_of_no_time_confirms_nobody(
    oidc_provider, time_machine, differs, why
):
    client = admin()
    with oidc.at_a_browser() as browser:
        way_in = Client().get("/sign-in/council/").url
        oidc.sign_in_at(oidc_provider, way_in, "ada", browser)
        time_machine.move_to(timezone.now() + timedelta(minutes=4))
        way_there, person = give_role(client)

        back = oidc.sign_in_at(oidc_provider, without(way_there, **differs), "nobody", browser)
        answer = client.get(back.removeprefix("http://localhost:8000"))

    assert why in refused(client, answer, person)


@pytest.mark.usefixtures("open_id")
def test_a_sign_in_of_now_at_a_browser_that_openid_knows_confirms(oidc_provider):
    client = admin()
    with oidc.at_a_browser() as browser:
        way_in = Client().get("/sign-in/council/").url
        oidc.sign_in_at(oidc_provider, way_in, "ada", browser)
        way_there, person = give_role(client)

        back = oidc.sign_in_at(oidc_provider, way_there, "ada", browser)
        client.get(back.removeprefix("http://localhost:8000"))

    assert roles(person) == ["reviewer"]


@pytest.mark.parametrize("is_known", [True, False])
def test_another_person_who_comes_back_confirms_nobody(sign_on, is_known):
    client = admin()
    if is_known:
        known(make.administrator(first_name="Sly"), "sly")
    way_there, person = give_role(client)

    answer = sign_on.go(client, way_there, "sly")

    assert "Whoever signed in at the council's sign-on is not you." in refused(
        client, answer, person
    )
    assert Person.objects.get(pk=client.session["_auth_user_id"]).first_name == "Ada"


def test_what_was_shown_holds_for_some_minutes(open_id, time_machine):
    client = admin()
    way_there, person = give_role(client)
    open_id.go(client, way_there)
    there = f"/people/{person.pk}/roles/"

    time_machine.move_to(timezone.now() + timedelta(minutes=4))
    client.post(there, {"roles": ["evaluator"]})
    assert roles(person) == ["evaluator"]
    time_machine.move_to(timezone.now() + timedelta(minutes=2))

    asked_first(client, there, {"roles": ["reviewer"]})
    assert roles(person) == ["evaluator"]


@pytest.mark.usefixtures("open_id")
def test_an_answer_that_confirms_works_once_and_in_the_browser_that_asked(oidc_provider):
    client, other = admin(), came_in(make.administrator())
    way_there, person = give_role(client)
    back = oidc.sign_in_at(oidc_provider, way_there, "ada").removeprefix("http://localhost:8000")

    assert "begun in another browser" in words(other.get(back))
    assert roles(person) == []
    client.get(back)
    assert roles(person) == ["reviewer"]
    assert "was used already" in words(client.get(back))


@pytest.mark.usefixtures("open_id")
def test_a_sign_on_that_refuses_confirms_nobody():
    client = admin()
    way_there, person = give_role(client)
    state = parse_qs(urlsplit(way_there).query)["state"][0]

    answer = client.get(oidc.BACK, {"state": state, "error": "access_denied"})

    assert "access_denied" in refused(client, answer, person)


@pytest.mark.usefixtures("open_id")
def test_a_sign_on_that_does_not_answer_confirms_nobody(monkeypatch):
    client = admin()
    client.get("/sign-in/council/")
    cache.clear()
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", "")

    page = client.get(f"{PAGE}there/", {"next": "/people/"})

    assert page.status_code == 400
    assert "does not answer as it should" in words(page)
    assert f'href="{PAGE}?next=%2Fpeople%2F"' in page.content.decode()


def test_whoever_wanted_nothing_comes_back_to_their_own_page(open_id):
    client = admin()

    assert open_id.go(client, client.get(f"{PAGE}there/").url).url == "/security/"
    assert (
        open_id.go(client, client.get(f"{PAGE}there/", {"next": "https://evil.example/"}).url).url
        == "/security/"
    )


@pytest.mark.usefixtures("open_id")
def test_whoever_has_a_password_as_well_chooses():
    person = known(make.administrator())
    person.set_password("three random words")
    person.save()
    client = came_in(person)

    told = client.post(SETTING, minutes_typed())
    page = client.get(told.url)

    assert told.url == f"/sign-in/confirm/?{urlencode({'next': SETTING})}"
    assert "Use your council account instead" in words(page)
    assert "Use your password instead" in words(client.get(PAGE, {"next": SETTING}))


@pytest.mark.usefixtures("open_id")
def test_a_password_confirms_nothing_where_passwords_are_switched_off():
    person = known(make.administrator())
    person.set_password("three random words")
    person.save()
    council.change(PASSWORDS, value=False, seen=True, by=make.administrator())
    client = came_in(person)

    asked_first(client, SETTING, minutes_typed())
    answer = client.post("/sign-in/confirm/", {"password": "three random words"})

    assert answer.url == PAGE
    assert IDLE_MINUTES.value == 60


def nothing_at_all() -> Client:
    person = make.administrator()
    person.set_unusable_password()
    person.save()
    return came_in(person)


def test_whoever_has_nothing_to_confirm_with_is_told_what_to_do_and_changes_nothing():
    client = nothing_at_all()

    page = client.post(SETTING, minutes_typed(), follow=True)

    assert page.redirect_chain == [(f"{PAGE}?{urlencode({'next': SETTING})}", 302)]
    assert "there is nothing here with which you could show that it is you" in words(page)
    assert "Ask for a link to set a password" in words(page)
    assert IDLE_MINUTES.value == 60
    assert client.get(f"{PAGE}there/").status_code == 404


@pytest.mark.usefixtures("open_id")
def test_whoever_has_nothing_is_led_to_the_sign_on_where_passwords_are_switched_off():
    client = nothing_at_all()
    council.change(PASSWORDS, value=False, seen=True, by=make.administrator())

    assert "Sign out, and sign in again through" in words(client.get(PAGE))


@pytest.mark.usefixtures("open_id")
def test_an_account_of_a_sign_on_that_the_council_had_before_confirms_nothing():
    person = make.administrator()
    SocialAccount.objects.create(user=person, uid="ada", provider="oidc-before")
    client = came_in(person)

    page = client.get(PAGE)

    assert "Your council account is not connected with Tabard" in words(page)
    assert "Use your password instead" in words(page)


def test_whoever_has_no_password_is_offered_to_change_none():
    client = nothing_at_all()

    assert client.get("/security/password/").url == "/security/"
    page = client.get("/security/")
    assert "Password None" in words(page)
    assert 'href="/security/password/"' not in page.content.decode()
