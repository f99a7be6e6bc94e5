"""Signing in through a certified OpenID Connect provider, as the council's people do."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tabard.council import actions as council
from tabard.people import second_step
from tabard.people.models import Person, Role
from tabard.people.settings import GROUP_ROLES, MATCH_BY_EMAIL, SIGN_ON_STEPS, TRUST_SIGN_ON
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make
from tests.confirmed import confirm
from tests.oidc import BACK, PEOPLE, Provider, sign_in_at, told_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _council_has_sign_on(oidc_provider, settings, monkeypatch):
    make.council()
    cache.clear()
    settings.SOCIALACCOUNT_PROVIDERS = told_of(oidc_provider, monkeypatch)
    settings.LOGIN_REDIRECT_URL = "mfa_index"


def ada() -> Person:
    person = make.person(first_name="Ada", last_name="Obi")
    person.email = PEOPLE["ada"]["email"]
    person.save()
    return person


def known(person: Person) -> Person:
    SocialAccount.objects.create(user=person, uid="ada", provider=provider_id())
    return person


def provider_id() -> str:
    return django_settings.SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"][0]["provider_id"]


def choose(setting, value):
    council.change(setting, value, seen=setting.value, by=make.person(Role.ADMINISTRATOR))


def way_back(client: Client, provider: Provider, login: str = "ada", after: str = "") -> str:
    way_there = client.get("/sign-in/council/", {"next": after} if after else {}).url
    back = urlsplit(sign_in_at(provider, way_there, login))
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def sign_in(client: Client, provider: Provider, login: str = "ada") -> Any:
    return client.get(way_back(client, provider, login), follow=True)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def test_somebody_known_signs_in_and_is_led_where_they_wanted(client, oidc_provider):
    person = known(ada())

    page = client.get(way_back(client, oidc_provider, after="/security/password/"), follow=True)

    assert page.redirect_chain == [("/security/password/", 302)]
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_way_there_ties_the_answer_to_this_sign_in(client):
    asked = parse_qs(urlsplit(client.get("/sign-in/council/").url).query)
    again = parse_qs(urlsplit(client.get("/sign-in/council/").url).query)

    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_what_the_provider_says_of_a_person_is_not_kept(client, oidc_provider):
    known(ada())

    sign_in(client, oidc_provider)

    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_sign_in_page_offers_the_way_through_the_council(client):
    page = client.get("/sign-in/", {"next": "/security/?a=1&b=2"}).content.decode()

    assert "Sign in with your council account" in page
    assert 'href="/sign-in/council/?next=%2Fsecurity%2F%3Fa%3D1%26b%3D2"' in page


def test_without_a_provider_there_is_no_such_way(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert "council account" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/council/").status_code == 404
    assert client.get(BACK).status_code == 404


def test_an_address_alone_does_not_let_anybody_in(client, oidc_provider):
    ada()

    page = sign_in(client, oidc_provider)

    assert page.status_code == 403
    assert "Tabard does not know you yet" in words(page)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_verified_address_is_enough_where_the_council_says_so(client, oidc_provider):
    person = ada()
    choose(MATCH_BY_EMAIL, value=True)

    sign_in(client, oidc_provider)

    assert client.session["_auth_user_id"] == str(person.pk)
    assert SocialAccount.objects.get().uid == "ada"
    assert facts_of(Entry.objects.get(kind="sign-on matched")) == {
        "person": person.pk,
        "way": "e-mail address",
    }


@pytest.mark.parametrize("claim", ["sub", "oid"])
def test_a_number_that_the_directory_has_given_is_enough(client, oidc_provider, settings, claim):
    person = make.person()
    person.external_id = {"sub": "ada", "oid": PEOPLE["ada"]["oid"]}[claim]
    person.save()
    settings.SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"][0]["settings"]["person_claim"] = claim

    sign_in(client, oidc_provider)

    assert client.session["_auth_user_id"] == str(person.pk)
    assert facts_of(Entry.objects.get(kind="sign-on matched"))["way"] == "number in the directory"


def test_people_without_a_number_are_not_mixed_up_by_having_none(client, oidc_provider, settings):
    make.person()
    settings.SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"][0]["settings"]["person_claim"] = "missing"

    assert sign_in(client, oidc_provider).status_code == 403


def test_an_address_that_is_not_verified_is_never_enough(client, oidc_provider):
    ada()
    choose(MATCH_BY_EMAIL, value=True)

    assert sign_in(client, oidc_provider, "sly").status_code == 403
    assert not is_signed_in(client)


def test_the_address_matters_no_more_once_somebody_is_known(client, oidc_provider):
    person = known(make.person())
    ada()
    choose(MATCH_BY_EMAIL, value=True)

    sign_in(client, oidc_provider)

    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_number_of_another_provider_is_nobody_here(client, oidc_provider):
    SocialAccount.objects.create(user=ada(), uid="ada", provider="oidc-another")

    assert sign_in(client, oidc_provider).status_code == 403
    assert not is_signed_in(client)


def test_nobody_is_entered_by_signing_in(client, oidc_provider):
    choose(MATCH_BY_EMAIL, value=True)
    before = Person.objects.count()

    assert sign_in(client, oidc_provider).status_code == 403
    assert Person.objects.count() == before


def test_somebody_who_has_left_is_not_let_in_and_keeps_no_role(client, oidc_provider):
    person = known(ada())
    person.is_active = False
    person.save()
    choose(GROUP_ROLES, ["Tabard reviewers = Reviewer"])

    page = sign_in(client, oidc_provider)

    assert "The council has closed your sign-in." in words(page)
    assert not is_signed_in(client)
    person.refresh_from_db()
    assert person.roles == []


def test_groups_give_and_take_the_roles_that_stand_in_the_table_and_no_others(
    client, oidc_provider
):
    person = known(ada())
    person.roles = [Role.PROGRAMME_TEAM, Role.EVALUATOR]
    person.save()
    choose(GROUP_ROLES, ["Tabard reviewers = reviewer", "Tabard panel = Programme team"])

    sign_in(client, oidc_provider)

    person.refresh_from_db()
    assert person.roles == [Role.REVIEWER, Role.EVALUATOR]
    entry = Entry.objects.get(kind="roles taken from groups")
    assert entry.people == [person.pk]
    assert facts_of(entry) == {
        "person": person.pk,
        "gained": ["reviewer"],
        "lost": ["programme_team"],
    }


def test_roles_that_have_not_changed_leave_no_entry(client, oidc_provider):
    person = known(ada())
    person.roles = [Role.REVIEWER]
    person.save()
    choose(GROUP_ROLES, ["Tabard reviewers = reviewer"])

    sign_in(client, oidc_provider)

    assert not Entry.objects.filter(kind="roles taken from groups").exists()


def test_an_answer_works_once(client, oidc_provider):
    known(ada())
    back = way_back(client, oidc_provider)
    client.get(back)
    client.logout()

    page = client.get(back)

    assert page.status_code == 400
    assert "was used already" in words(page)
    assert not is_signed_in(client)


def test_an_answer_works_only_in_the_browser_that_asked(client, oidc_provider):
    known(ada())
    back = way_back(Client(), oidc_provider)

    page = client.get(back)

    assert page.status_code == 400
    assert "begun in another browser" in words(page)
    assert not is_signed_in(client)


def test_an_answer_that_comes_late_is_refused(client, oidc_provider, time_machine):
    known(ada())
    back = way_back(client, oidc_provider)
    time_machine.move_to(timezone.now() + timedelta(minutes=11))

    assert client.get(back).status_code == 400
    assert not is_signed_in(client)


def test_an_answer_in_the_name_of_another_issuer_is_refused(client, oidc_provider):
    known(ada())
    back = way_back(client, oidc_provider)
    url = urlsplit(back)
    query = parse_qs(url.query) | {"iss": ["https://sly.example"]}

    page = client.get(f"{url.path}?{urlencode(query, doseq=True)}")

    assert "it comes from somebody else" in words(page)
    assert not is_signed_in(client)


def test_a_code_that_the_provider_does_not_know_is_refused(client):
    state = parse_qs(urlsplit(client.get("/sign-in/council/").url).query)["state"][0]

    page = client.get(BACK, {"state": state, "code": "made up"})

    assert page.status_code == 400
    assert "does not answer as it should" in words(page)


def test_what_the_provider_says_when_it_refuses_is_shown(client):
    state = parse_qs(urlsplit(client.get("/sign-in/council/").url).query)["state"][0]

    page = client.get(
        BACK, {"state": state, "error": "access_denied", "error_description": "Not <b>yet</b>."}
    )

    assert page.status_code == 400
    assert "&lt;b&gt;yet" in page.content.decode()


def test_a_provider_that_does_not_answer_is_said_in_words(client, monkeypatch):
    cache.clear()
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", "")

    page = client.get("/sign-in/council/")

    assert page.status_code == 400
    assert "does not answer as it should" in words(page)


def test_nobody_begins_by_a_form_of_another_site(client):
    assert client.post("/sign-in/council/").status_code == 405
    assert client.post(BACK).status_code == 405


def connecting(client: Client, person: Person) -> Any:
    """Confirm who is there, and begin to connect; give the page with the way there."""
    person.set_password("three random words")
    person.save()
    client.post("/sign-in/", {"login": person.email, "password": "three random words"})
    client.post("/sign-in/confirm/", {"password": "three random words"})
    return client.post("/security/council/connect/")


def test_somebody_connects_their_council_account_and_disconnects_it(client, oidc_provider):
    person = make.person()
    page = connecting(client, person)
    way_there = unescape(re.findall(r'href="(http://127[^"]+)"', page.content.decode())[0])
    assert "Sign in there as yourself" in words(page)

    back = urlsplit(sign_in_at(oidc_provider, way_there, "ada"))
    page = client.get(f"{back.path}?{back.query}", follow=True)

    assert page.redirect_chain == [("/security/council/", 302)]
    assert "Your council account is connected." in words(page)
    assert SocialAccount.objects.get().user == person
    client.logout()
    sign_in(client, oidc_provider)
    assert client.session["_auth_user_id"] == str(person.pk)

    client.post("/sign-in/confirm/", {"password": "three random words"})
    page = client.post("/security/council/disconnect/", follow=True)

    assert "is not connected any more" in words(page)
    assert not SocialAccount.objects.exists()
    assert list(
        Entry.objects.filter(kind__startswith="sign-on ")
        .order_by("pk")
        .values_list("kind", flat=True)
    ) == ["sign-on connected", "sign-on disconnected"]


def test_a_council_account_is_connected_with_one_person_only(client, oidc_provider):
    known(ada())
    person = make.person()
    page = connecting(client, person)
    way_there = unescape(re.findall(r'href="(http://127[^"]+)"', page.content.decode())[0])

    back = urlsplit(sign_in_at(oidc_provider, way_there, "ada"))
    page = client.get(f"{back.path}?{back.query}", follow=True)

    assert "connected with somebody else" in words(page)
    assert not SocialAccount.objects.filter(user=person).exists()


def test_connecting_needs_the_password_once_more(client):
    client.force_login(known(ada()))

    assert client.post("/security/council/connect/").url.startswith("/sign-in/")
    assert client.post("/security/council/disconnect/").url.startswith("/sign-in/")
    assert SocialAccount.objects.exists()


def test_a_provider_that_does_not_answer_connects_nobody(client, monkeypatch):
    cache.clear()
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", "")

    page = connecting(client, make.person())

    assert page.status_code == 400
    assert "does not answer as it should" in words(page)


def test_two_steps_are_believed_if_the_council_trusts_its_sign_on(client, oidc_provider):
    known(ada())
    sign_in(client, oidc_provider)
    assert second_step.KEY not in client.session
    client.logout()

    choose(TRUST_SIGN_ON, value=True)
    sign_in(client, oidc_provider)

    assert client.session[second_step.KEY] == second_step.SIGN_ON


def test_two_steps_are_believed_if_the_provider_says_so(client, oidc_provider):
    known(ada())
    choose(SIGN_ON_STEPS, value=["pwd"])

    sign_in(client, oidc_provider)

    assert client.session[second_step.KEY] == second_step.SIGN_ON


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_led_out_of_here(client, oidc_provider, there):
    known(ada())

    page = client.get(way_back(client, oidc_provider, after=there), follow=True)

    assert page.redirect_chain == [("/security/", 302)]


def test_a_reviewer_who_showed_one_step_at_the_sign_on_is_led_to_a_second(client, oidc_provider):
    person = known(ada())
    Person.objects.filter(pk=person.pk).update(roles=[Role.REVIEWER])

    sign_in(client, oidc_provider)

    assert client.get("/notices/").url.startswith("/security/second-step/")
    choose(TRUST_SIGN_ON, value=True)
    client.logout()
    sign_in(client, oidc_provider)
    assert client.get("/notices/").status_code == 200


def test_whoever_has_an_app_is_asked_for_its_code_after_the_sign_on(client, oidc_provider):
    person = known(ada())
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    page = sign_in(client, oidc_provider)

    assert page.redirect_chain[-1][0].startswith("/sign-in/code/")
    assert not is_signed_in(client)


def test_somebody_connects_no_second_account_of_the_sign_on(client, oidc_provider):
    person = ada()
    SocialAccount.objects.create(user=person, uid="somebody else", provider=provider_id())
    client.force_login(person)
    confirm(client)
    page = client.post("/security/council/connect/").content.decode()
    way_there = unescape(re.findall(r'href="(http[^"]+)"', page)[0])
    back = urlsplit(sign_in_at(oidc_provider, way_there, "ada"))

    answer = client.get(f"{back.path}?{back.query}")

    assert answer.status_code == 400
    assert "Disconnect it first" in words(answer)
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["somebody else"]
