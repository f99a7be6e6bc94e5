"""How leave is asked on LinkedIn: from a member who looks after a page of the council.

Source: learn.microsoft.com/linkedin, “Authorization Code Flow (3-legged OAuth)”.
"""

import time
from collections.abc import Mapping

from tabard.common.env import env
from tabard.common.http import Client
from tabard.connectors import oauth
from tabard.connectors.answers import text, told_apart
from tabard.connectors.api import Application, Leave

# What the pages of today need.
RIGHTS: Mapping[str, str] = {
    "r_organization_social": "fetch each post back and compare it with what was sent",
    "w_organization_social": "post as the page, and take posts down",
    "r_organization_admin": "see which pages you look after, so that you can choose one",
}


def pages() -> str:
    """Give the address of LinkedIn's pages for people, where leave is given and taken back."""
    return env("LINKEDIN_PAGES", default="https://www.linkedin.com")


def rights() -> Mapping[str, str]:
    """Give what is asked for, and what each is needed for."""
    return RIGHTS


def to_set_up(back_to: str) -> tuple[str, ...]:
    """Say how the council makes its application at LinkedIn."""
    return (
        "Sign in to linkedin.com/developers and create an app that belongs to the council's page.",
        "On the app's tab “Settings”, let the page's administrator verify the app.",
        "On the tab “Products”, ask for the Community Management API, and wait for LinkedIn's yes.",
        f"On the tab “Auth”, add exactly this redirect address: {back_to}",
        "Copy the client ID and the primary client secret from the tab “Auth” to here.",
    )


def ask(http: Client, base_url: str, application: Application) -> Leave:
    """Send the person to LinkedIn's page, which refuses a proof of the exchange (PKCE)."""
    del http, base_url
    page = f"{pages()}/oauth/v2/authorization"
    return oauth.ask(page, application, rights=" ".join(RIGHTS), proves_exchange=False)


def take(
    http: Client,
    base_url: str,  # noqa: ARG001 - the pages are elsewhere
    application: Application,
    *,
    leave: Leave,
    answer: Mapping[str, str],
) -> Mapping[str, str]:
    """Change the code into a token of 60 days, and see that it gives every right."""
    code = oauth.code_in(answer, leave)
    told = oauth.redeem(http, _at(), application, code=code, leave=leave, secret_in_body=True)
    with told_apart(writing=False):
        token, given = text(told, "access_token"), text(told, "scope")
    oauth.insist_on(RIGHTS, given.replace(",", " ").split())
    return {"token": token, **_until(told.get("expires_in"))}


def try_out(http: Client, base_url: str, application: Application) -> None:  # noqa: ARG001 - as above
    """Bring LinkedIn a code that was never given: it says whether it is the code it minds."""
    oauth.try_out(http, _at(), application, secret_in_body=True)


def end(http: Client, secrets: Mapping[str, str]) -> bool:
    """Have LinkedIn end a token; say whether it did."""
    application = Application(secrets.get("client_id", ""), secrets.get("client_secret", ""), "")
    at = f"{pages()}/oauth/v2/revoke"
    return oauth.revoke(http, at, application, token=secrets["token"], secret_in_body=True)


def _at() -> str:
    return f"{pages()}/oauth/v2/accessToken"


def _until(seconds: object) -> dict[str, str]:
    """Note when the token runs out, in seconds since 1970."""
    return {"expires_at": str(int(time.time()) + seconds)} if isinstance(seconds, int) else {}
