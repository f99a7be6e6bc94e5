"""How leave is asked on Pinterest: OAuth 2.0, for an application that the council makes there.

Source: developers.pinterest.com/docs/getting-started, “Set up authentication and authorization”.
"""

from collections.abc import Mapping

from tabard.common.env import env
from tabard.common.http import Client
from tabard.connectors import oauth
from tabard.connectors.answers import text, told_apart
from tabard.connectors.api import Application, Leave
from tabard.connectors.renewing import secrets_in

# What the pages of today need: Pinterest wants the right to change boards, too,
# of whoever puts a pin on one.
RIGHTS: Mapping[str, str] = {
    "user_accounts:read": "see whose account it is",
    "boards:read": "see the boards to choose from",
    "boards:write": "put pins on a board",
    "pins:read": "fetch each pin back and compare it with what was sent",
    "pins:write": "make and delete pins",
}
TOKENS, END = "/v5/oauth/token", "/v5/oauth/token/revoke"


def rights() -> Mapping[str, str]:
    """Give what is asked for, and what each is needed for."""
    return RIGHTS


def server() -> str:
    """Give the address of Pinterest's API."""
    return env("PINTEREST_SERVER", default="https://api.pinterest.com")


def to_set_up(back_to: str) -> tuple[str, ...]:
    """Say how the council makes its application at Pinterest."""
    return (
        "Sign in to developers.pinterest.com with a business account of the council.",
        "Connect an app under “My apps”, and wait for Pinterest's yes to trial access.",
        f"Add as a redirect URI, exactly as it stands here: {back_to}",
        "Ask for standard access as well: with trial access only the council itself sees the pins.",
        "Copy the app ID and the app secret key to this page.",
    )


def try_out(http: Client, base_url: str, application: Application) -> None:
    """Make sure that Pinterest knows the application."""
    oauth.try_out(http, f"{base_url.rstrip('/')}{TOKENS}", application)


def ask(http: Client, base_url: str, application: Application) -> Leave:
    """Send the person to Pinterest's page; it takes no proof of the exchange."""
    del http, base_url
    page = env("PINTEREST_PAGE", default="https://www.pinterest.com/oauth/")
    return oauth.ask(page, application, rights=",".join(RIGHTS), proves_exchange=False)


def take(
    http: Client,
    base_url: str,
    application: Application,
    *,
    leave: Leave,
    answer: Mapping[str, str],
) -> Mapping[str, str]:
    """Change the code into tokens, and see that they give every right."""
    code = oauth.code_in(answer, leave)
    at = f"{base_url.rstrip('/')}{TOKENS}"
    told = oauth.redeem(http, at, application, code=code, leave=leave)
    with told_apart(writing=False):
        given, secrets = text(told, "scope").replace(",", " ").split(), secrets_in(told)
    oauth.insist_on(RIGHTS, given)
    return secrets
