"""X, Pinterest and LinkedIn with pages on which leave is given: a certified provider stands there.

What each network is asked afterwards is answered by its contract server, which has the provider
give, renew and end the tokens that it takes.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import httpx
from django.utils import timezone

from tabard.common.http import open_http
from tabard.connectors.linkedin.connector import LinkedIn
from tabard.connectors.pinterest.connector import Pinterest
from tabard.connectors.tests import network_server
from tabard.connectors.tests.network_server import Asked, NetworkServer, WrongError, answers
from tabard.connectors.tests.pinterest_network import PinterestNetwork
from tabard.connectors.tests.x_network import XNetwork
from tabard.connectors.x.connector import X
from tests.oidc import SERVER, Provider

# What requests are held to; loading it takes seconds, for which nobody is to wait at a network.
DESCRIPTIONS = (
    *("xdk.schemas", "xdk.posts.client", "xdk.users.client"),
    *(f"openapi_generated.pinterest_client.model.{one}" for one in ("pin_create", "pin_update")),
)
WAY_BACK = "/accounts/back/{}/"
# What of a request for tokens concerns who asks, and how.
HEADS = ("authorization", "content-type")


class Forwards(NetworkServer):
    """A network whose tokens a provider gives, renews and ends."""

    provider: Provider
    access: str

    def ask_provider(self, asked: Asked) -> httpx.Response:
        """Ask the provider in the same words, and from now on let in by the token that it gave."""
        heads = {name: asked.headers[name] for name in HEADS if name in asked.headers}
        place = self.provider.issuer.removeprefix("http://")
        with open_http(allow_private=frozenset([place])) as http:
            told = http.post(
                f"{self.provider.issuer}{asked.path}", content=asked.body, headers=heads
            )
        if told.is_success and told.content:
            self.access = told.json().get("access_token", self.access)
        return httpx.Response(told.status_code, content=told.content)


class XWithPages(Forwards, XNetwork):
    """X, which wants a proof of the exchange."""

    def __init__(self) -> None:
        super().__init__()
        self.at = timezone.now().isoformat()

    @answers("POST", "/2/oauth2/token")
    def token(self, asked: Asked) -> httpx.Response:
        return self.ask_provider(asked)

    @answers("POST", "/2/oauth2/revoke")
    def revoke(self, asked: Asked) -> httpx.Response:
        return self.ask_provider(asked)


class PinterestWithPages(Forwards, PinterestNetwork):
    """Pinterest, which names rights with commas between them, and takes no proof."""

    def __init__(self) -> None:
        super().__init__()
        self.at = timezone.now().isoformat()
        self.profile = {"id": "27", "username": "gracefixesroads", "business_name": "Grace"}

    @answers("GET", "/oauth/")
    def ask_leave(self, asked: Asked) -> httpx.Response:
        named = {**asked.query, "scope": asked.query["scope"].replace(",", " ")}
        there = httpx.URL(f"{self.provider.issuer}/oauth/", params=named)
        return httpx.Response(302, headers={"location": str(there), "content-length": "0"})

    def turned_away(self, asked: Asked) -> httpx.Response | None:
        return None if asked.path == "/oauth/" else super().turned_away(asked)

    @answers("POST", "/v5/oauth/token")
    def token(self, asked: Asked) -> httpx.Response:
        return self.ask_provider(asked)

    @answers("POST", "/v5/oauth/token/revoke")
    def revoke(self, asked: Asked) -> httpx.Response:
        return self.ask_provider(asked)


class LinkedInPages(Forwards):
    """LinkedIn's API, as far as its pages are found and posted on; by hand, from its documentation.

    Tokens are given at the provider itself, as LinkedIn's own pages stand elsewhere, too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.images: dict[str, bytes] = {}
        self.posts: dict[str, dict[str, Any]] = {}

    pages = {
        "urn:li:organization:2414183": ("Exampleton County Council", "exampleton"),
        "urn:li:organization:5515715": ("Grace fixes roads", "grace-fixes-roads"),
    }

    def turned_away(self, asked: Asked) -> httpx.Response | None:
        is_let_in = asked.headers.get("authorization", "").startswith("Bearer ")
        if asked.path.startswith("/upload/"):
            return None if is_let_in else httpx.Response(401)
        for head in ("linkedin-version", "x-restli-protocol-version"):
            if head not in asked.headers:
                raise WrongError(f"LinkedIn is not asked without {head}.")
        return None if is_let_in else httpx.Response(401, json={"message": "Unauthorized"})

    @answers("GET", "/rest/organizationAcls")
    def roles(self, asked: Asked) -> httpx.Response:
        if asked.query["q"] != "roleAssignee":
            raise WrongError("The roles of a member are asked for.")
        found = [{"organization": urn, "role": "ADMINISTRATOR"} for urn in self.pages]
        return httpx.Response(200, json={"elements": found})

    @answers("GET", "/rest/organizations/{number}")
    def organization(self, _: Asked, number: str) -> httpx.Response:
        name, vanity = self.pages[f"urn:li:organization:{number}"]
        return httpx.Response(200, json={"localizedName": name, "vanityName": vanity})

    @answers("POST", "/rest/images")
    def begin_image(self, asked: Asked) -> httpx.Response:
        if asked.query != {"action": "initializeUpload"}:
            raise WrongError("Nothing but the upload of an image begins here.")
        self._insist_on_a_page(asked.json["initializeUploadRequest"]["owner"])
        number = f"{len(self.images) + 1}"
        self.images[f"urn:li:image:{number}"] = b""
        told = {"uploadUrl": f"{self.url}/upload/{number}", "image": f"urn:li:image:{number}"}
        return httpx.Response(200, json={"value": told})

    @answers("PUT", "/upload/{number}")
    def bring_image(self, asked: Asked, number: str) -> httpx.Response:
        self.images[f"urn:li:image:{number}"] = asked.body
        return httpx.Response(201)

    @answers("POST", "/rest/posts")
    def post(self, asked: Asked) -> httpx.Response:
        said = asked.json
        self._insist_on_a_page(said["author"])
        image = said.get("content", {}).get("media")
        if image and not self.images[image["id"]]:
            raise WrongError("The bytes of the image have not come.")
        urn = f"urn:li:share:{7_000 + len(self.posts)}"
        at = int(timezone.now().timestamp() * 1000)
        self.posts[urn] = {**said, "id": urn, "createdAt": at}
        return httpx.Response(201, headers={"x-restli-id": urn, "content-length": "0"})

    @answers("GET", "/rest/posts/{urn}")
    def one(self, _: Asked, urn: str) -> httpx.Response:
        if urn not in self.posts:
            return httpx.Response(404, json={"message": "There is no such post."})
        return httpx.Response(200, json=self.posts[urn])

    def _insist_on_a_page(self, urn: str) -> None:
        if urn not in self.pages:
            raise WrongError(f"{urn} is no page from which this member may post.")


@dataclass(frozen=True, slots=True)
class WithPages:
    """A network that runs: how it is told to Tabard, and what it knows the council by."""

    server: Forwards
    variables: Mapping[str, str]

    @property
    def places(self) -> tuple[str, str]:
        """Where Tabard has to be able to go."""
        return self.server.place, self.server.provider.issuer.removeprefix("http://")


@contextmanager
def all_running(public_url: str) -> Iterator[dict[str, WithPages]]:
    """Run the three networks, which send people back to a Tabard at this address."""
    for description in DESCRIPTIONS:
        import_module(description)
    with ExitStack() as until:

        def run(name: str, server: Forwards, rights: str, **how: str) -> Forwards:
            back = f"{public_url}{WAY_BACK.format(name)}"
            wish = ["--redirect-uri", back, "--rights", rights, "--people", '{"roads": {}}']
            options = [word for option, value in how.items() for word in _option(option, value)]
            _, ready = until.enter_context(SERVER.running(*wish, *options))
            server.provider = Provider(ready["issuer"], ready["client_id"], ready["client_secret"])
            return until.enter_context(network_server.running(server))

        x = run(
            "x",
            XWithPages(),
            " ".join(X.rights()),
            renews="",
            routes='{"token": "/2/oauth2/token", "revocation": "/2/oauth2/revoke"}',
        )
        pinterest = run(
            "pinterest",
            PinterestWithPages(),
            " ".join(Pinterest.rights()),
            renews="",
            no_proof="",
            routes='{"authorization": "/oauth/", "token": "/v5/oauth/token", '
            '"revocation": "/v5/oauth/token/revoke"}',
        )
        linkedin = run(
            "linkedin",
            LinkedInPages(),
            " ".join(LinkedIn.rights()),
            no_proof="",
            secret_in_body="",
            routes='{"authorization": "/oauth/v2/authorization", '
            '"token": "/oauth/v2/accessToken", "revocation": "/oauth/v2/revoke"}',
        )
        yield {
            "x": _with(x, X_SERVER=x.url, X_PAGE=f"{x.provider.issuer}/auth"),
            "pinterest": _with(
                pinterest, PINTEREST_SERVER=pinterest.url, PINTEREST_PAGE=f"{pinterest.url}/oauth/"
            ),
            "linkedin": _with(
                linkedin, LINKEDIN_SERVER=linkedin.url, LINKEDIN_PAGES=linkedin.provider.issuer
            ),
        }


def _option(name: str, value: str) -> list[str]:
    option = f"--{name.replace('_', '-')}"
    return [option, value] if value else [option]


def _with(server: Forwards, **variables: str) -> WithPages:
    return WithPages(server, {f"TABARD_{name}": value for name, value in variables.items()})
