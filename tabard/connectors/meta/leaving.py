"""How leave is asked for and given back: on Facebook's page, for every network of Meta."""

from collections.abc import Iterator, Mapping
from typing import Any

from tabard.common.env import env
from tabard.common.http import Client
from tabard.connectors import oauth
from tabard.connectors.answers import contents, text, things, told_apart
from tabard.connectors.api import AccessLostError, Application, Leave, RejectedError
from tabard.connectors.meta import refusals
from tabard.connectors.meta.graph import VERSION, Graph

GRANTED = "granted"
# What Facebook gives to every application, and what is no reason to keep the others.
ALWAYS_GIVEN = frozenset({"public_profile", "email"})
# What every network of Meta needs, so that it is not ended for one alone.
SHARED = frozenset({"pages_show_list", "pages_read_engagement"})
# Nobody looks after more Pages than stand on so many lists.
MOST_LISTS = 10
PER_LIST = 100
BY_HAND = (
    "Facebook ends this leave only for all accounts of a person at once. Whoever connected the "
    "account can end it alone: on Facebook, in the settings, under “Business integrations”."
)


def ask(application: Application, rights: Mapping[str, str]) -> Leave:
    """Send the person to Facebook's page, and let it ask again what was declined before."""
    page = f"{env('FACEBOOK_LOGIN', default='https://www.facebook.com').rstrip('/')}/{VERSION}"
    scope = ",".join(rights)
    return oauth.ask(f"{page}/dialog/oauth", application, rights=scope, auth_type="rerequest")


def take(
    http: Client,
    base_url: str,
    application: Application,
    *,
    leave: Leave,
    answer: Mapping[str, str],
) -> dict[str, str]:
    """Change the code into a token of the person's, then into one that lasts sixty days.

    What it opens, and of what kind, is asked for with `granted`.
    """
    at = f"{base_url.rstrip('/')}/{VERSION}/oauth/access_token"
    code = oauth.code_in(answer, leave)
    told = oauth.redeem(http, at, application, code=code, leave=leave, secret_in_body=True)
    said = {
        "grant_type": "fb_exchange_token",
        "client_id": application.client_id,
        "client_secret": application.client_secret,
    }
    with told_apart(writing=False):
        short = text(told, "access_token")
        lasts = http.post(at, data={**said, "fb_exchange_token": short})
        refusals.raise_for(lasts, writing=False, hide=short)
        token = text(contents(lasts), "access_token")
        graph = Graph(http, base_url, token=token, client_secret=application.client_secret)
        me = graph.get("me", fields="id,permissions")
        given = " ".join(_given(me))
        return {"person_token": token, "person": text(me, "id"), GRANTED: given}


def insist_on(rights: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Say which leave is missing, in the words in which it was asked for."""
    oauth.insist_on(rights, secrets[GRANTED].split())


def pages(
    http: Client, base_url: str, secrets: Mapping[str, str], fields: str
) -> Iterator[dict[str, Any]]:
    """Go through the Pages that a person gave leave for, each with its own lasting token."""
    token, secret = secrets["person_token"], secrets.get("client_secret", "")
    graph = Graph(http, base_url, token=token, client_secret=secret)
    place: dict[str, str] = {}
    for _ in range(MOST_LISTS):
        told = graph.get("me", "accounts", fields=fields, limit=PER_LIST, **place)
        yield from things(told, "data")
        if not (after := further(told)):
            return
        place = {"after": after}


def further(told: Any) -> str | None:
    """Say where a list goes on, if it does."""
    paging = told.get("paging")
    if not isinstance(paging, dict) or "next" not in paging:
        return None
    return text(paging, "cursors", "after")


def kept(secrets: Mapping[str, str], *, alone: bool) -> dict[str, str]:
    """Give what is kept with one account; who gave leave only if it was for this one alone.

    Leave is ended for everything that a person gave it for, so for one account of several it is
    not ended here.
    """
    person = {"person": secrets["person"]} if alone else {}
    return {GRANTED: secrets[GRANTED], **person}


def revoke(
    http: Client, base_url: str, secrets: Mapping[str, str], rights: Mapping[str, str]
) -> str:
    """End what a person gave leave for, but nothing that another network of Meta's needs."""
    if "person" not in secrets:
        return BY_HAND
    application = Application(secrets["client_id"], secrets["client_secret"], "")
    graph = Graph.of_application(http, base_url, application)
    with told_apart(writing=False):
        try:
            given = _given({"permissions": graph.get(secrets["person"], "permissions")})
            for right in _to_end(given, rights):
                graph.delete(secrets["person"], "permissions", writing=False, **right)
        except (AccessLostError, refusals.GoneError):
            pass  # The person has taken the application off, or Meta knows the person no more.
    return ""


def _to_end(given: list[str], rights: Mapping[str, str]) -> list[dict[str, str]]:
    """Give the rights to end one by one; or, naming none, all that there are."""
    if not given:
        return []
    if set(given) - set(rights) - ALWAYS_GIVEN:
        return [{"permission": right} for right in given if right in set(rights) - SHARED]
    return [{}]


def _given(told: Any) -> list[str]:
    every = things(told, "permissions", "data")
    return [text(one, "permission") for one in every if text(one, "status") == "granted"]


def try_out(http: Client, base_url: str, application: Application) -> None:
    """Make sure that Meta knows the application by this secret, or raise what is wrong."""
    graph = Graph.of_application(http, base_url, application)
    with told_apart(writing=False):
        try:
            told = graph.get(application.client_id, fields="id,name")
        except (AccessLostError, refusals.GoneError) as error:
            raise RejectedError(
                "Facebook does not know this application, or its secret is another one. "
                "Copy both again."
            ) from error
        if told.get("id") != application.client_id:
            raise RejectedError("Facebook knows another application by this secret.")


def to_set_up(back_to: str, rights: Mapping[str, str], product: str) -> tuple[str, ...]:
    """Say, step by step, how the council makes its application at Meta."""
    where = f"enter this under “Valid OAuth Redirect URIs”, and nothing else: {back_to}"
    reviewed = f"Ask for advanced access to each of these: {', '.join(rights)}."
    return (
        f"At developers.facebook.com/apps, make an application for {product}.",
        f"Under “Facebook Login for Business”, “Settings”, {where}",
        "Under “App settings”, “Advanced”, switch on “Require app secret”.",
        f"{reviewed} Until Meta has reviewed that, only people with a role in it can connect.",
        "Switch the application from development to live.",
        "Under “App settings”, “Basic”, copy the “App ID” and the “App secret”.",
    )
