"""Accounts of several people are opened, connected and held."""

from collections.abc import Mapping

from tabard.accounts import actions as accounts
from tabard.accounts.models import AccountKind, Presentation
from tabard.common.http import Client
from tabard.council.models import Service
from tabard.home.actions.story import Told, first
from tabard.keeping import actions as keeping
from tabard.people.models import Person, Role


def share(told: Told, people: Mapping[str, Person], *, http: Client) -> None:
    """Let somebody connect an account, and others hold it with them."""
    team, holder = first(people.values(), Role.PROGRAMME_TEAM), people[told["connected_by"]]
    agreed = Presentation(
        kind=AccountKind(told["kind"]),
        public_name=told["name"],
        service=Service.objects.get(name=told["service"]),
        shows_people=told["shows_people"],
    )
    ticket = keeping.open_shared(
        holder, network="practice", handle=told["handle"], agreed=agreed, by=team
    )
    account = accounts.connect_practice(ticket, by=holder, handle=told["handle"], http=http)
    for name in told["held_by"]:
        keeping.add_holder(account, person=people[name], by=team)
