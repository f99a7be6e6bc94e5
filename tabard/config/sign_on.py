"""Reading where the council's own sign-on is, and refusing what is half right."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from tabard.common.env import env
from tabard.common.http import allowed_private
from tabard.config.outside import WrongSettingError, listed

NAME = "Sign in with your council account"
SCOPES = "openid,profile,email"


def sign_on() -> dict[str, Any]:
    """Give allauth's table of providers: the council's one, or none."""
    issuer = env("OIDC_ISSUER", default="")
    return {"oidc": {"APPS": [_openid(issuer)]}} if issuer else {}


def _openid(issuer: str) -> dict[str, Any]:
    return {
        # A number is somebody only at the issuer who gave it: another issuer is another provider.
        "provider_id": f"oidc-{hashlib.sha256(issuer.encode()).hexdigest()[:16]}",
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
