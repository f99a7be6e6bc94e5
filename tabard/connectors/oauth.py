"""OAuth 2.0 as networks speak it: leave is asked on the network's own page, and taken with a code.

RFC 6749 section 4.1 with PKCE (RFC 7636, S256), a state for one person's browser (RFC 9700, section
2.1) and the issuer's own word on who answers (RFC 9207), where it gives one.
"""

import base64
import hashlib
import hmac
import secrets as randomness
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import contents, raise_for, shown, told_apart
from tabard.connectors.api import (
    AccessLostError,
    Application,
    ConnectorError,
    Leave,
    RejectedError,
)

LONGEST_CODE = 4_000
NOT_ENDED = frozenset({400, 401, 403, 404, 405})
UNKNOWN_APPLICATION = frozenset({"invalid_client", "unauthorized_client"})


def ask(
    page: str, application: Application, *, rights: str, proves_exchange: bool = True, **more: str
) -> Leave:
    """Make the address of the page on which leave is given, and what to know of it afterwards.

    Some networks refuse a proof of the exchange (PKCE) from applications that have a secret.
    """
    asked, kept = asking(
        application.back_to, application.client_id, rights=rights, proves_exchange=proves_exchange
    )
    address = f"{page}?{urlencode({**asked, **more})}"
    return Leave(address=address, state=asked["state"], kept=kept)


def asking(
    back_to: str, client_id: str, *, rights: str, proves_exchange: bool = True
) -> tuple[dict[str, str], dict[str, str]]:
    """Give what is said when leave is asked, and what is kept of it until somebody comes back."""
    verifier = randomness.token_urlsafe(48)
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": back_to,
        "scope": rights,
        "state": randomness.token_urlsafe(24),
    }
    if not proves_exchange:
        return asked, {}
    return {**asked, **_challenge(verifier)}, {"verifier": verifier}


def _challenge(verifier: str) -> dict[str, str]:
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return {"code_challenge": challenge, "code_challenge_method": "S256"}


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
    http: Client,
    at: str,
    application: Application,
    *,
    code: str,
    leave: Leave,
    secret_in_body: bool = False,
) -> dict[str, Any]:
    """Change a code, which is good for once, into what opens the account."""
    said = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": application.back_to,
        **({"code_verifier": leave.kept["verifier"]} if "verifier" in leave.kept else {}),
    }
    return _tokens(http, at, application, said, secret_in_body=secret_in_body)


def renew(
    http: Client, at: str, application: Application, *, token: str, secret_in_body: bool = False
) -> dict[str, Any]:
    """Change a refresh token into new access; many networks take each only once."""
    said = {"grant_type": "refresh_token", "refresh_token": token}
    return _tokens(http, at, application, said, secret_in_body=secret_in_body)


def insist_on(rights: Mapping[str, str], given: Collection[str]) -> None:
    """Refuse leave that lacks a right, with what that one is needed for."""
    missing = [why for right, why in rights.items() if right not in given]
    if missing:
        raise RejectedError(f"That was not enough leave: we also have to {missing[0]}.")


@contextmanager
def ended_unless_fit(
    http: Client,
    at: str,
    application: Application,
    *,
    tokens: Iterable[str],
    secret_in_body: bool = False,
) -> Iterator[None]:
    """Have tokens end if what came with them is refused: nobody is to use what is not kept."""
    try:
        yield
    except RejectedError:
        with suppress(ConnectorError):
            for token in tokens:
                revoke(http, at, application, token=token, secret_in_body=secret_in_body)
        raise


def revoke(
    http: Client, at: str, application: Application, *, token: str, secret_in_body: bool = False
) -> bool:
    """Have a token end (RFC 7009); say whether it is known to open nothing any more."""
    with told_apart(writing=False):
        answer = _post(http, at, application, {"token": token}, secret_in_body=secret_in_body)
    if answer.status_code in NOT_ENDED:
        return False
    raise_for(answer, writing=False)
    return True


def try_out(
    http: Client, at: str, application: Application, *, secret_in_body: bool = False
) -> None:
    """Make sure that the network knows an application, by a code that it cannot know.

    It refuses either the application or the code (RFC 6749, section 5.2).
    """
    said = {
        "grant_type": "authorization_code",
        "code": "tried-out",
        "redirect_uri": application.back_to,
        "code_verifier": "tried-out" * 5,
    }
    with told_apart(writing=False):
        answer = _post(http, at, application, said, secret_in_body=secret_in_body)
        why = contents(answer).get("error") if answer.is_client_error else ""
    if answer.status_code == HTTPStatus.UNAUTHORIZED or why in UNKNOWN_APPLICATION:
        raise RejectedError(
            "The network does not know this application. Check the client ID and the secret."
        )
    if answer.status_code != HTTPStatus.BAD_REQUEST:
        raise_for(answer, writing=False)


def _tokens(
    http: Client,
    at: str,
    application: Application,
    said: Mapping[str, str],
    *,
    secret_in_body: bool,
) -> dict[str, Any]:
    """Ask the token endpoint for what opens the account."""
    with told_apart(writing=False):
        answer = _post(http, at, application, said, secret_in_body=secret_in_body)
        told = contents(answer) if answer.is_success else {}
    if answer.status_code in {400, 401}:
        raise AccessLostError("The network no longer takes this leave. Connect the account again.")
    raise_for(answer, writing=False)
    return told


def _post(
    http: Client,
    at: str,
    application: Application,
    said: Mapping[str, str],
    *,
    secret_in_body: bool,
) -> httpx.Response:
    """Ask as an application that has a secret, or as one that has none (RFC 6749, section 2.3)."""
    who = {"client_id": application.client_id}
    if not application.client_secret:
        return http.post(at, data={**said, **who})
    if secret_in_body:
        return http.post(at, data={**said, **who, "client_secret": application.client_secret})
    basic = httpx.BasicAuth(application.client_id, application.client_secret)
    return http.post(at, data=dict(said), auth=basic)
