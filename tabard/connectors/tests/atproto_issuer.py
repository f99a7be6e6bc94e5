"""A server that gives out access to AT Protocol accounts: it checks each proof, and may be hostile.

Source: RFC 9449 (proofs), RFC 9126 (what is pushed), RFC 7523 (signed words on who asks).
"""

import hashlib
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import httpx
import jwt
from jwt.algorithms import ECAlgorithm

from tabard.connectors.bluesky.leave import RIGHTS
from tabard.connectors.bluesky.proof import hashed
from tabard.connectors.tests.atproto import DID
from tabard.connectors.tests.network_server import Asked, NetworkServer, WrongError, answers

NONCE = "the-word-of-the-server"
# The server has its own idea of what time it is.
ANY_TIME: Any = {"verify_iat": False, "verify_exp": False}


class IssuerServer(NetworkServer):
    """An account's home that is the issuer of its tokens at once."""

    def __init__(self) -> None:
        super().__init__()
        self.says_of_resource: dict[str, Any] = {}
        self.says_of_issuer: dict[str, Any] = {}
        self.says_of_tokens: dict[str, Any] = {}
        self.nonces = [NONCE]
        self.shown_keys: list[dict[str, str]] = []
        """The keys of the software that asks; with none it has to ask without."""
        self.pushed: dict[str, str] = {}
        self.ended: list[str] = []
        self.ahead = 0
        """Seconds by which the server's clock is ahead of ours."""
        self._bound = ""

    @answers("GET", "/.well-known/oauth-protected-resource")
    def resource(self, asked: Asked) -> httpx.Response:
        del asked
        told = {"resource": self.url, "authorization_servers": [self.url]}
        return httpx.Response(200, json={**told, **self.says_of_resource})

    @answers("GET", "/.well-known/oauth-authorization-server")
    def issuer(self, asked: Asked) -> httpx.Response:
        del asked
        told = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "pushed_authorization_request_endpoint": f"{self.url}/par",
            "token_endpoint": f"{self.url}/token",
            "revocation_endpoint": f"{self.url}/revoke",
            "require_pushed_authorization_requests": True,
            "authorization_response_iss_parameter_supported": True,
            "client_id_metadata_document_supported": True,
            "code_challenge_methods_supported": ["S256"],
            "dpop_signing_alg_values_supported": ["ES256"],
            "scopes_supported": ["atproto", "transition:generic"],
        }
        return httpx.Response(200, json={**told, **self.says_of_issuer})

    @answers("POST", "/par")
    def push(self, asked: Asked) -> httpx.Response:
        if refused := self._refused(asked):
            return refused
        self.pushed = asked.form
        self._bound = self._key_of(asked)
        return httpx.Response(201, json={"request_uri": "urn:the-request", "expires_in": 299})

    @answers("POST", "/token")
    def token(self, asked: Asked) -> httpx.Response:
        if refused := self._refused(asked):
            return refused
        if self._key_of(asked) != self._bound:
            raise WrongError("That is another key than the one that asked.")
        if asked.form["grant_type"] == "authorization_code":
            challenge = hashed(asked.form["code_verifier"])
            if (asked.form["code"], challenge) != ("the-code", self.pushed["code_challenge"]):
                raise WrongError("The code does not belong to what was pushed.")
        told = {
            "access_token": "access-1",
            "refresh_token": "refresh-1",
            "token_type": "DPoP",
            "expires_in": 3600,
            "scope": " ".join(RIGHTS),
            "sub": DID,
        }
        return httpx.Response(200, json={**told, **self.says_of_tokens})

    @answers("POST", "/revoke")
    def revoke(self, asked: Asked) -> httpx.Response:
        if refused := self._refused(asked):
            return refused
        self.ended.append(asked.form["token"])
        return httpx.Response(200)

    def _refused(self, asked: Asked) -> httpx.Response | None:
        """Refuse once for a word of the server's own; what else is wrong fails the test."""
        said = self._proof_of(asked)
        now = time.time() + self.ahead
        date = {"Date": format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)}
        if abs(said["iat"] - now) > 60:
            # With it comes the word of the day, as with every answer of real servers.
            told = {**date, "DPoP-Nonce": self.nonces[0]}
            return httpx.Response(400, json={"error": "invalid_dpop_proof"}, headers=told)
        if self.nonces and said.get("nonce") != self.nonces[0]:
            headers = {"DPoP-Nonce": self.nonces[0]}
            self.nonces[:] = self.nonces[1:] or self.nonces
            return httpx.Response(400, json={"error": "use_dpop_nonce"}, headers=headers)
        if self.shown_keys and abs(self._word_of(asked.form)["iat"] - now) > 60:
            return httpx.Response(401, json={"error": "invalid_client"}, headers=date)
        if not self.shown_keys and "client_assertion" in asked.form:
            raise WrongError("Software without a key signs nothing.")
        return None

    def _proof_of(self, asked: Asked) -> dict[str, Any]:
        proof = asked.headers["dpop"]
        head = jwt.get_unverified_header(proof)
        if (head["typ"], head["alg"]) != ("dpop+jwt", "ES256") or "d" in head["jwk"]:
            raise WrongError("This is no proof.")
        key = ECAlgorithm.from_jwk(head["jwk"])
        said: dict[str, Any] = jwt.decode(proof, key, ["ES256"], options=ANY_TIME)  # type: ignore[arg-type] # a public key
        if (said["htm"], said["htu"]) != (asked.method, f"{self.url}{asked.path}"):
            raise WrongError("The proof is for another request.")
        if not said["jti"]:
            raise WrongError("The proof has no number.")
        return said

    def _key_of(self, asked: Asked) -> str:
        head = jwt.get_unverified_header(asked.headers["dpop"])
        return hashlib.sha256(str(sorted(head["jwk"].items())).encode()).hexdigest()

    def _word_of(self, said: dict[str, str]) -> dict[str, Any]:
        """Read the word by which software with a key says who it is."""
        word = said["client_assertion"]
        number = jwt.get_unverified_header(word)["kid"]
        (shown,) = [one for one in self.shown_keys if one["kid"] == number]
        told: dict[str, Any] = jwt.decode(
            word,
            ECAlgorithm.from_jwk(shown),  # type: ignore[arg-type] # a public key
            ["ES256"],
            audience=self.url,
            options=ANY_TIME,
        )
        if {told["iss"], told["sub"]} != {said["client_id"]} or not told["jti"]:
            raise WrongError("Somebody else signed that.")
        return told
