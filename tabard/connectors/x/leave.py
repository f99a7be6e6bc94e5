"""How leave is asked on X: OAuth 2.0 with PKCE, for an application that the council makes there."""

from collections.abc import Mapping

from tabard.common.env import env
from tabard.common.http import Client
from tabard.connectors import oauth
from tabard.connectors.answers import text, told_apart
from tabard.connectors.api import Application, Leave
from tabard.connectors.renewing import secrets_in

# What the pages of today need (docs.x.com, “OAuth 2.0 scopes”).
RIGHTS: Mapping[str, str] = {
    "tweet.read": "fetch each post back and compare it with what was sent",
    "tweet.write": "post, and take posts down",
    "users.read": "see whose account it is",
    "media.write": "add pictures with their descriptions",
    "offline.access": "stay connected for longer than two hours",
}
TOKENS, END = "/2/oauth2/token", "/2/oauth2/revoke"


def rights() -> Mapping[str, str]:
    """Give what is asked for, and what each is needed for."""
    return RIGHTS


def server() -> str:
    """Give the address of X's API."""
    return env("X_SERVER", default="https://api.x.com")


def to_set_up(back_to: str) -> tuple[str, ...]:
    """Say how the council makes its application in X's developer console."""
    return (
        "Sign in at console.x.com with an account that belongs to the council, not to a person.",
        "Buy credits and set a spending limit: X charges for each post and each reading.",
        "Create an app, and open its “User authentication settings”.",
        "Choose the permission “Read and write” and the type “Web App, Automated App or Bot”.",
        f"Enter as the callback, exactly as it stands here: {back_to}",
        "Copy the OAuth 2.0 client ID and client secret from “Keys and tokens” to this page.",
    )


def try_out(http: Client, base_url: str, application: Application) -> None:
    """Make sure that X knows the application."""
    oauth.try_out(http, f"{base_url.rstrip('/')}{TOKENS}", application)


def ask(http: Client, base_url: str, application: Application) -> Leave:
    """Send the person to X's page, which is not on the server of its API."""
    del http, base_url
    page = env("X_PAGE", default="https://x.com/i/oauth2/authorize")
    return oauth.ask(page, application, rights=" ".join(RIGHTS))


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
        given, secrets = text(told, "scope").split(), secrets_in(told)
    tokens = (secrets["refresh_token"], secrets["access_token"])
    end = f"{base_url.rstrip('/')}{END}"
    with oauth.ended_unless_fit(http, end, application, tokens=tokens):
        oauth.insist_on(RIGHTS, given)
    return secrets
