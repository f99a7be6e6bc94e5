"""How leave is asked for professional accounts of Instagram, and which ones it opens."""

from collections.abc import Mapping
from typing import Any

from tabard.common.http import Client
from tabard.connectors.answers import text, told_apart
from tabard.connectors.api import Application, Leave, Offered, Profile
from tabard.connectors.meta import leaving
from tabard.connectors.meta.media import HOME

# What the pages of today need (developers.facebook.com/docs/permissions).
NEEDED: Mapping[str, str] = {
    "pages_show_list": "see which Pages your Instagram accounts belong to",
    "pages_read_engagement": "reach an Instagram account through its Page",
    "instagram_basic": "fetch each post back and compare it with what was sent",
    "instagram_content_publish": "post",
}
# Meta gives it to few; without it a person deletes posts in the app.
DELETES = "instagram_manage_contents"
RIGHTS: Mapping[str, str] = {**NEEDED, DELETES: "take posts down"}
PROFILE = "id,username,name"


def rights() -> Mapping[str, str]:
    """Give what is asked for, and what each is needed for."""
    return RIGHTS


def to_set_up(back_to: str) -> tuple[str, ...]:
    """Say how the council makes its application at Meta."""
    return leaving.to_set_up(back_to, RIGHTS, "“Manage messaging & content on Instagram”")


def ask(http: Client, base_url: str, application: Application) -> Leave:
    """Send the person to Facebook, where they choose the accounts and their Pages."""
    del http, base_url
    return leaving.ask(application, RIGHTS)


def take(
    http: Client,
    base_url: str,
    application: Application,
    *,
    leave: Leave,
    answer: Mapping[str, str],
) -> Mapping[str, str]:
    """Take the leave that a person gave; that to delete need not be among it."""
    taken = leaving.take(http, base_url, application, leave=leave, answer=answer)
    leaving.insist_on(NEEDED, taken)
    return taken


def offered(http: Client, base_url: str, secrets: Mapping[str, str]) -> tuple[Offered, ...]:
    """Give each professional account that belongs to one of the person's Pages."""
    with told_apart(writing=False):
        fields = f"access_token,instagram_business_account{{{PROFILE}}}"
        pages = list(leaving.pages(http, base_url, secrets, fields))
        kept = leaving.kept(secrets, alone=len(pages) == 1)
        return tuple(
            _offered(page["instagram_business_account"], text(page, "access_token"), kept)
            for page in pages
            if "instagram_business_account" in page
        )


def _offered(account: Any, token: str, kept: Mapping[str, str]) -> Offered:
    found = profile(account)
    known = {"account": found.stable_id, "username": found.handle}
    return Offered(found, {**kept, **known, "token": token})


def profile(told: Any) -> Profile:
    """Read how an account is called."""
    handle = text(told, "username")
    name = text(told, "name") if "name" in told else handle
    return Profile(text(told, "id"), handle, name, f"{HOME}/{handle}/")
