"""Asks an OpenID Connect provider who somebody is, and believes nothing that is not proved.

OpenID Connect Core 1.0, the code flow, with PKCE (RFC 7636) and the issuer's name (RFC 9207).
"""

import hashlib
import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
import jwt
from django.core.cache import cache

from tabard.common.http import Client
from tabard.people.sign_on import Said, SignOnError, not_believed

log = logging.getLogger(__name__)

# Nothing that rests on a shared secret, and not the absence of a signature.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
# Seconds by which two clocks may differ.
LEEWAY = 60
# Seconds for which a provider's addresses and keys are kept.
KEPT = 600
MOST_GROUPS = 10_000
# Has a provider ask for everything again, and say when it did (Core, 3.1.2.1).
AFRESH = {"prompt": "login", "max_age": "0"}

type Claims = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Begun:
    """What ties an answer to one sign-in: remembered in the session until it comes."""

    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """Give what the provider is told of the verifier."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


def begin() -> Begun:
    """Begin a sign-in."""
    return Begun(nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48))


class OpenID:
    """One provider, as the operator has named it, and what can be asked of it."""

    def __init__(
        self, http: Client, *, client_id: str, secret: str, settings: Mapping[str, str]
    ) -> None:
        self._http = http
        self._client_id = client_id
        self._secret = secret
        self._settings = settings
        self._issuer = settings["issuer"]

    def way_there(self, begun: Begun, *, state: str, back: str, afresh: bool = False) -> str:
        """Give the address to which a person goes to sign in, even if they have done so there."""
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": self._settings["scope"],
            "state": state,
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
            **(AFRESH if afresh else {}),
        }
        door = self._told("authorization_endpoint")
        return f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"

    def claims(self, begun: Begun, *, code: str, issuer: str | None, back: str) -> Claims:
        """Exchange a code for what the provider says of a person, and prove all of it."""
        if issuer is not None and issuer != self._issuer:
            raise not_believed("it comes from somebody else", issuer)
        tokens = self._exchange(code, begun, back)
        proved = self._prove(tokens.get("id_token"), begun.nonce)
        more = self._more(tokens.get("access_token"), proved["sub"])
        # When somebody signed in is believed only where it is signed.
        return {**more, "auth_time": None, **proved}

    def _told(self, name: str) -> str:
        """Give an address out of the provider's own description."""
        found = self._description().get(name)
        if not isinstance(found, str):
            raise _no_answer(f"its description has no {name}")
        return found

    def _description(self) -> Claims:
        place = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        told: Claims = cache.get(place) or self._ask("GET", place)
        if told.get("issuer") != self._issuer:
            raise _no_answer(f"it calls itself {told.get('issuer')!r}")
        cache.set(place, told, KEPT)
        return told

    def _exchange(self, code: str, begun: Begun, back: str) -> Claims:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": begun.verifier,
        }
        ways = self._description().get("token_endpoint_auth_methods_supported")
        if ways and "client_secret_basic" not in ways:
            known = {"client_id": self._client_id, "client_secret": self._secret}
            return self._ask("POST", self._told("token_endpoint"), data=asked | known)
        # RFC 6749, 2.3.1: as in a form.
        known_by = (quote_plus(self._client_id), quote_plus(self._secret))
        return self._ask("POST", self._told("token_endpoint"), data=asked, auth=known_by)

    def _prove(self, token: object, nonce: str) -> Claims:
        """Give the claims of an ID token whose every part holds (Core, 3.1.3.7)."""
        if not isinstance(token, str):
            raise _no_answer("there is no ID token")
        try:
            claims: Claims = jwt.decode(
                token,
                self._key_of(token),
                algorithms=ALGORITHMS,
                audience=self._client_id,
                issuer=self._issuer,
                leeway=LEEWAY,
                options={"require": NEEDED},
            )
        except jwt.PyJWTError as wrong:
            raise not_believed(WHY.get(type(wrong), "it is not in order"), wrong) from wrong
        if not secrets.compare_digest(str(claims["nonce"]), nonce):
            raise not_believed("it belongs to another sign-in", "nonce")
        alone = claims["aud"] in (self._client_id, [self._client_id])
        if claims.get("azp", self._client_id if alone else None) != self._client_id:
            raise not_believed("it was made for another service", claims["aud"])
        return claims

    def _key_of(self, token: str) -> jwt.PyJWK:
        """Find the key that signed; one that is not known may be new since we asked last."""
        head = jwt.get_unverified_header(token)
        if head.get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError(str(head.get("alg")))
        place = self._told("jwks_uri")
        kept = cache.get(place)
        found = kept and _one_of(kept, head.get("kid"))
        if not found:
            fresh = self._ask("GET", place)
            cache.set(place, fresh, KEPT)
            found = _one_of(fresh, head.get("kid"))
        if not found:
            raise jwt.InvalidSignatureError("The provider does not name the key.")
        return found

    def _more(self, access: object, subject: str) -> Claims:
        """Ask for the claims that are not in the ID token; they have to be about nobody else."""
        place = self._description().get("userinfo_endpoint")
        if not isinstance(place, str) or not isinstance(access, str):
            return {}
        told = self._ask("GET", place, headers={"Authorization": f"Bearer {access}"})
        if told.get("sub") != subject:
            raise not_believed("it is about two people", "userinfo")
        return told

    def _ask(self, method: str, place: str, **how: Any) -> Claims:
        try:
            answer = self._http.request(method, place, **how)
            told = answer.raise_for_status().json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as trouble:
            raise _no_answer(f"{method} {place}: {trouble}") from trouble
        if not isinstance(told, dict):
            raise _no_answer(f"{method} {place}: no object")
        return told


def said(claims: Claims, *, provider: str, settings: Mapping[str, str]) -> Said:
    """Read who somebody is out of proved claims."""
    verified = claims.get("email_verified") is True
    steps = [claims.get("acr"), *_list(claims.get("amr"))]
    return Said(
        provider=provider,
        uid=claims["sub"],
        directory_id=_words(claims.get(settings["person_claim"])),
        email=_words(claims.get("email")) if verified else "",
        groups=_groups(claims, settings["groups_claim"]),
        steps=frozenset(filter(None, map(_words, steps))),
        tells_number=settings["person_claim"] != "sub" and settings["person_claim"] in claims,
        shown_at=_moment(claims.get("auth_time")),
    )


def _groups(claims: Claims, name: str) -> frozenset[str] | None:
    """Read the groups.

    A provider that sends no such claim has said nothing of them, nor has one that has too many.
    """
    if name in _dict(claims.get("_claim_names")) or claims.get("hasgroups"):
        log.warning("The sign-on has more groups than it sends: have it send fewer")
        return None
    if claims.get(name) is None:
        return None
    return frozenset(filter(None, map(_words, _list(claims.get(name))[:MOST_GROUPS])))


# What a person is told of an ID token that does not hold.
WHY: Mapping[type[Exception], str] = {
    jwt.ExpiredSignatureError: "it is too old",
    jwt.ImmatureSignatureError: "it comes from the future",
    jwt.InvalidAudienceError: "it was made for another service",
    jwt.InvalidIssuerError: "it comes from somebody else",
    jwt.InvalidSignatureError: "its signature is wrong",
    jwt.InvalidAlgorithmError: "it is not signed",
    jwt.MissingRequiredClaimError: "a part of it is missing",
}


def _no_answer(why: str) -> SignOnError:
    log.warning("The sign-on does not answer as it should: %s", why)
    return SignOnError("The council's sign-on does not answer as it should. Wait a few minutes.")


def _one_of(told: Claims, key_id: str | None) -> jwt.PyJWK | None:
    """Give the key of this name; without a name there has to be only one."""
    try:
        keys = [key for key in jwt.PyJWKSet.from_dict(told) if key.public_key_use != "enc"]
    except (jwt.PyJWTError, AttributeError) as wrong:
        raise _no_answer(f"its keys cannot be read: {wrong}") from wrong
    if key_id is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.key_id == key_id), None)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    """Read seconds since 1970; what is no such number says nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _list(value: object) -> list[Any]:
    """Take one for a list of one, as some providers do."""
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
