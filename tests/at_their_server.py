"""Somebody at the pages of their own AT Protocol server, where they give leave, or do not."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tabard.common.http import Client
from tabard.config.atproto import Pds
from tabard.connectors.api import Application
from tabard.connectors.bluesky import Bluesky

ON_THIS_MACHINE = Application("http://localhost:8000/known.json", "", "http://127.0.0.1:8000/back/")
# What a browser says of where it comes from; the pages ask for it.
GOING = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
ASKING = {"sec-fetch-mode": "same-origin", "sec-fetch-dest": "empty"}


def leave_given(http: Client, pds: Pds, handle: str, password: str) -> Mapping[str, str]:
    """Have leave asked and given for an account; give what opens it."""
    leave = Bluesky.ask_leave(http, f"https://{handle}", ON_THIS_MACHINE)
    answer = give_leave(leave.address, handle, password)
    return Bluesky.take_leave(http, pds.url, ON_THIS_MACHINE, leave=leave, answer=answer)


def give_leave(address: str, handle: str, password: str) -> dict[str, str]:
    """Sign in and say yes; give what is brought back."""
    return _brought_back(_answered(address, handle, password, "consent"))


def refuse_leave(address: str, handle: str, password: str) -> dict[str, str]:
    """Sign in and say no; give what is brought back."""
    return _brought_back(_answered(address, handle, password, "reject"))


def _answered(address: str, handle: str, password: str, answer: str) -> str:
    """Do what the page's own script does; give the address that it leads back to."""
    server = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    with httpx.Client(trust_env=False) as browser:  # noqa: TID251 - a browser, not Tabard
        page = browser.get(address, headers={**GOING, "sec-fetch-site": "cross-site"})
        assert page.is_success, page.text
        # Kept by hand, as they are for https alone, which nobody speaks on this machine.
        cookies = {cookie.name: str(cookie.value) for cookie in browser.cookies.jar}
        here = {
            "sec-fetch-site": "same-origin",
            "referer": address,
            "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        asks = {**here, **ASKING, "origin": server, "x-csrf-token": cookies["csrf-token"]}

        def ask(what: str, said: dict[str, Any]) -> dict[str, Any]:
            at = f"{server}/@atproto/oauth-provider/~api/{what}"
            told = browser.post(at, headers=asks, json=said)
            assert told.is_success, told.text
            found: dict[str, Any] = told.json()
            return found

        who = {"locale": "en", "username": handle, "password": password, "remember": False}
        signed_in = ask("sign-in", who)
        asks["authorization"] = f"Bearer {signed_in['ephemeralToken']}"
        on = ask(answer, {"did": signed_in["account"]["did"]} if answer == "consent" else {})
        back = browser.get(on["url"], headers={**here, **GOING})
    return str(back.headers["location"])


def _brought_back(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
