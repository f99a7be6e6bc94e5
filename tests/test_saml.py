"""Signing in through a SAML identity provider: true answers let people in, all others nobody."""

import base64
import re
import zlib
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import etree

from tabard.council import actions as council
from tabard.people import second_step
from tabard.people.models import Person, Role
from tabard.people.settings import GROUP_ROLES, MATCH_BY_EMAIL, SIGN_ON_STEPS
from tests import make
from tests.saml import BACK, PEOPLE, Provider, sign_in_at, told_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _council_has_sign_on(saml_provider, settings, monkeypatch):
    make.council()
    cache.clear()
    settings.SOCIALACCOUNT_PROVIDERS = told_of(saml_provider, monkeypatch)
    settings.LOGIN_REDIRECT_URL = "mfa_index"
    settings.PUBLIC_URL = "http://localhost:8000"


def known() -> Person:
    person = make.person(first_name="Ada", last_name="Obi")
    app = django_settings.SOCIALACCOUNT_PROVIDERS["saml"]["APPS"][0]
    SocialAccount.objects.create(user=person, uid="ada", provider=app["provider_id"])
    return person


def ask(client: Client) -> str:
    return str(client.get("/sign-in/council/").url)


def question_of(way_there: str) -> str:
    asked = parse_qs(urlsplit(way_there).query)["SAMLRequest"][0]
    return re.findall(rb'ID="([^"]+)"', zlib.decompress(base64.b64decode(asked), -15))[0].decode()


def bring(client: Client, answer: str) -> Any:
    """Bring an answer as a browser does: from another site, and so without its session."""
    sent = Client().post(BACK, {"SAMLResponse": answer})
    return client.get(sent.url, follow=True) if sent.status_code == 302 else sent


def sign_in(client: Client, provider: Provider, **wish: str) -> Any:
    return bring(client, sign_in_at(provider, ask(client), **wish))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def test_somebody_known_signs_in_and_is_led_where_they_wanted(client, saml_provider):
    person = known()
    way_there = client.get("/sign-in/council/", {"next": "/security/password/"}).url

    page = bring(client, sign_in_at(saml_provider, way_there))

    assert page.redirect_chain == [("/security/password/", 302)]
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_number_in_the_directory_matches_and_groups_give_roles(client, saml_provider, settings):
    person = make.person()
    person.external_id = PEOPLE["ada"]["staffNumber"][0]
    person.save()
    app = settings.SOCIALACCOUNT_PROVIDERS["saml"]["APPS"][0]
    app["settings"]["person_attribute"] = "staffNumber"
    by = make.administrator()
    council.change(GROUP_ROLES, ["Tabard reviewers = Reviewer"], seen=[], by=by)

    sign_in(client, saml_provider)

    person.refresh_from_db()
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.roles == [Role.REVIEWER]


@pytest.mark.parametrize("name", ["", "not sent at all"])
def test_groups_that_nobody_has_named_or_sent_change_no_roles(
    client, saml_provider, settings, name
):
    person = known()
    person.roles = [Role.REVIEWER]
    person.save()
    app = settings.SOCIALACCOUNT_PROVIDERS["saml"]["APPS"][0]
    app["settings"]["groups_attribute"] = name
    council.change(GROUP_ROLES, ["Others = Reviewer"], seen=[], by=make.administrator())

    sign_in(client, saml_provider)

    person.refresh_from_db()
    assert person.roles == [Role.REVIEWER]


@pytest.mark.parametrize(("matches", "status"), [(True, 200), (False, 403)])
def test_an_address_is_enough_only_where_the_council_says_so(
    client, saml_provider, matches, status
):
    person = make.person()
    person.email = PEOPLE["ada"]["workEmail"][0]
    person.save()
    if matches:
        council.change(MATCH_BY_EMAIL, value=True, seen=False, by=make.administrator())

    assert sign_in(client, saml_provider).status_code == status
    assert is_signed_in(client) == matches


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("audience", "it was made for another service"),
        ("destination", "it was sent to another place"),
        ("beside", "nobody here has asked for it"),
        ("issuer", "it comes from somebody else"),
        ("old", "it is too old"),
        ("unsigned", "it is not signed"),
        ("bare", "it is not signed"),
        ("weak", "it is not in order"),
        ("key", "its signature is wrong"),
        ("changed", "its signature is wrong"),
        ("passing", "it calls you by another name every time"),
        ("unasked", "nobody here has asked for it"),
    ],
)
def test_an_answer_that_does_not_hold_is_refused_with_the_reason(client, saml_provider, wrong, why):
    person = known()
    person.roles = [Role.EVALUATOR]
    person.save()
    council.change(GROUP_ROLES, ["x = Evaluator"], seen=[], by=make.administrator())

    page = sign_in(client, saml_provider, wrong=wrong)

    assert page.status_code == 400
    assert why in words(page)
    assert not is_signed_in(client)
    person.refresh_from_db()
    assert person.roles == [Role.EVALUATOR]


def test_an_answer_for_one_does_not_answer_another_by_a_new_envelope(client, saml_provider):
    known()
    theirs, ours = ask(Client()), ask(client)
    answer = sign_in_at(saml_provider, theirs, wrong="envelope", pretend=question_of(ours))

    page = bring(client, answer)

    assert page.status_code == 400
    assert not is_signed_in(client)


def test_an_answer_works_once(client, saml_provider):
    known()
    answer = sign_in_at(saml_provider, ask(client))
    assert bring(client, answer).status_code == 200
    client.logout()

    page = bring(client, answer)

    assert page.status_code == 400
    assert "it was used already" in words(page)
    assert not is_signed_in(client)


def test_an_answer_works_only_in_the_browser_that_asked(client, saml_provider):
    known()
    answer = sign_in_at(saml_provider, ask(Client()))

    page = bring(client, answer)

    assert "begun in another browser" in words(page)
    assert not is_signed_in(client)


def test_what_was_kept_of_an_answer_is_taken_once(client, saml_provider):
    known()
    sent = Client().post(BACK, {"SAMLResponse": sign_in_at(saml_provider, ask(client))})
    client.get(sent.url)
    client.logout()

    assert client.get(sent.url).status_code == 400
    assert client.get("/sign-in/council/saml/back/").status_code == 400
    assert not is_signed_in(client)


def test_an_answer_is_too_old_after_its_time(client, saml_provider, time_machine):
    known()
    answer = sign_in_at(saml_provider, ask(client))
    time_machine.move_to(timezone.now() + timedelta(minutes=6))

    assert "it is too old" in words(bring(client, answer))


def test_two_assertions_in_one_answer_are_refused(client, saml_provider):
    known()
    answer = etree.fromstring(base64.b64decode(sign_in_at(saml_provider, ask(client))))
    (assertion,) = answer.findall("{urn:oasis:names:tc:SAML:2.0:assertion}Assertion")
    twin = etree.fromstring(etree.tostring(assertion))
    twin.set("ID", "another")
    answer.insert(list(answer).index(assertion), twin)

    page = bring(client, base64.b64encode(etree.tostring(answer)).decode())

    assert page.status_code == 400
    assert not is_signed_in(client)


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
STATUS = (
    '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="x" Version="2.0"><p:Status>'
    '<p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></p:Status></p:Response>'
)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "hello",
        "!!!",
        base64.b64encode(b"hello").decode(),
        base64.b64encode(b"<a/>").decode(),
        base64.b64encode(BOMB).decode(),
        base64.b64encode(STATUS.encode()).decode(),
        "A" * 300_001,
    ],
)
def test_what_is_no_answer_is_refused_in_words(client, given):
    page = client.post(BACK, {"SAMLResponse": given})

    assert page.status_code == 400
    assert "We do not trust the answer" in words(page)


def test_a_second_step_at_the_sign_on_is_believed(client, saml_provider):
    known()
    token = "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken"
    council.change(SIGN_ON_STEPS, [token], seen=["mfa"], by=make.administrator())

    sign_in(client, saml_provider, wrong="two steps")

    assert client.session[second_step.KEY] == second_step.SIGN_ON


def test_a_password_at_the_sign_on_is_one_step(client, saml_provider):
    known()

    sign_in(client, saml_provider)

    assert is_signed_in(client)
    assert second_step.KEY not in client.session


def test_the_provider_is_told_who_we_are(client):
    told = client.get("/sign-in/council/saml/metadata/")

    assert told.headers["Content-Type"] == "application/samlmetadata+xml"
    assert b'entityID="http://localhost:8000/sign-in/council/saml/metadata/"' in told.content
    assert b'Location="http://localhost:8000/sign-in/council/saml/"' in told.content
    assert b'WantAssertionsSigned="true"' in told.content


def test_the_ways_of_the_other_language_are_closed(client):
    assert client.get("/sign-in/council/back/").status_code == 404


def test_an_answer_comes_only_by_post(client):
    assert client.get(BACK).status_code == 405
