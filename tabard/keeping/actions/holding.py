"""Accounts of several people: opened, held, presented."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, Holding, Presentation, Ticket
from tabard.accounts.queries import known_names
from tabard.accreditation.queries import standing
from tabard.accreditation.settings import DAYS_TO_CONNECT
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.keeping import rules
from tabard.keeping.rules.naming import may_be_named
from tabard.naming.known import may_be_called
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def open_shared(
    person: Person,
    *,
    network: str,
    handle: str,
    agreed: Presentation,
    by: Person,
    is_sure: bool = False,
) -> Ticket:
    """Let somebody connect an account that several people will hold.

    A reserved name, which a team or the whole council may have, needs that `by` is sure.
    """
    insist(rules.may_give(by, person, standing(person)))
    if not is_sure:
        known = known_names(person).of_several()
        insist(may_be_named(agreed.public_name, known))
        insist(may_be_called(handle, network, known))
    until = timezone.now() + timedelta(days=DAYS_TO_CONNECT.value)
    ticket = accounts.give_ticket(
        person, network=network, handle=handle, until=until, agreed=agreed
    )
    record(
        "shared account opened",
        concerns=[person.pk],
        ticket=ticket.pk,
        name=agreed.public_name,
        network=network,
        person=person.pk,
        by=by.pk,
    )
    return ticket


@transaction.atomic
def add_holder(account: Account, *, person: Person, by: Person) -> Holding:
    """Let one more accredited person write from an account."""
    account = lock(account)
    insist(rules.may_keep(by))
    insist(rules.may_hold(person, standing(person)))
    return accounts.share(account, person=person, by=by)


@transaction.atomic
def end_holding(holding: Holding, *, by: Person, why: str) -> Account:
    """End one person's hold of a shared account; it goes on with the others."""
    account = lock(holding.account)
    holding = lock(holding)
    others = account.holdings.filter(until=None).exclude(pk=holding.pk).count()
    insist(rules.may_end_holding(by, holding, others))
    return accounts.let_go(account, person=holding.person, by=by, why=why)


@transaction.atomic
def present(
    account: Account, *, agreed: Presentation, by: Person, is_sure: bool = False
) -> Account:
    """Say how residents meet an account from now on: its name, its service, its people or not."""
    account = lock(account)
    insist(rules.may_keep(by) or rules.may_be_presented(account))
    if not is_sure and agreed.public_name != account.public_name:
        insist(may_be_named(agreed.public_name, known_names(by)))
    account.presentation = agreed
    account.save(update_fields=["kind", "public_name", "service", "shows_people"])
    record(
        "account presented",
        concerns=account.holdings.filter(until=None).values_list("person", flat=True),
        account=account.pk,
        name=agreed.public_name,
        shows_people=agreed.shows_people,
        by=by.pk,
    )
    return account
