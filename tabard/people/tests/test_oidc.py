"""Answers of a provider that lies, or makes mistakes: none of them is believed."""

import base64
import json
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from tabard.common.http import open_http
from tabard.common.tests.scripted import Script, scripted
from tabard.people import oidc
from tabard.people.oidc import OpenID
from tabard.people.sign_on import SignOnError

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
BACK = "https://tabard.example/back/"
BEGUN = oidc.Begun(nonce="the nonce", verifier="the verifier")
SETTINGS = {"scope": "openid", "person_claim": "oid", "groups_claim": "groups"}


@pytest.fixture
def provider():
    cache.clear()
    with scripted() as script:
        yield script


def asked(provider: Script, *answers: Any) -> dict[str, Any]:
    """Ask who somebody is; the description is always the first answer."""
    provider.says(*[as_answer(one) for one in (description(provider), *answers)])
    with open_http(deadline=5, allow_private=frozenset([provider.place])) as http:
        openid = OpenID(
            http,
            client_id="tabard",
            secret="a secret: %&",
            settings={**SETTINGS, "issuer": provider.url},
        )
        return openid.claims(BEGUN, code="a code", issuer=None, back=BACK)


def as_answer(told: Any) -> httpx.Response:
    return told if isinstance(told, httpx.Response) else httpx.Response(200, json=told)


def description(provider: Script, **differs: Any) -> dict[str, Any]:
    names = {"token_endpoint": "token", "jwks_uri": "keys", "userinfo_endpoint": "userinfo"}
    return {
        "issuer": provider.url,
        **{name: f"{provider.url}/{path}" for name, path in names.items()},
        **differs,
    }


def keys(key: Any = KEY, **differs: Any) -> dict[str, Any]:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256", **differs}]}


def claims(provider: Script, **differs: Any) -> dict[str, Any]:
    now = int(time.time())
    usual = {
        "iss": provider.url,
        "aud": "tabard",
        "sub": "7",
        "nonce": BEGUN.nonce,
        "iat": now,
        "exp": now + 300,
    }
    return {name: value for name, value in {**usual, **differs}.items() if value is not None}


def tokens(provider: Script, key: Any = KEY, kid: str = "k1", **differs: Any) -> dict[str, str]:
    token = jwt.encode(claims(provider, **differs), key, "RS256", headers={"kid": kid})
    return {"id_token": token, "access_token": "access"}


def refused(provider: Script, *answers: Any) -> str:
    with pytest.raises(SignOnError) as refusal:
        asked(provider, *answers)
    return str(refusal.value)


def test_a_proved_answer_is_believed_and_proved_claims_count_more(provider):
    more = {"sub": "7", "groups": ["a"], "iss": "https://sly.example"}

    told = asked(provider, tokens(provider, aud=["tabard"]), keys(), more)

    assert (told["sub"], told["groups"], told["iss"]) == ("7", ["a"], provider.url)
    exchange = provider.heard[1]
    assert exchange.path == "/token"
    assert b"code_verifier=the+verifier" in exchange.body
    known_by = base64.b64decode(exchange.headers["authorization"].removeprefix("Basic "))
    assert known_by == b"tabard:a+secret%3A+%25%26"
    assert provider.heard[3].headers["authorization"] == "Bearer access"


def test_a_provider_that_takes_the_secret_only_in_the_form_gets_it_there(provider):
    told = description(provider, token_endpoint_auth_methods_supported=["client_secret_post"])
    provider.says(*map(as_answer, [told, tokens(provider), keys(), {"sub": "7"}]))
    with open_http(deadline=5, allow_private=frozenset([provider.place])) as http:
        settings = {**SETTINGS, "issuer": provider.url}
        openid = OpenID(http, client_id="tabard", secret="s", settings=settings)
        openid.claims(BEGUN, code="a code", issuer=None, back=BACK)

    assert "authorization" not in provider.heard[1].headers
    assert b"client_secret=s" in provider.heard[1].body


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"aud": "another"}, "it was made for another service"),
        ({"aud": ["tabard", "another"]}, "it was made for another service"),
        ({"aud": ["tabard", "another"], "azp": "another"}, "it was made for another service"),
        ({"azp": "another"}, "it was made for another service"),
        ({"iss": "https://sly.example"}, "it comes from somebody else"),
        ({"exp": 1_000_000_000}, "it is too old"),
        ({"iat": 99_000_000_000, "exp": 99_000_000_300}, "it comes from the future"),
        ({"nonce": "another"}, "it belongs to another sign-in"),
        ({"nonce": None}, "a part of it is missing"),
        ({"exp": None}, "a part of it is missing"),
        ({"sub": None}, "a part of it is missing"),
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(provider, differs, why):
    assert why in refused(provider, tokens(provider, **differs), keys(), {"sub": "7"})
    assert [one.path for one in provider.heard][-1] == "/keys"


def test_two_audiences_are_fine_if_it_was_made_for_us(provider):
    answer = tokens(provider, aud=["tabard", "another"], azp="tabard")

    assert asked(provider, answer, keys(), {"sub": "7"})["sub"] == "7"


def test_a_signature_by_another_key_is_refused(provider):
    answer = tokens(provider, key=OTHER_KEY)

    assert "its signature is wrong" in refused(provider, answer, keys(), {"sub": "7"})


def test_a_changed_token_is_refused(provider):
    head, _, signature = tokens(provider)["id_token"].split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims(provider, sub="8")).encode()).decode()
    answer = {"id_token": f"{head}.{body.rstrip('=')}.{signature}"}

    assert "its signature is wrong" in refused(provider, answer, keys())


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_token_without_a_signature_of_the_providers_own_is_refused(provider, alg):
    secret: Any = "a secret that both sides know, and so no proof" if alg == "HS256" else None
    token = jwt.encode(claims(provider), secret, alg, headers={"kid": "k1"})

    assert "it is not signed" in refused(provider, {"id_token": token}, keys())


def test_a_key_that_the_provider_does_not_name_is_refused(provider):
    answer = tokens(provider, kid="k2")

    assert "its signature is wrong" in refused(provider, answer, keys())


def test_a_key_for_encryption_signs_nothing(provider):
    assert "its signature is wrong" in refused(provider, tokens(provider), keys(use="enc"))


def test_a_key_is_asked_for_again_when_the_provider_has_changed_it(provider):
    asked(provider, tokens(provider), keys(), {"sub": "7"})

    provider.says(
        *map(
            as_answer, [tokens(provider, OTHER_KEY, "k2"), keys(OTHER_KEY, kid="k2"), {"sub": "7"}]
        )
    )
    with open_http(deadline=5, allow_private=frozenset([provider.place])) as http:
        settings = {**SETTINGS, "issuer": provider.url}
        openid = OpenID(http, client_id="tabard", secret="s", settings=settings)
        told = openid.claims(BEGUN, code="a code", issuer=None, back=BACK)

    assert told["sub"] == "7"
    assert [one.path for one in provider.heard][-3:] == ["/token", "/keys", "/userinfo"]


def test_a_key_without_a_name_is_taken_if_it_is_the_only_one(provider):
    token = jwt.encode(claims(provider), KEY, "RS256")
    two = {"keys": [*keys()["keys"], *keys(OTHER_KEY, kid="k2")["keys"]]}

    assert asked(provider, {"id_token": token}, keys())["sub"] == "7"
    cache.clear()
    assert "its signature is wrong" in refused(provider, {"id_token": token}, two)


def test_claims_about_somebody_else_are_refused(provider):
    why = refused(provider, tokens(provider), keys(), {"sub": "8", "groups": ["admins"]})

    assert "it is about two people" in why


@pytest.mark.parametrize(
    "answers",
    [
        [httpx.Response(500)],
        [httpx.Response(200, text="hello")],
        [[]],
        [{}],
        [{"id_token": 7}],
    ],
)
def test_an_answer_without_an_id_token_is_no_answer(provider, answers):
    assert "does not answer as it should" in refused(provider, *answers)


def test_a_token_that_is_none_is_refused(provider):
    assert "it is not in order" in refused(provider, {"id_token": "hello"}, keys())


@pytest.mark.parametrize("told", [{"keys": []}, {"keys": "k"}, {}, {"keys": [{"kty": "?"}]}])
def test_keys_that_cannot_be_read_are_no_answer(provider, told):
    assert "does not answer as it should" in refused(provider, tokens(provider), told)


@pytest.mark.parametrize("differs", [{"issuer": "https://sly.example"}, {"token_endpoint": None}])
def test_a_description_of_another_or_of_nothing_is_no_answer(provider, differs):
    provider.says(as_answer(description(provider, **differs)))
    with open_http(deadline=5, allow_private=frozenset([provider.place])) as http:
        settings = {**SETTINGS, "issuer": provider.url}
        openid = OpenID(http, client_id="tabard", secret="s", settings=settings)
        with pytest.raises(SignOnError, match="does not answer as it should"):
            openid.claims(BEGUN, code="a code", issuer=None, back=BACK)


def test_a_private_address_is_not_asked_unless_the_operator_allows_it(provider):
    provider.says(as_answer(description(provider)))
    with open_http(deadline=5, allow_private=frozenset()) as http:
        settings = {**SETTINGS, "issuer": provider.url}
        openid = OpenID(http, client_id="tabard", secret="s", settings=settings)
        with pytest.raises(SignOnError, match="does not answer as it should"):
            openid.way_there(BEGUN, state="s", back=BACK)

    assert provider.heard == []


def said(**told: Any) -> Any:
    return oidc.said({"sub": "7", **told}, provider="p", settings=SETTINGS)


def test_what_is_said_is_read_with_care():
    told = said(
        oid="x1", email="ada@a.example", email_verified=True, groups=["a", 7, ""], amr=["mfa", 1]
    )

    assert (told.uid, told.directory_id, told.email) == ("7", "x1", "ada@a.example")
    assert (told.groups, told.steps) == ({"a"}, {"mfa"})


def test_only_an_address_that_is_surely_verified_counts():
    for verified in (False, None, "true", 1):
        assert said(email="ada@a.example", email_verified=verified).email == ""


def test_one_group_may_come_as_words_and_an_acr_is_a_step():
    told = said(groups="a", acr="phr")

    assert (told.groups, told.steps) == ({"a"}, {"phr"})


def test_an_empty_list_is_no_groups_but_no_list_and_too_many_are_not_known():
    assert said(groups=[]).groups == frozenset()
    assert said().groups is None
    assert said(groups=None).groups is None
    assert said(_claim_names={"groups": "src1"}).groups is None
    assert said(hasgroups=True).groups is None


def test_when_somebody_signed_in_is_read_only_out_of_a_number():
    assert said(auth_time=1_700_000_000).shown_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    for told in (None, True, "1700000000", 1e300, float("nan"), [1_700_000_000]):
        assert said(auth_time=told).shown_at is None
    assert said().shown_at is None


def test_when_somebody_signed_in_is_believed_only_where_it_is_signed(provider):
    now = int(time.time())
    unsigned = asked(provider, tokens(provider), keys(), {"sub": "7", "auth_time": now})
    cache.clear()
    signed = asked(provider, tokens(provider, auth_time=now - 9), keys(), {"sub": "7"})

    assert said(**unsigned).shown_at is None
    assert said(**signed).shown_at == datetime.fromtimestamp(now - 9, tz=UTC)
