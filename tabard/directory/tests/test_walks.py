"""Whoever leaves, moves or stays, in any order: no account is without somebody, or forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.accounts.models import Account, AccountState, Connection
from tabard.accreditation import actions as accreditation
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.directory.models import Answer
from tabard.directory.queries import accounts as queries
from tabard.directory.queries import checks
from tabard.directory.rules import verdicts
from tabard.directory.tests import make
from tabard.keeping import actions
from tabard.keeping.models import OPEN, SUCCESSION_LIFECYCLE, Outcome, Succession
from tabard.keeping.rules.succeeding import Decision
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make as world
from tests.walks import a_step

pytestmark = pytest.mark.django_db

MOVES = {
    "succession decided": "decide",
    "succession carried out": "carry_out",
    "succession dropped": "drop",
}


class World:
    """Three people, an account of one, and an account of two of them."""

    def __init__(self) -> None:
        self.council = world.council()
        self.people = [world.author() for _ in range(3)]
        self.team = world.programme_member()
        self.own = make.account(self.people[0], handle="own.example")
        self.shared = make.account(
            self.people[0], handle="shared.example", kind="team", public_name="Rangers"
        )
        self.shared.holdings.create(person=self.people[1], since=timezone.now())
        self.accounts = {self.own.pk, self.shared.pk}

    def befalls(self, what: str, who: int) -> None:
        person = Person.objects.get(pk=self.people[who].pk)
        before = dict(Succession.objects.values_list("pk", "state"))
        entries = Entry.objects.count()
        try:
            with transaction.atomic():
                getattr(self, what)(person)
        except (NotAllowedError, NotNowError):
            assert Entry.objects.count() == entries
        self._moves_are_of_the_table(before, entries)

    def _moves_are_of_the_table(self, before: dict[int, str], entries: int) -> None:
        """Follow the record's entries through the life cycle: each has to be a move it allows."""
        state = dict(before)
        for entry in Entry.objects.order_by("pk")[entries:]:
            facts: dict[str, Any] = {one.name: one.value for one in entry.disclosures.all()}
            if entry.kind == "succession asked":
                state[facts["succession"]] = SUCCESSION_LIFECYCLE.initial
            elif entry.kind in MOVES:
                number = facts["succession"]
                state[number] = SUCCESSION_LIFECYCLE.after(state[number], MOVES[entry.kind])
        assert state == dict(Succession.objects.values_list("pk", "state"))

    def will_leave(self, person: Person) -> None:
        if person.left_at is None:
            person.leaves_on = timezone.localdate() + timedelta(days=5)
            person.save()

    def stays(self, person: Person) -> None:
        if person.left_at is None:
            person.leaves_on = None
            person.save()

    def leaves(self, person: Person) -> None:
        world.gone(person)

    def moves(self, person: Person) -> None:
        person.service = world.service(f"Service {person.service_id + 1}")
        person.save()

    def sweep(self, _person: Person) -> None:
        accreditation.close_for_leavers()
        actions.sweep()

    def hand_over(self, person: Person) -> None:
        self._decide(Decision(Outcome.HAND_OVER, colleague=person))

    def merge(self, _person: Person) -> None:
        self._decide(Decision(Outcome.MERGE, successor=Account.objects.get(pk=self.shared.pk)))

    def archive(self, _person: Person) -> None:
        self._decide(Decision(Outcome.ARCHIVE))

    def keep(self, _person: Person) -> None:
        self._decide(Decision(Outcome.KEEP))

    def _decide(self, decision: Decision) -> None:
        succession = Succession.objects.filter(state__in=OPEN).first()
        if succession is not None:
            actions.decide(succession, decision, by=self.team)

    def is_added(self, person: Person) -> None:
        account = Account.objects.get(pk=self.shared.pk)
        actions.add_holder(account, person=person, by=self.team)

    def stops_holding(self, person: Person) -> None:
        holding = person.holdings.filter(account=self.shared, until=None).first()
        if holding is not None:
            actions.end_holding(holding, by=person, why="Another job.")

    def loses_accreditation(self, person: Person) -> None:
        accreditation.end(person.accreditations.get(), by=self.team, reason="Fraud.")

    def connects_again(self, person: Person) -> None:
        """Give new access to what this person holds, as the pages do after asking the network."""
        for holding in person.holdings.filter(until=None, person__is_active=True):
            account = holding.account
            if account.state == AccountState.ENDED and account.official_until:
                account.earlier_times.create(
                    since=account.official_from, until=account.official_until
                )
            account.state, account.official_until = AccountState.CONNECTED, None
            account.successor = None
            account.save()
            connection = Connection.objects.filter(account=account).first()
            connection = connection or Connection(account=account)
            connection.secrets, connection.connected_at = {"token": "new"}, timezone.now()
            connection.save()

    def holds_together(self) -> None:
        """Hold what has to be so at any time, also between two sweeps."""
        assert set(Account.objects.values_list("pk", flat=True)) == self.accounts
        assert self.own.holdings.filter(until=None).count() <= 1
        for account in Account.objects.all():
            assert (account.state == AccountState.ENDED) == (account.official_until is not None)
            found = queries.profile(account, self.council)
            assert found.is_ended == (account.state == AccountState.ENDED)
            question = verdicts.read(account.handle)
            known = checks.known(question, self.council)
            verdict = verdicts.verdict(question, known, is_demonstration=False)
            assert verdict.answer != Answer.NOT_OURS
            assert (verdict.answer == Answer.FORMERLY) == (account.state == AccountState.ENDED)

    def is_swept(self) -> None:
        """Hold what has to be so once the worker has looked."""
        self.sweep(self.people[0])
        self.sweep(self.people[0])
        for account in Account.objects.exclude(state=AccountState.ENDED):
            held = account.holdings.filter(until=None, person__left_at=None)
            is_asked = Succession.objects.filter(account=account, state__in=OPEN).exists()
            assert held.exists() or is_asked
        gone = Person.objects.filter(left_at__isnull=False)
        assert not gone.filter(holdings__until=None, holdings__isnull=False).exists()
        reached = Account.objects.filter(connection__isnull=False, holdings__person__in=gone)
        assert not reached.exclude(holdings__until=None).exists()


EVENTS = sorted(
    name
    for name, what in vars(World).items()
    if callable(what) and not name.startswith("_")
    if name not in {"befalls", "holds_together", "is_swept"}
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from([*EVENTS, "sweep"]), st.integers(0, 2)), max_size=14))
def test_no_account_is_ever_without_somebody_or_forgotten(walk: list[tuple[str, int]]):
    with transaction.atomic():
        here = World()
        for what, who in walk:
            with a_step("succession", "accreditation"):
                here.befalls(what, who)
                here.holds_together()
        here.is_swept()
        transaction.set_rollback(True)
