"""Proof that a token is used by those to whom it was given: DPoP (RFC 9449), with a key for each.

A server may want a word of its own (a nonce) in each proof, and changes it every few minutes. It
then refuses once with its word, and the same question is asked once more. So it is where our clock
is wrong: what is signed is of the server's time, as far as that has been told.
"""

import base64
import hashlib
import json
import secrets as randomness
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from tabard.common.http import Client, UnfitAnswerError
from tabard.connectors.answers import contents
from tabard.connectors.api import TryLaterError

SIGNED_WITH = "ES256"
LONGEST_NONCE = 500
WANTS_ANOTHER = ("use_dpop_nonce", "invalid_dpop_proof")
# Seconds by which clocks may differ without harm.
NEAR = 30


class Prover:
    """Asks servers with a proof of one key."""

    def __init__(self, http: Client, key: str) -> None:
        self._http = http
        self._key = _opened(key)
        self._nonces: dict[str, str] = {}
        # Seconds by which the servers' clock is ahead of ours.
        self.ahead = 0

    @property
    def now(self) -> int:
        """Give the time in seconds since 1970, as servers have it."""
        return int(time.time()) + self.ahead

    def send(self, method: str, address: str, *, token: str = "", **how: Any) -> httpx.Response:
        """Ask; where a server wants another proof, once more."""
        answer = self._once(method, address, token, how)
        if _wants_another(answer):
            answer = self._once(method, address, token, how)
        if _wants_another(answer):
            raise TryLaterError("The server refuses every proof, each time for another.")
        return answer

    def _once(self, method: str, address: str, token: str, how: dict[str, Any]) -> httpx.Response:
        parts = urlsplit(address)
        place = f"{parts.scheme}://{parts.netloc}"
        headers = {**how.get("headers", {}), "DPoP": self._proof(method, address, token, place)}
        if token:
            headers["Authorization"] = f"DPoP {token}"
        answer = self._http.request(method, address, **{**how, "headers": headers})
        nonce = answer.headers.get("dpop-nonce", "")
        if 0 < len(nonce) <= LONGEST_NONCE:
            self._nonces[place] = nonce
        self._learn_time(answer.headers.get("date", ""))
        return answer

    def _learn_time(self, said: str) -> None:
        with suppress(ValueError, OverflowError):
            ahead = int(parsedate_to_datetime(said).timestamp() - time.time())
            self.ahead = ahead if abs(ahead) > NEAR else 0

    def _proof(self, method: str, address: str, token: str, place: str) -> str:
        """Sign for one request alone: its method, its address, and the token that goes with it."""
        said = {
            "jti": randomness.token_urlsafe(16),
            "htm": method,
            "htu": address.partition("?")[0],
            "iat": self.now,
        }
        if place in self._nonces:
            said["nonce"] = self._nonces[place]
        if token:
            said["ath"] = hashed(token)
        head = {"typ": "dpop+jwt", "jwk": public(self._key)}
        return jwt.encode(said, self._key, algorithm=SIGNED_WITH, headers=head)


def new_key() -> str:
    """Make a key on the curve that every server knows (P-256), written as a JWK."""
    return ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()))


def sign(said: dict[str, Any], key: str) -> str:
    """Sign with a key that is known to others by its number."""
    head = {"kid": number_of(key)}
    return jwt.encode(said, _opened(key), algorithm=SIGNED_WITH, headers=head)


def shown(key: str) -> dict[str, str]:
    """Give the half of a key that everybody may see."""
    made = public(_opened(key))
    return {**made, "kid": number_of(key), "use": "sig", "alg": SIGNED_WITH}


def number_of(key: str) -> str:
    """Give the number of a key, which is made from it (RFC 7638)."""
    made = public(_opened(key))
    ordered = json.dumps({name: made[name] for name in sorted(made)}, separators=(",", ":"))
    return hashed(ordered)


def public(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """Give the other half of a key as a JWK."""
    made: dict[str, str] = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {name: made[name] for name in ("kty", "crv", "x", "y")}


def hashed(words: str) -> str:
    """Give the SHA-256 of ASCII words as OAuth writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(words.encode()).digest()).rstrip(b"=").decode()


def _opened(key: str) -> ec.EllipticCurvePrivateKey:
    return cast("ec.EllipticCurvePrivateKey", ECAlgorithm.from_jwk(key))


def _wants_another(answer: httpx.Response) -> bool:
    """Say whether a server refuses the proof alone: it says so in either of two places."""
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        said = answer.headers.get("www-authenticate", "")
        return any(error in said for error in WANTS_ANOTHER)
    return answer.status_code == HTTPStatus.BAD_REQUEST and _error(answer) in WANTS_ANOTHER


def _error(answer: httpx.Response) -> Any:
    try:
        return contents(answer).get("error")
    except UnfitAnswerError:
        return None
