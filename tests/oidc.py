"""A certified OpenID Connect provider of the tests' own, and somebody who signs in at it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from tabard.common.http import Client
from tabard.config.networks import NETWORKS, Network
from tabard.config.sign_on import sign_on

SERVER = Network("OpenID Connect provider", NETWORKS / "oidc")
BACK = "/sign-in/council/back/"
# Whom the provider knows, by login: with what it says of them.
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {
        "email": "ada.obi@exampleton.example",
        "email_verified": True,
        "given_name": "Ada",
        "family_name": "Obi",
        "groups": ["Tabard reviewers", "All staff"],
        "oid": "7f1b",
    },
    "sly": {"email": "ada.obi@exampleton.example", "email_verified": False},
}


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that runs, and how it is told to Tabard."""

    issuer: str
    client_id: str
    secret: str

    @property
    def variables(self) -> dict[str, str]:
        """Give the environment of a Tabard that sends people here."""
        return {
            "TABARD_OIDC_ISSUER": self.issuer,
            "TABARD_OIDC_CLIENT_ID": self.client_id,
            "TABARD_OIDC_CLIENT_SECRET": self.secret,
            "TABARD_ALLOW_PRIVATE": urlsplit(self.issuer).netloc,
        }


@contextmanager
def running(*backs: str) -> Iterator[Provider]:
    """Run the provider; people may be sent back to these addresses, or to the test client's."""
    wish = ["--people", json.dumps(PEOPLE)]
    for back in backs or [f"http://localhost:8000{BACK}"]:
        wish += ["--redirect-uri", back]
    with SERVER.running(*wish) as (_pid, ready):
        yield Provider(ready["issuer"], ready["client_id"], ready["client_secret"])


def told_of(provider: Provider, patch: Any) -> dict[str, Any]:
    """Give the table of providers as the settings read it from the environment."""
    for name, value in provider.variables.items():
        patch.setenv(name, value)
    return sign_on()


@contextmanager
def at_a_browser() -> Iterator[Client]:
    """Sit down at a browser, which the provider knows again."""
    with httpx.Client(trust_env=False) as browser:  # noqa: TID251 - a browser, which keeps cookies
        yield browser


def sign_in_at(
    provider: Provider, way_there: str, login: str, browser: Client | None = None
) -> str:
    """Go through the provider's own pages as a browser does; give the address it sends back to."""
    with nullcontext(browser) if browser else at_a_browser() as one:
        answer = one.get(way_there)
        for _ in range(12):
            if answer.is_redirect:
                there = answer.url.join(answer.headers["location"])
                if not str(there).startswith(provider.issuer):
                    return str(there)
                answer = one.get(there)
                continue
            answer = _fill_in(one, answer, login)
    raise AssertionError("The provider does not send anybody back.")


def _fill_in(browser: Client, page: httpx.Response, login: str) -> httpx.Response:
    assert page.is_success, page.text
    action, prompt = (
        re.findall(pattern, page.text)[0]
        for pattern in (r'<form[^>]*action="([^"]+)"', r'name="prompt" value="([^"]+)"')
    )
    typed = {"prompt": prompt, "login": login, "password": "any"}
    return browser.post(page.url.join(action), data=typed)
