"""Reading where the council's own sign-on is, and refusing what is half right."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import LxmlError
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

from tabard.common.env import env
from tabard.common.http import allowed_private
from tabard.config.outside import WrongSettingError, listed

NAME = "Sign in with your council account"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
SCOPES = "openid,profile,email"


def sign_on() -> dict[str, Any]:
    """Give allauth's table of providers: the council's one, or none."""
    issuer, metadata = env("OIDC_ISSUER", default=""), env("SAML_METADATA", default="")
    if issuer and metadata:
        raise WrongSettingError("Set TABARD_OIDC_ISSUER or TABARD_SAML_METADATA, not both.")
    if issuer:
        return {"oidc": {"APPS": [_openid(issuer)]}}
    return {"saml": {"APPS": [_saml(metadata)]}} if metadata else {}


def _openid(issuer: str) -> dict[str, Any]:
    return {
        # A number is somebody only at the issuer who gave it: another issuer is another provider.
        "provider_id": f"oidc-{_known_by(issuer)}",
        "name": env("SIGN_ON_NAME", default=NAME),
        "client_id": env("OIDC_CLIENT_ID"),
        "secret": env("OIDC_CLIENT_SECRET"),
        "settings": {
            "issuer": _insist_on_issuer(issuer),
            "scope": _scope(listed("OIDC_SCOPES", default=SCOPES)),
            "person_claim": env("OIDC_PERSON_CLAIM", default="sub"),
            "groups_claim": env("OIDC_GROUPS_CLAIM", default="groups"),
        },
    }


def _insist_on_issuer(issuer: str) -> str:
    parts = urlsplit(issuer)
    private = parts.scheme == "http" and parts.netloc in allowed_private()
    if not (parts.scheme == "https" or private) or not parts.hostname:
        raise WrongSettingError(f"TABARD_OIDC_ISSUER is “{issuer}”. Give its https:// address.")
    if parts.query or parts.fragment or parts.username or "/.well-known/" in issuer:
        raise WrongSettingError(
            "TABARD_OIDC_ISSUER has to be the issuer alone, as it names itself."
        )
    return issuer


def _scope(scopes: list[str]) -> str:
    if "openid" not in scopes:
        raise WrongSettingError("TABARD_OIDC_SCOPES has to have openid in it.")
    return " ".join(scopes)


def _saml(metadata: str) -> dict[str, Any]:
    idp = _identity_provider(metadata)
    return {
        "provider_id": f"saml-{_known_by(idp['entityId'])}",
        "name": env("SIGN_ON_NAME", default=NAME),
        # What it knows us by is our own address; there is no secret between the two.
        "client_id": "saml",
        "settings": {
            "idp": idp,
            "person_attribute": env("SAML_PERSON_ATTRIBUTE", default=""),
            "email_attribute": env("SAML_EMAIL_ATTRIBUTE", default=""),
            "groups_attribute": env("SAML_GROUPS_ATTRIBUTE", default=""),
        },
    }


def _identity_provider(metadata: str) -> dict[str, Any]:
    """Read what the identity provider says of itself, and insist that it can be checked."""
    try:
        told = OneLogin_Saml2_IdPMetadataParser.parse(metadata).get("idp", {})
    except (LxmlError, ValueError) as wrong:
        raise WrongSettingError(f"TABARD_SAML_METADATA is no XML: {wrong}") from None
    certified = told.get("x509cert") or told.get("x509certMulti", {}).get("signing")
    service = told.get("singleSignOnService", {})
    there = urlsplit(service.get("url", "") if service.get("binding") == REDIRECT else "")
    private = there.scheme == "http" and there.netloc in allowed_private()
    if not (told.get("entityId") and certified and (there.scheme == "https" or private)):
        raise WrongSettingError(
            "TABARD_SAML_METADATA has to name one identity provider, with its certificate and an "
            "https:// address for HTTP-Redirect."
        )
    return dict(told)


def _known_by(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
