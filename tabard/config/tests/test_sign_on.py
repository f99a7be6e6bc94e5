"""The council's sign-on is read strictly from the environment."""

import pytest

from tabard.common.env import MissingSettingError
from tabard.config.outside import WrongSettingError
from tabard.config.sign_on import sign_on


@pytest.fixture
def told(monkeypatch):
    def tell(**variables: str) -> None:
        usual = {"ISSUER": "https://id.example/tenant", "CLIENT_ID": "t", "CLIENT_SECRET": "s"}
        for name, value in {**usual, **variables}.items():
            monkeypatch.setenv(f"TABARD_OIDC_{name}", value)

    return tell


def test_there_is_none_until_one_is_named():
    assert sign_on() == {}


def test_a_provider_is_read_with_its_defaults(told):
    told()

    (app,) = sign_on()["oidc"]["APPS"]

    assert app["name"] == "Sign in with your council account"
    assert app["settings"] == {
        "issuer": "https://id.example/tenant",
        "scope": "openid profile email",
        "person_claim": "sub",
        "groups_claim": "groups",
    }


def test_another_issuer_is_another_provider(told):
    told()
    first = sign_on()["oidc"]["APPS"][0]["provider_id"]
    told(ISSUER="https://id.example/other")

    assert sign_on()["oidc"]["APPS"][0]["provider_id"] != first


def test_half_a_provider_is_refused(told, monkeypatch):
    told()
    monkeypatch.delenv("TABARD_OIDC_CLIENT_SECRET")

    with pytest.raises(MissingSettingError, match="TABARD_OIDC_CLIENT_SECRET"):
        sign_on()


@pytest.mark.parametrize(
    "issuer",
    [
        "http://id.example",
        "id.example",
        "https://",
        "https://id.example/?tenant=1",
        "https://me@id.example",
        "https://id.example/.well-known/openid-configuration",
    ],
)
def test_an_issuer_that_is_none_is_refused(told, issuer):
    told(ISSUER=issuer)

    with pytest.raises(WrongSettingError, match="TABARD_OIDC_ISSUER"):
        sign_on()


def test_a_provider_on_this_machine_has_to_be_allowed(told, monkeypatch):
    told(ISSUER="http://127.0.0.1:9000")
    with pytest.raises(WrongSettingError, match="https://"):
        sign_on()

    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", "127.0.0.1:9000")

    assert sign_on()


def test_scopes_without_openid_are_refused(told):
    told(SCOPES="profile,email")

    with pytest.raises(WrongSettingError, match="openid"):
        sign_on()


METADATA = (
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">'
    '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{inside}'
    "</IDPSSODescriptor></EntityDescriptor>"
)
KEY = (
    '<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>'
    "<X509Certificate>TUlJ</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
)
DOOR = (
    '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:{binding}" '
    'Location="{there}"/>'
)


def described(
    *, key: str = KEY, binding: str = "HTTP-Redirect", there: str = "https://idp.example/"
) -> str:
    return METADATA.format(inside=key + DOOR.format(binding=binding, there=there))


def test_an_identity_provider_is_read_from_its_description(monkeypatch):
    monkeypatch.setenv("TABARD_SAML_METADATA", described())
    monkeypatch.setenv("TABARD_SAML_GROUPS_ATTRIBUTE", "groups")

    (app,) = sign_on()["saml"]["APPS"]

    assert app["provider_id"].startswith("saml-")
    assert app["settings"]["idp"]["entityId"] == "https://idp.example"
    assert app["settings"]["groups_attribute"] == "groups"


@pytest.mark.parametrize(
    "told",
    [
        "hello",
        "<a/>",
        described(key=""),
        described(there="http://idp.example/"),
        described(binding="HTTP-POST"),
        "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>",
    ],
)
def test_a_description_that_is_not_enough_is_refused(monkeypatch, told):
    monkeypatch.setenv("TABARD_SAML_METADATA", told)

    with pytest.raises(WrongSettingError, match="TABARD_SAML_METADATA"):
        sign_on()


def test_two_sign_ons_are_one_too_many(told, monkeypatch):
    told()
    monkeypatch.setenv("TABARD_SAML_METADATA", described())

    with pytest.raises(WrongSettingError, match="not both"):
        sign_on()
