"""A server that gives out access to AT Protocol accounts: it checks each proof, and may be hostile.

Source: RFC 9449 (proofs), RFC 9126 (what is pushed), RFC 7523 (signed words on who asks).
"""

import hashlib
import time
from typing import Any

import httpx
import jwt
from jwt.algorithms import ECAlgorithm

from tabard.connectors.bluesky.leave import SCOPE
from tabard.connectors.bluesky.proof import hashed
from tabard.connectors.tests.atproto import DID
from tabard.connectors.tests.network_server import Asked, NetworkServer, WrongError, answers

NONCE = "the-word-of-the-server"


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
            "scope": SCOPE,
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
        if self.nonces and said.get("nonce") != self.nonces[0]:
            headers = {"DPoP-Nonce": self.nonces[0]}
            self.nonces[:] = self.nonces[1:] or self.nonces
            return httpx.Response(400, json={"error": "use_dpop_nonce"}, headers=headers)
        self._insist_on_who(asked.form)
        return None

    def _proof_of(self, asked: Asked) -> dict[str, Any]:
        proof = asked.headers["dpop"]
        head = jwt.get_unverified_header(proof)
        if (head["typ"], head["alg"]) != ("dpop+jwt", "ES256") or "d" in head["jwk"]:
            raise WrongError("This is no proof.")
        key = ECAlgorithm.from_jwk(head["jwk"])
        said: dict[str, Any] = jwt.decode(proof, key, ["ES256"])  # type: ignore[arg-type] # a public key
        if (said["htm"], said["htu"]) != (asked.method, f"{self.url}{asked.path}"):
            raise WrongError("The proof is for another request.")
        if abs(said["iat"] - time.time()) > 60 or not said["jti"]:
            raise WrongError("The proof is of another time.")
        return said

    def _key_of(self, asked: Asked) -> str:
        head = jwt.get_unverified_header(asked.headers["dpop"])
        return hashlib.sha256(str(sorted(head["jwk"].items())).encode()).hexdigest()

    def _insist_on_who(self, said: dict[str, str]) -> None:
        if not self.shown_keys:
            if "client_assertion" in said:
                raise WrongError("Software without a key signs nothing.")
            return
        word = said["client_assertion"]
        number = jwt.get_unverified_header(word)["kid"]
        (shown,) = [one for one in self.shown_keys if one["kid"] == number]
        key = ECAlgorithm.from_jwk(shown)
        told = jwt.decode(word, key, ["ES256"], audience=self.url)  # type: ignore[arg-type] # a public key
        if {told["iss"], told["sub"]} != {said["client_id"]} or not told["jti"]:
            raise WrongError("Somebody else signed that.")
