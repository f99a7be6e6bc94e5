"""How leave is asked for Pages of Facebook, and which Pages it opens."""

from collections.abc import Mapping
from typing import Any

from tabard.common.http import Client
from tabard.connectors.answers import text, things, told_apart, web_address
from tabard.connectors.api import Application, Leave, Offered, Profile
from tabard.connectors.meta import leaving

# What the pages of today need (developers.facebook.com/docs/permissions).
RIGHTS: Mapping[str, str] = {
    "pages_show_list": "see which Pages you look after, so that you can choose one",
    "pages_read_engagement": "fetch each post back and compare it with what was sent",
    "pages_manage_posts": "post as the Page, and take its posts down",
}
PROFILE = "id,name,username,link"


def rights() -> Mapping[str, str]:
    """Give what is asked for, and what each is needed for."""
    return RIGHTS


def to_set_up(back_to: str) -> tuple[str, ...]:
    """Say how the council makes its application at Meta."""
    return leaving.to_set_up(back_to, RIGHTS, "“Manage everything on your Page”")


def ask(http: Client, base_url: str, application: Application) -> Leave:
    """Send the person to Facebook, where they choose their Pages."""
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
    """Take the leave that a person gave for some of their Pages."""
    taken = leaving.take(http, base_url, application, leave=leave, answer=answer)
    leaving.insist_on(RIGHTS, taken)
    return taken


def offered(http: Client, base_url: str, secrets: Mapping[str, str]) -> tuple[Offered, ...]:
    """Give each Page that the person may post as, with a token that opens it alone."""
    with told_apart(writing=False):
        every = list(leaving.pages(http, base_url, secrets, f"{PROFILE},access_token,tasks"))
        kept = leaving.kept(secrets, alone=len(every) == 1)
        return tuple(
            Offered(
                profile(page),
                {**kept, "token": text(page, "access_token"), "page": text(page, "id")},
            )
            for page in every
            if "CREATE_CONTENT" in things(page, "tasks")
        )


def profile(told: Any) -> Profile:
    """Read how a Page is called; not every one has a name of its own in addresses."""
    number = text(told, "id")
    return Profile(
        stable_id=number,
        handle=text(told, "username") if "username" in told else number,
        display_name=text(told, "name"),
        url=web_address(told, "link"),
    )
