"""Proves who an account is by its own directory entry, past the server that was typed in.

That server may be anybody's, and may claim to be home to any account. The entry (a DID document)
names the account's real home, and a token that this home accepts cannot be made elsewhere.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from tabard.common.env import env
from tabard.common.http import Client, RefusedAddressError, UnfitAnswerError
from tabard.connectors.answers import contents, raise_for, text, things, told_apart
from tabard.connectors.api import RejectedError, TryLaterError
from tabard.connectors.bluesky.names import DOMAIN
from tabard.connectors.bluesky.session import Access, TokenRefusedError

PLC = re.compile(r"did:plc:[a-z2-7]{24}", re.ASCII)
# A path is not for accounts. A port is for tests on the same machine; there http is spoken, which
# the door allows only to places that the operator has listed.
WEB = re.compile(rf"did:web:({DOMAIN})", re.ASCII)
LOCAL = re.compile(r"did:web:localhost%3A([0-9]{1,5})", re.ASCII)
HANDLE = re.compile(rf"at://({DOMAIN})", re.ASCII | re.IGNORECASE)
HOME = re.compile(r"(https?://[a-z0-9.-]{1,253}(?::[0-9]{1,5})?)/?", re.ASCII | re.IGNORECASE)
# Bytes; real entries have about one thousand.
LARGEST = 2**16
BUSY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an account's own directory entry says: its handle, and the server where it lives."""

    handle: str
    home: str


def prove(session: Access, http: Client) -> Entry:
    """Be accepted at the home that the account's entry names; from then on, ask only there."""
    session.begin()
    did = session.secrets["did"]
    entry = look_up(did, http)
    session.move(entry.home)
    try:
        with _calling("The server that the account's own directory entry names"):
            answer = session.signed("GET", "com.atproto.server.getSession")
    except TokenRefusedError as error:
        raise RejectedError(
            f"The account's own directory entry names the server {entry.home}, "
            "and that one does not accept this sign-in."
        ) from error
    raise_for(answer, writing=False)
    told = contents(answer)
    if text(told, "did") != did:
        raise RejectedError("The account's own server takes this sign-in for another account.")
    if text(told, "handle").lower() != entry.handle:
        raise RejectedError(
            f"The account's own directory entry gives the handle {entry.handle}, "
            "and its server another one."
        )
    return entry


def handle_in(address: str) -> str:
    """Give the handle that an address may be: a bare domain on the web; nothing if it is none."""
    found = re.fullmatch(rf"https://({DOMAIN})", address, re.ASCII | re.IGNORECASE)
    return found[1].lower() if found else ""


def look_up(did: str, http: Client) -> Entry:
    """Read the account's entry from its directory, and from nowhere else."""
    document = _fetched(_address(did), http)
    if document.get("id") != did:
        raise RejectedError("The directory's entry is about another account.")
    try:
        return Entry(_handle_in(document), _home_in(document, did))
    except UnfitAnswerError as error:
        raise RejectedError("The account's own directory entry cannot be understood.") from error


def _address(did: str) -> str:
    """Give where a DID is entered: the PLC directory, or the web server of its own domain."""
    if PLC.fullmatch(did):
        # Only the operator chooses the directory: whoever connects could bring one that lies.
        return f"{env('PLC_URL', default='https://plc.directory').rstrip('/')}/{did}"
    if web := WEB.fullmatch(did):
        return f"https://{web[1]}/.well-known/did.json"
    if local := LOCAL.fullmatch(did):
        return f"http://localhost:{local[1]}/.well-known/did.json"
    raise RejectedError("The server gives the account an identifier that no directory can hold.")


def _fetched(address: str, http: Client) -> dict[str, Any]:
    try:
        with told_apart(writing=False), _calling("The directory that has the account's entry"):
            answer = http.get(address)
            if answer.is_client_error and answer.status_code not in BUSY:
                raise RejectedError("The directory has no entry for this account.")
            raise_for(answer, writing=False)
            if len(answer.content) > LARGEST:
                raise RejectedError("The account's own directory entry is too large.")
            return contents(answer, made_by=_each_name_once)
    except TryLaterError as error:
        why = f"The directory that has the account's entry cannot be asked just now. {error}"
        raise TryLaterError(why, until=error.until) from error


@contextmanager
def _calling(whom: str) -> Iterator[None]:
    """Say whose address it is that is refused, since it is none that anybody typed."""
    try:
        yield
    except (RefusedAddressError, httpx.InvalidURL) as error:
        raise RejectedError(f"{whom} is at an address that we do not call. {error}") from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an entry that one reader would take for this and another for that."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RejectedError("The account's own directory entry says something twice.")
    return found


def _handle_in(document: dict[str, Any]) -> str:
    """Give the handle: the first of the names that are at:// addresses."""
    known_as = [text({"name": name}, "name") for name in things(document, "alsoKnownAs")]
    handles = [name for name in known_as if name.lower().startswith("at://")]
    if len({name.lower() for name in handles}) != len(handles):
        raise RejectedError("The account's own directory entry says something twice.")
    found = HANDLE.fullmatch(handles[0]) if handles else None
    if found is None:
        raise RejectedError("The account's own directory entry gives it no handle.")
    return found[1].lower()


def _home_in(document: dict[str, Any], did: str) -> str:
    """Give the address of the one server where the account lives."""
    wanted = {"#atproto_pds", f"{did}#atproto_pds"}
    servers = [one for one in things(document, "service") if text(one, "id") in wanted]
    if len(servers) != 1:
        raise RejectedError(
            f"The account's own directory entry has to name one server, and names {len(servers)}."
        )
    home = HOME.fullmatch(text(servers[0], "serviceEndpoint"))
    if text(servers[0], "type") != "AtprotoPersonalDataServer" or home is None:
        raise RejectedError("The account's own directory entry names something else than a server.")
    return home[1].lower()
