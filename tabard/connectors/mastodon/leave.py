"""How leave is asked on a server of the fediverse: it first has to know the council's software."""

from collections.abc import Mapping

from tabard.common.http import Client
from tabard.connectors import oauth
from tabard.connectors.answers import contents, raise_for, text, told_apart
from tabard.connectors.api import Application, Leave

# What the pages of today need (docs.joinmastodon.org/api/oauth-scopes).
RIGHTS: Mapping[str, str] = {
    "read:accounts": "see whose account it is",
    "read:statuses": "fetch each post back and compare it with what was sent",
    "write:statuses": "post, and take posts down",
    "write:media": "add pictures",
}
END = "/oauth/revoke"


def rights() -> Mapping[str, str]:
    """Give what is asked for, and what each is needed for."""
    return RIGHTS


def register(http: Client, base_url: str, back_to: str) -> Application:
    """Register with one server, which gives every application its own name and secret."""
    said = {"client_name": "Tabard", "redirect_uris": back_to, "scopes": " ".join(RIGHTS)}
    with told_apart(writing=False):
        answer = http.post(f"{base_url.rstrip('/')}/api/v1/apps", json=said)
        raise_for(answer, writing=False)
        told = contents(answer)
        return Application(text(told, "client_id"), text(told, "client_secret"), back_to)


def ask(http: Client, base_url: str, application: Application) -> Leave:
    """Send the person to their server, and let it ask anew whose account it is."""
    del http
    page = f"{base_url.rstrip('/')}/oauth/authorize"
    return oauth.ask(page, application, rights=" ".join(RIGHTS), force_login="true")


def take(
    http: Client,
    base_url: str,
    application: Application,
    *,
    leave: Leave,
    answer: Mapping[str, str],
) -> Mapping[str, str]:
    """Change the code into a token, which does not run out, and see that it gives every right."""
    code = oauth.code_in(answer, leave)
    at = f"{base_url.rstrip('/')}/oauth/token"
    told = oauth.redeem(http, at, application, code=code, leave=leave)
    with told_apart(writing=False):
        token, given = text(told, "access_token"), set(text(told, "scope").split())
    # A right is given by itself, or with all of its kind.
    rights = [right for right in RIGHTS if {right, right.partition(":")[0]} & given]
    end = f"{base_url.rstrip('/')}{END}"
    with oauth.ended_unless_fit(http, end, application, tokens=[token], secret_in_body=True):
        oauth.insist_on(RIGHTS, rights)
    return {"token": token}


def end(http: Client, base_url: str, secrets: Mapping[str, str]) -> bool:
    """Have a server end a token that it gave to the council's application; say whether it did."""
    if "client_id" not in secrets:
        return False
    application = Application(secrets["client_id"], secrets.get("client_secret", ""), "")
    at = f"{base_url.rstrip('/')}{END}"
    return oauth.revoke(http, at, application, token=secrets["token"], secret_in_body=True)
