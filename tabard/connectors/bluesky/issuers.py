"""Finds the server that gives out access to an account: its home names it, or is it itself.

Sources: RFC 9728 (what a home says of itself), RFC 8414 (what an issuer says of itself), and
atproto.com/specs/oauth, which wants exactly one issuer, and some things of each that we insist on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tabard.common.http import Client
from tabard.connectors.answers import contents, raise_for, text, things, told_apart, web_address
from tabard.connectors.api import RejectedError

ISSUER = re.compile(r"https?://[a-z0-9.-]{1,253}(?::[0-9]{1,5})?", re.ASCII)
NO_PAGE = "This server has no page on which leave can be given. Use an app password instead."
# What an issuer has to be able to do, by the names under which it says so.
ABLE: Mapping[str, str] = {
    "code_challenge_methods_supported": "S256",
    "dpop_signing_alg_values_supported": "ES256",
    "scopes_supported": "atproto",
}
TRUE = (
    "require_pushed_authorization_requests",
    "authorization_response_iss_parameter_supported",
    "client_id_metadata_document_supported",
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """What an issuer says of itself: its own name, and where it is asked for what."""

    name: str
    page: str
    push: str
    tokens: str
    revoke: str


def issuer_of(home: str, http: Client) -> str:
    """Give the one issuer that an account's home believes."""
    with told_apart(writing=False):
        told = _told(f"{home}/.well-known/oauth-protected-resource", http)
        named = things(told or {}, "authorization_servers")
        if told is None or text(told, "resource").rstrip("/") != home or len(named) != 1:
            raise RejectedError(NO_PAGE)
        return _name(named[0])


def read(name: str, http: Client) -> Issuer:
    """Read what an issuer says of itself, and see that it can do what we insist on."""
    with told_apart(writing=False):
        told = _told(f"{name}/.well-known/oauth-authorization-server", http)
        if told is None or text(told, "issuer") != name or not _is_able(told):
            raise RejectedError(NO_PAGE)
        ends = ("authorization", "pushed_authorization_request", "token", "revocation")
        return Issuer(name, *(web_address(told, f"{end}_endpoint") for end in ends))


def is_issuer(name: str, http: Client) -> bool:
    """Say whether a server that was typed in is an issuer by itself, as large providers have."""
    with told_apart(writing=False):
        told = _told(f"{name}/.well-known/oauth-authorization-server", http)
    return told is not None and told.get("issuer") == name


def _is_able(told: Mapping[str, Any]) -> bool:
    able = all(what in things(told, name) for name, what in ABLE.items())
    return able and all(told.get(name) is True for name in TRUE)


def _name(said: Any) -> str:
    name = text({"issuer": said}, "issuer").rstrip("/")
    if ISSUER.fullmatch(name) is None:
        raise RejectedError("The account's server believes an issuer whose name is none.")
    return name


def _told(address: str, http: Client) -> dict[str, Any] | None:
    """Read what a server says of itself; None says that it says nothing."""
    answer = http.get(address)
    if answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        return None
    raise_for(answer, writing=False)
    return contents(answer)
