"""OAuth 2.0 as networks speak it: leave is asked on the network's own page, and taken with a code.

RFC 6749 section 4.1 with PKCE (RFC 7636, S256), a state for one person's browser (RFC 9700, section
2.1) and the issuer's own word on who answers (RFC 9207), where it gives one.
"""

import base64
import hashlib
import hmac
import secrets as randomness
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import contents, raise_for, shown, told_apart
from tabard.connectors.api import AccessLostError, Application, Leave, RejectedError

LONGEST_CODE = 4_000


def ask(page: str, application: Application, *, rights: str, **more: str) -> Leave:
    """Make the address of the page on which leave is given, and what to know of it afterwards."""
    state, verifier = randomness.token_urlsafe(24), randomness.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": application.client_id,
        "redirect_uri": application.back_to,
        "scope": rights,
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **more,
    }
    return Leave(address=f"{page}?{urlencode(asked)}", state=state, kept={"verifier": verifier})


def code_in(answer: Mapping[str, str], leave: Leave, *, issuer: str = "") -> str:
    """Give the code that somebody brings back, or say why there is none."""
    if not hmac.compare_digest(answer.get("state", "").encode(), leave.state.encode()):
        raise RejectedError("This answer belongs to another try. Begin again.")
    if issuer and answer.get("iss", issuer) != issuer:
        raise RejectedError("This answer comes from somebody else. Begin again.")
    if "error" in answer:
        why = shown(answer.get("error_description") or answer["error"])
        raise RejectedError(f"The network did not give leave: {why}")
    code = answer.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        raise RejectedError("The network sent no code. Begin again.")
    return code


def redeem(
    http: Client, at: str, application: Application, *, code: str, leave: Leave
) -> dict[str, Any]:
    """Change a code, which is good for once, into what opens the account."""
    said = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": application.back_to,
        "code_verifier": leave.kept["verifier"],
    }
    return _tokens(http, at, application, said)


def renew(http: Client, at: str, application: Application, *, token: str) -> dict[str, Any]:
    """Change a refresh token into new access; many networks take each only once."""
    return _tokens(http, at, application, {"grant_type": "refresh_token", "refresh_token": token})


def _tokens(
    http: Client, at: str, application: Application, said: Mapping[str, str]
) -> dict[str, Any]:
    """Ask the token endpoint, as an application that has a secret or as one that has none."""
    who = (application.client_id, application.client_secret)
    with told_apart(writing=False):
        if application.client_secret:
            answer = http.post(at, data=dict(said), auth=httpx.BasicAuth(*who))
        else:
            answer = http.post(at, data={**said, "client_id": application.client_id})
        told = contents(answer) if answer.is_success else {}
    if answer.status_code in {400, 401}:
        raise AccessLostError("The network no longer takes this leave. Connect the account again.")
    raise_for(answer, writing=False)
    return told
