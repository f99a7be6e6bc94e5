"""Accounts are shared, and accounts that existed before are adopted."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, AccountKind, Presentation
from tabard.common.http import Client
from tabard.council.models import Service
from tabard.home.actions.story import Told, first
from tabard.keeping import actions as keeping
from tabard.keeping.models import OWN, Brought, Farewell, OlderPosts, Outcome, Succession
from tabard.keeping.rules.succeeding import Decision
from tabard.people.models import Person, Role
from tabard.practice import actions as practice
from tabard.practice.rules import Draft
from tabard.practice.work import publish


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


def settle(story: Told, people: Mapping[str, Person]) -> None:
    """Decide what becomes of the accounts of some who are to leave; of the others it is open."""
    team = first(people.values(), Role.PROGRAMME_TEAM)
    keeping.sweep()
    for told in story["successions"]:
        asked = Succession.objects.get(person=people[told["person"]])
        into = Account.objects.get(handle=told["into"])
        decision = Decision(Outcome.MERGE, successor=into, farewell=Farewell.FROM_IT)
        keeping.decide(asked, decision, by=team)


def lead_on(story: Told, people: Mapping[str, Person]) -> None:
    """Say where people can go from the accounts that have ended."""
    team = first(people.values(), Role.PROGRAMME_TEAM)
    for told in story["successors"]:
        account, successor = (Account.objects.get(handle=told[one]) for one in ("of", "is"))
        keeping.point_to(account, successor=successor, by=team)


def adopt(told: Told, people: Mapping[str, Person], *, http: Client) -> None:
    """Propose an account that exists, and take it as far as the story goes."""
    owner, handle = people[told["by"]], told["handle"]
    existed, _token = practice.open_account(handle, by=owner)
    existed.name = told["public_name"]
    existed.save(update_fields=["name"])
    for number, words in enumerate(told.get("said", [])):
        at = timezone.now() - timedelta(weeks=number + 3)
        publish(existed, f"older-{number}", Draft(words=words, created_at=at, pictures=()))
    brought = Brought(told["brought"])
    adoption = keeping.propose(
        keeping.Proposal(
            brought=brought,
            network="practice",
            handle=handle,
            connects=owner,
            profile=told["profile"],
            older_posts=OlderPosts(told["older_posts"]),
            public_name=told["public_name"],
            service=Service.objects.get(name=told["service"]),
            shows_people=told["shows_people"],
            consents=brought in OWN,
        ),
        by=owner,
    )
    if told["outcome"] != "connected":
        return
    ticket = keeping.agree(adoption, by=first(people.values(), Role.PROGRAMME_TEAM)).ticket
    if ticket is not None:
        accounts.connect_practice(ticket, by=owner, handle=handle, http=http)
        keeping.note_adopted()
