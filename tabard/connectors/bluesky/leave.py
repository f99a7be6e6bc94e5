"""How leave is asked on the page of an account's own server (atproto.com/specs/oauth).

What is asked for is pushed to the server beforehand (RFC 9126), by software that is known by what
stands at an address of its own, with a key of its own where that address is public. What comes of
it is believed if the account's own directory entry leads to that server, and to no other.
"""

import secrets as randomness
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from tabard.common.http import Client, UnfitAnswerError
from tabard.connectors import oauth
from tabard.connectors.answers import contents, number, raise_for, text, told_apart
from tabard.connectors.api import (
    Application,
    Asked,
    ConnectorError,
    Leave,
    RejectedError,
)
from tabard.connectors.bluesky import handles, identity, issuers
from tabard.connectors.bluesky.proof import Prover, new_key, shown, sign

# What the pages of today need (atproto.com/specs/permission).
RIGHTS: Mapping[str, str] = {
    "atproto": "see whose account it is",
    "repo:app.bsky.feed.post": "post, and take posts down",
    "blob:image/*": "add pictures",
}
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# Seconds for which a server may take our word on who we are.
WORD_HOLDS = 60
HANDLE = Asked(
    name="server",
    label="Handle",
    hint="For example roads.exampleton.gov.uk or name.bsky.social. Where the account has none yet, "
    "the server where it lives, such as https://bsky.social",
    secret=False,
)


def rights() -> Mapping[str, str]:
    """Give what is asked for, and what each is needed for."""
    return RIGHTS


def asks_handle() -> Asked:
    """Ask for the handle, which leads to the account's server."""
    return HANDLE


def application(address: str, back_to: str) -> Application:
    """Make the council's software known by an address, with a key where that is public."""
    key = "" if _is_local(address) else new_key()
    return Application(address, key, back_to)


def document(known: Application) -> Mapping[str, Any]:
    """Give what stands at the address by which the council's software is known."""
    return {
        "client_id": known.client_id,
        "client_name": "Tabard",
        "client_uri": "{0.scheme}://{0.netloc}/".format(urlsplit(known.client_id)),
        "application_type": "web",
        "redirect_uris": [known.back_to],
        "response_types": ["code"],
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": " ".join(RIGHTS),
        "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": {"keys": [shown(known.client_secret)]},
    }


def ask(http: Client, base_url: str, known: Application) -> Leave:
    """Push what is asked for to the account's server, and send the person to its page."""
    whose = _whose(base_url, http)
    issuer = issuers.read(whose["issuer"], http)
    key, us = new_key(), _us(known)
    said, kept = oauth.asking(known.back_to, us["client_id"], rights=" ".join(RIGHTS))
    said |= {"login_hint": whose["handle"]} if whose["handle"] else {}
    with told_apart(writing=False):
        answer = asked(Prover(http, key), issuer.name, issuer.push, us, said)
        if not answer.is_success and "invalid_scope" in answer.text:
            raise RejectedError(
                "This server does not know how to give so little leave. Use an app password."
            )
        raise_for(answer, writing=False)
        pushed = text(contents(answer), "request_uri")
    page = urlencode({"client_id": us["client_id"], "request_uri": pushed})
    return Leave(
        address=f"{issuer.page}?{page}",
        state=said["state"],
        kept={**kept, "key": key, "issuer": issuer.name, "did": whose["did"]},
        server=whose["home"],
    )


def take(
    http: Client,
    base_url: str,
    known: Application,
    *,
    leave: Leave,
    answer: Mapping[str, str],
) -> Mapping[str, str]:
    """Change the code into tokens, and see that they are for an account that lives there."""
    del base_url
    if answer.get("iss") != leave.kept["issuer"]:
        raise RejectedError("This answer comes from somebody else. Begin again.")
    code = oauth.code_in(answer, leave)
    issuer, us = issuers.read(leave.kept["issuer"], http), _us(known)
    said = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": known.back_to,
        "code_verifier": leave.kept["verifier"],
    }
    prover = Prover(http, leave.kept["key"])
    with told_apart(writing=False):
        redeemed = asked(prover, issuer.name, issuer.tokens, us, said)
        raise_for(redeemed, writing=False)
        told = contents(redeemed)
        given = tokens_in(told)
    try:
        home = _home_of(given["did"], leave.kept, http)
        oauth.insist_on(RIGHTS, text(told, "scope").split())
    except (ConnectorError, UnfitAnswerError):
        # Nobody is to use what must not be kept.
        with suppress(ConnectorError, httpx.TransportError):
            asked(prover, issuer.name, issuer.revoke, us, {"token": given["refresh_token"]})
        raise
    return {
        **given,
        "home": home,
        "issuer": issuer.name,
        "renewed_at": issuer.tokens,
        "ended_at": issuer.revoke,
        "key": leave.kept["key"],
        "known_as": us["client_id"],
    }


def asked(
    prover: Prover, issuer: str, address: str, us: Mapping[str, str], said: Mapping[str, str]
) -> httpx.Response:
    """Ask an issuer as ourselves; once more if it has only just told us what time it is."""
    before = prover.ahead
    answer = prover.send("POST", address, data={**said, **_who(prover, issuer, us)})
    if answer.is_client_error and prover.ahead != before:
        answer = prover.send("POST", address, data={**said, **_who(prover, issuer, us)})
    return answer


def _who(prover: Prover, issuer: str, us: Mapping[str, str]) -> dict[str, str]:
    """Say who asks: by name, and with a word signed by our own key if we have one."""
    name = us.get("known_as") or us["client_id"]
    if not us.get("client_secret"):
        return {"client_id": name}
    word = {
        "iss": name,
        "sub": name,
        "aud": issuer,
        "jti": randomness.token_urlsafe(16),
        "iat": prover.now,
        "exp": prover.now + WORD_HOLDS,
    }
    signed = sign(word, us["client_secret"])
    return {"client_id": name, "client_assertion_type": ASSERTION, "client_assertion": signed}


def tokens_in(told: Any) -> dict[str, str]:
    """Give what is kept of new tokens."""
    if text(told, "token_type").lower() != "dpop":
        raise UnfitAnswerError("The tokens are bound to no key.")
    return {
        "did": text(told, "sub"),
        "access_token": text(told, "access_token"),
        "refresh_token": text(told, "refresh_token"),
        "expires_at": str(int(time.time()) + number(told, "expires_in")),
    }


def _whose(base_url: str, http: Client) -> dict[str, str]:
    """Find who gives out access: by a handle, the account's home, or a large provider's own name.

    A handle and a server are both written as a domain; a handle leads to an account.
    """
    server = base_url.rstrip("/")
    handle = identity.handle_in(server)
    did = handles.leads_to(handle, http) if handle else None
    if did:
        entry = identity.look_up(did, http)
        if entry.handle != handle:
            raise RejectedError(
                f"The handle {handle} leads to an account whose own directory entry gives it "
                f"another one, {entry.handle}."
            )
        found = {"handle": handle, "did": did, "home": entry.home}
        return {**found, "issuer": issuers.issuer_of(entry.home, http)}
    issuer = server if issuers.is_issuer(server, http) else issuers.issuer_of(server, http)
    return {"handle": "", "did": "", "home": server, "issuer": issuer}


def _home_of(did: str, kept: Mapping[str, str], http: Client) -> str:
    """Give where an account lives, if it is the one meant and its home believes this issuer."""
    if kept["did"] not in {"", did}:
        raise RejectedError("Leave was given for another account than the one with this handle.")
    home = identity.look_up(did, http).home
    if issuers.issuer_of(home, http) != kept["issuer"]:
        raise RejectedError(
            "The account's own directory entry leads to another server than the one that gave this "
            "leave."
        )
    return home


def _us(known: Application) -> dict[str, str]:
    """Say who we are: by an address, or as software on the person's own machine."""
    if not _is_local(known.client_id):
        return {"client_id": known.client_id, "client_secret": known.client_secret}
    asks = urlencode({"redirect_uri": known.back_to, "scope": " ".join(RIGHTS)})
    return {"client_id": f"http://localhost?{asks}"}


def _is_local(address: str) -> bool:
    """Say whether an address is one that no server can read, as in a demonstration."""
    return urlsplit(address).hostname in {"localhost", "127.0.0.1"}
