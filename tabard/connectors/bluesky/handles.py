"""Where a handle leads: its own domain says so, by DNS or by HTTPS (atproto.com/specs/handle)."""

from http import HTTPStatus

import httpx

from tabard.common.http import Client, RefusedAddressError, UnfitAnswerError
from tabard.common.texts import NoAnswerError, Texts, ask_texts
from tabard.connectors.api import RejectedError, TryLaterError
from tabard.connectors.bluesky.names import IS_DID

# Bytes; an identifier of this kind is never longer.
LONGEST = 2048
# What keeps a web server from having said anything.
BUSY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


def leads_to(handle: str, http: Client, texts: Texts = ask_texts) -> str | None:
    """Give the identifier to which a handle's domain leads; None says that it leads to nobody.

    The DNS comes first. Where it says nothing, or cannot be asked, the web server of the domain is.
    """
    try:
        said = {text.removeprefix("did=") for text in _said(handle, texts)}
    except NoAnswerError:
        by_web = _by_web(handle, http)
        if by_web is None:
            raise TryLaterError(f"The DNS cannot be asked about {handle} just now.") from None
        return by_web
    if not said:
        return _by_web(handle, http)
    # Two answers are none: whoever asks could be shown either.
    return said.pop() if len(said) == 1 else None


def insist(handle: str, did: str, http: Client, texts: Texts = ask_texts) -> None:
    """Refuse a handle that leads to somebody else, or to nobody."""
    found = leads_to(handle, http, texts)
    if found is None:
        raise RejectedError(
            f"The domain {handle} does not say that this account is its own: neither its DNS "
            f"(_atproto.{handle}) nor its web server does."
        )
    if found != did:
        raise RejectedError(f"The handle {handle} leads to another account, {found}.")


def _said(handle: str, texts: Texts) -> list[str]:
    """Give the identifiers in the DNS of a domain; other texts may stand beside them."""
    return [text for text in texts(f"_atproto.{handle}") if text.startswith("did=")]


def _by_web(handle: str, http: Client) -> str | None:
    try:
        answer = http.get(f"https://{handle}/.well-known/atproto-did")
    except (RefusedAddressError, UnfitAnswerError, httpx.InvalidURL):
        return None
    except httpx.TransportError as error:
        raise TryLaterError(f"The web server of {handle} cannot be asked just now.") from error
    if answer.is_server_error or answer.status_code in BUSY:
        raise TryLaterError(f"The web server of {handle} is in trouble.")
    said = answer.text.strip() if len(answer.content) <= LONGEST else ""
    return said if answer.is_success and IS_DID.fullmatch(said) else None
