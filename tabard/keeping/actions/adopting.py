"""An account that exists is proposed, agreed on, and becomes the council's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Ticket
from tabard.accounts.queries import known_names
from tabard.accreditation import actions as accreditation
from tabard.accreditation.queries import standing
from tabard.accreditation.settings import DAYS_TO_CONNECT, REMIND_AFTER
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.council.models import Service
from tabard.keeping.models import (
    ADOPTION_LIFECYCLE,
    OWN,
    Adoption,
    AdoptionState,
    Brought,
    OlderPosts,
)
from tabard.keeping.queries import adoptions as queries
from tabard.keeping.queries.adoptions import line_now
from tabard.keeping.rules import adopting as rules
from tabard.keeping.rules.naming import is_whole, may_be_named
from tabard.people.models import Person
from tabard.people.queries import programme_team
from tabard.record.actions import Fact, record, record_each

# What a draft of a proposal is about.
AN_ADOPTION = "adoption"
# How many one tick takes note of, so that it ends soon.
AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """An account that exists, and how it is to be the council's."""

    brought: Brought
    network: str
    handle: str
    connects: Person
    profile: str
    older_posts: OlderPosts
    public_name: str = ""
    service: Service | None = None
    shows_people: bool = True
    consents: bool = False


def propose(proposal: Proposal, *, by: Person) -> Adoption:
    """Propose that an account which exists becomes the council's."""
    try:
        return _propose(proposal, by=by)
    except IntegrityError as error:
        if "one_adoption_under_way_per_account" not in str(error):
            raise
        raise NotAllowedError("Somebody has proposed this account already.") from error


@transaction.atomic
def _propose(proposal: Proposal, *, by: Person) -> Adoption:
    insist(
        rules.may_propose(
            by, proposal.brought, connects=proposal.connects, consents=proposal.consents
        )
        or is_whole(proposal.network, proposal.handle.strip())
    )
    if proposal.brought in OWN:
        insist(may_be_named(proposal.public_name, known_names(by)))
    now = timezone.now()
    adoption = Adoption.objects.create(
        proposer=by,
        connects=proposal.connects,
        brought=proposal.brought,
        network=proposal.network,
        handle=proposal.handle.strip(),
        public_name=proposal.public_name,
        service=proposal.service,
        shows_people=proposal.shows_people,
        profile=proposal.profile,
        older_posts=proposal.older_posts,
        consented_at=now if proposal.consents else None,
        proposed_at=now,
        line=line_now(by, proposal.connects),
    )
    _keep_handle(adoption)
    tell = [by.pk, *queries.deciders(adoption)]
    _record("adoption proposed", adoption, tell=tell, by=by, consents=proposal.consents)
    accreditation.drop_draft(by, AN_ADOPTION)
    return adoption


def _keep_handle(adoption: Adoption) -> None:
    """Keep the handle, unless somebody has asked for one like it: the panel is shown that."""
    accounts.keep_free_names(
        adoption.connects, {adoption.network: adoption.handle}, source=adoption.keeps_names_as
    )


@transaction.atomic
def agree(adoption: Adoption, *, by: Person) -> Adoption:
    """Say yes, and let the one who has the account connect it."""
    adoption = lock(adoption)
    adoption.line = line_now(adoption.proposer, adoption.connects)
    insist(rules.may_agree(by, adoption, standing(adoption.connects)))
    adoption.go("agree")
    adoption.decided_by, adoption.decided_at = by, timezone.now()
    adoption.ticket = _ticket(adoption)
    adoption.save()
    _record("adoption agreed", adoption, tell=[adoption.proposer_id, adoption.connects_id], by=by)
    return adoption


@transaction.atomic
def give_more_time(adoption: Adoption, *, by: Person) -> Adoption:
    """Let it be connected once more, after the time is over."""
    adoption = lock(adoption)
    adoption.line = line_now(adoption.proposer, adoption.connects)
    insist(rules.may_agree(by, adoption, standing(adoption.connects)))
    adoption.state = ADOPTION_LIFECYCLE.after(adoption.state, "give_more_time")
    insist(rules.has_run_out(adoption))
    adoption.ticket = _ticket(adoption)
    adoption.save(update_fields=["state", "ticket"])
    _record("adoption given more time", adoption, tell=[adoption.connects_id], by=by)
    return adoption


def _ticket(adoption: Adoption) -> Ticket:
    return accounts.give_ticket(
        adoption.connects,
        network=adoption.network,
        handle=adoption.handle,
        until=timezone.now() + timedelta(days=DAYS_TO_CONNECT.value),
        agreed=adoption.agreed,
        is_exact=True,
    )


@transaction.atomic
def send_back(
    adoption: Adoption,
    *,
    by: Person,
    reasons: Sequence[str] = (),
    reason: str = "",
    offered_name: str = "",
    offered_profile: str = "",
) -> Adoption:
    """Give a proposal back with words, and with the name and profile that would be agreed."""
    adoption = lock(adoption)
    adoption.line = line_now(adoption.proposer, adoption.connects)
    insist(rules.may_decide(by, adoption))
    adoption.go("send_back")
    adoption.reasons, adoption.reason = list(reasons), reason
    adoption.offered_name, adoption.offered_profile = offered_name, offered_profile
    adoption.save()
    tell, why = [adoption.proposer_id, adoption.connects_id], adoption.why_not
    _record("adoption sent back", adoption, tell=tell, by=by, why=why)
    return adoption


@transaction.atomic
def propose_again(adoption: Adoption, *, public_name: str, profile: str, by: Person) -> Adoption:
    """Answer what a proposal was sent back for, with another name or profile."""
    adoption = lock(adoption)
    insist(rules.may_withdraw(by, adoption))
    if adoption.was_somebody_s_own:
        insist(may_be_named(public_name, known_names(by)))
    adoption.go("propose_again")
    adoption.line = line_now(adoption.proposer, adoption.connects)
    adoption.public_name, adoption.profile = public_name, profile
    adoption.reasons, adoption.reason = [], ""
    adoption.offered_name = adoption.offered_profile = ""
    adoption.save()
    _record("adoption proposed again", adoption, tell=queries.deciders(adoption), by=by)
    return adoption


@transaction.atomic
def remind() -> int:
    """Tell whoever lets a proposal wait, and who has an account to connect; say of how many."""
    now, days = timezone.now(), REMIND_AFTER.value
    waiting = queries.let_wait(now, days).select_for_update(of=["self"], skip_locked=True)
    found = list(waiting[:AT_A_TIME])
    team = set(programme_team().values_list("pk", flat=True)) if found else set()
    record_each("adoption waits", (_waiting(adoption, team, now) for adoption in found))
    for adoption in found:
        adoption.reminders += 1
    Adoption.objects.bulk_update(found, ["reminders"])
    return len(found)


def _waiting(
    adoption: Adoption, team: set[int], now: datetime
) -> tuple[list[int], dict[str, Fact]]:
    match adoption.state:
        case AdoptionState.PROPOSED:
            people = queries.deciders(adoption, team)
        case AdoptionState.AGREED:
            people = [adoption.connects_id]
        case _:
            people = [adoption.proposer_id]
    return people, {
        "adoption": adoption.pk,
        "person": adoption.proposer_id,
        "handle": adoption.handle,
        "network": adoption.network,
        "how_many": (now - adoption.waits_since).days,
    }


@transaction.atomic
def decline(
    adoption: Adoption, *, by: Person, reason: str = "", reasons: Sequence[str] = ()
) -> Adoption:
    """Say no, and why; the account stays whose it is."""
    adoption = lock(adoption)
    adoption.line = line_now(adoption.proposer, adoption.connects)
    insist(rules.may_decide(by, adoption))
    adoption.go("decline")
    adoption.decided_by, adoption.decided_at = by, timezone.now()
    adoption.reason, adoption.reasons = reason, list(reasons)
    adoption.save()
    accounts.free_names(adoption.keeps_names_as)
    tell = [adoption.proposer_id, adoption.connects_id]
    _record("adoption declined", adoption, tell=tell, by=by, why=adoption.why_not)
    return adoption


@transaction.atomic
def withdraw(adoption: Adoption, *, by: Person) -> Adoption:
    """Take a proposal back, and the leave to connect with it."""
    adoption = lock(adoption)
    ticket = lock(adoption.ticket) if adoption.ticket else None
    insist(rules.may_withdraw(by, adoption) or rules.is_not_connected(ticket))
    adoption.state = ADOPTION_LIFECYCLE.after(adoption.state, "withdraw")
    adoption.save(update_fields=["state"])
    accounts.free_names(adoption.keeps_names_as)
    if ticket is not None:
        accounts.withdraw_ticket(ticket, why="The proposal was withdrawn.")
    _record("adoption withdrawn", adoption, tell=[adoption.decided_by_id], by=by)
    return adoption


@transaction.atomic
def note_adopted() -> int:
    """Take note of the accounts that were connected, as was agreed; say of how many."""
    connected = (
        Adoption.objects.filter(state=AdoptionState.AGREED, ticket__account__isnull=False)
        .select_related("ticket")
        .select_for_update(of=["self"], skip_locked=True)[:AT_A_TIME]
    )
    noted = [_note(adoption) for adoption in connected]
    return len(noted)


def _note(adoption: Adoption) -> Adoption:
    adoption.state = ADOPTION_LIFECYCLE.after(adoption.state, "connect")
    adoption.account = adoption.ticket.account if adoption.ticket else None
    adoption.save(update_fields=["state", "account"])
    accounts.free_names(adoption.keeps_names_as)
    record(
        "account adopted",
        concerns=[one for one in (adoption.proposer_id, adoption.decided_by_id) if one],
        adoption=adoption.pk,
        account=adoption.account_id,
        handle=adoption.handle,
        network=adoption.network,
        older_posts=adoption.older_posts,
    )
    return adoption


def _record(
    kind: str, adoption: Adoption, *, tell: Sequence[int | None], by: Person, **facts: str | bool
) -> None:
    record(
        kind,
        concerns=[person for person in tell if person],
        adoption=adoption.pk,
        person=adoption.proposer_id,
        handle=adoption.handle,
        network=adoption.network,
        by=by.pk,
        **facts,
    )
