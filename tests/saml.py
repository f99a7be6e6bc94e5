"""A SAML identity provider of the tests' own, and somebody who signs in at it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tabard.common.http import open_http
from tabard.config.networks import NETWORKS, Network
from tabard.config.sign_on import sign_on
from tabard.people.saml import Saml

SERVER = Network("SAML identity provider", NETWORKS / "saml")
BACK = "/sign-in/council/saml/"
PEOPLE = {
    "ada": {
        "workEmail": ["ada.obi@exampleton.example"],
        "staffNumber": ["7f1b"],
        "groups": ["Tabard reviewers", "All staff"],
    },
    "sly": {"workEmail": ["sly@exampleton.example"]},
}


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider that runs, and how it is told to Tabard."""

    base: str
    metadata: str

    @property
    def variables(self) -> dict[str, str]:
        """Give the environment of a Tabard that sends people here."""
        return {
            "TABARD_SAML_METADATA": self.metadata,
            "TABARD_SAML_EMAIL_ATTRIBUTE": "workEmail",
            "TABARD_SAML_GROUPS_ATTRIBUTE": "groups",
            "TABARD_ALLOW_PRIVATE": urlsplit(self.base).netloc,
        }


@contextmanager
def running(folder: Path, us: str = "http://localhost:8000") -> Iterator[Provider]:
    """Run the provider for a Tabard at this address."""
    ours = folder / "tabard.xml"
    ours.write_bytes(metadata_of(us))
    wish = ["--metadata", str(ours), "--people", json.dumps(PEOPLE)]
    with SERVER.running(*wish) as (_pid, ready):
        yield Provider(ready["base"], ready["metadata"])


def metadata_of(us: str) -> bytes:
    """Describe a Tabard at this address, before it is told of any provider."""
    known: dict[str, Any] = {"entityId": "nobody"}
    none: dict[str, Any] = {"idp": known}
    return Saml(none, entity_id=f"{us}{BACK}metadata/", back=f"{us}{BACK}").metadata()


def told_of(provider: Provider, patch: Any) -> dict[str, Any]:
    """Give the table of providers as the settings read it from the environment."""
    for name, value in provider.variables.items():
        patch.setenv(name, value)
    return sign_on()


def sign_in_at(provider: Provider, way_there: str, login: str = "ada", **wish: str) -> str:
    """Sign in at the provider as a browser does; give the answer that it has brought back."""
    place = urlsplit(provider.base).netloc
    with open_http(allow_private=frozenset([place])) as browser:
        page = browser.get(f"{way_there}&{urlencode({'user': login, **wish})}")
    assert page.is_success, page.text
    assert f'action="{BACK}"' in page.text or BACK in page.text
    return unescape(re.findall(r'name="SAMLResponse" value="([^"]+)"', page.text)[0])
