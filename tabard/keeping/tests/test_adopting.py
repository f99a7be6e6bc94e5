"""An account that exists becomes the council's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, AccountKind, Ticket
from tabard.accounts.queries import known_names
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.keeping import actions
from tabard.keeping.models import ADOPTION_LIFECYCLE, Adoption, AdoptionState, Brought, OlderPosts
from tabard.keeping.queries import adoptions as queries
from tabard.keeping.rules import adopting as rules
from tabard.keeping.rules.naming import to_be_looked_at
from tabard.people.models import Person
from tabard.practice import actions as practice
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def proposal(connects: Person, **differs: Any) -> actions.Proposal:
    told = actions.Proposal(
        brought=Brought.PSEUDONYM,
        network="practice",
        handle="the_pothole_poet",
        connects=connects,
        profile="Verses on roads, by somebody who mends them.",
        older_posts=OlderPosts.OUTSIDE,
        public_name="The Pothole Poet",
        shows_people=False,
        consents=True,
    )
    return replace(told, **differs)


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def connected(adoption: Adoption) -> Account:
    """Connect the account as the network would have it."""
    ticket = adoption.ticket
    assert ticket is not None
    account = make.account(adoption.connects, handle=adoption.handle)
    account.presentation = ticket.presentation
    account.save()
    ticket.used_at, ticket.account = timezone.now(), account
    ticket.save()
    return account


def test_proposal_goes_to_the_programme_team_with_the_owner_s_consent():
    ada, team = make.person(), make.programme_member()

    adoption = actions.propose(proposal(ada), by=ada)

    assert adoption.state == AdoptionState.PROPOSED
    assert adoption.consented_at is not None
    assert kinds() == ["adoption proposed"]
    assert Entry.objects.get().people == sorted([ada.pk, team.pk])
    assert list(queries.waiting_for(team)) == [adoption]
    assert list(queries.waiting_for(ada)) == []


def test_own_account_is_brought_in_by_nobody_else_and_not_without_consent():
    ada, grace = make.person(), make.person()

    with pytest.raises(NotAllowedError, match="Only whoever owns"):
        actions.propose(proposal(grace), by=ada)
    with pytest.raises(NotAllowedError, match="Only with your consent"):
        actions.propose(proposal(ada, consents=False), by=ada)

    assert not Adoption.objects.exists()


def test_team_account_is_proposed_by_one_and_connected_by_another():
    ada, grace = make.person(), make.person()
    told = proposal(grace, brought=Brought.TEAM, consents=False)

    adoption = actions.propose(told, by=ada)

    assert (adoption.proposer, adoption.connects) == (ada, grace)
    assert adoption.agreed.kind == AccountKind.TEAM


def test_one_account_is_proposed_once_at_a_time():
    ada, grace = make.person(), make.person()
    first = actions.propose(proposal(ada), by=ada)

    with pytest.raises(NotAllowedError, match="already"):
        actions.propose(proposal(grace, handle="The_Pothole_Poet"), by=grace)

    actions.withdraw(first, by=ada)
    assert actions.propose(proposal(grace), by=grace).state == AdoptionState.PROPOSED


def test_handle_of_a_proposal_is_kept_until_it_is_decided():
    ada, bo, team = make.author(), make.person(), make.programme_member()
    seen = "It looks like the_pothole_poet, a name that a colleague has asked for."
    adoption = actions.propose(proposal(ada), by=ada)
    assert known_names(bo).problem_with("potholepoet") == ""
    assert known_names(bo).problem_with("thepotholepoet") == seen
    assert known_names(ada).problem_with("thepotholepoet") == ""

    actions.decline(adoption, by=team, reason="No.")

    assert known_names(bo).problem_with("thepotholepoet") == ""


def test_own_account_does_not_come_in_under_a_reserved_name():
    ada = make.person()

    with pytest.raises(NotAllowedError, match="“Mayor of Exampleton” cannot be the name"):
        actions.propose(proposal(ada, public_name="Mayor of Exampleton"), by=ada)

    assert not Adoption.objects.exists()


def test_account_is_named_as_its_network_lets_it_be_written():
    ada = make.person()

    with pytest.raises(NotAllowedError, match="no spaces"):
        actions.propose(proposal(ada, handle="the pothole poet!"), by=ada)
    assert not Adoption.objects.exists()


def test_account_on_mastodon_is_named_with_its_server():
    ada = make.person()

    with pytest.raises(NotAllowedError, match="Enter the handle with its server"):
        actions.propose(proposal(ada, network="mastodon", handle="poet"), by=ada)

    told = proposal(ada, network="mastodon", handle="@poet@social.example")
    assert actions.propose(told, by=ada).handle == "@poet@social.example"


def test_panel_is_told_what_to_look_at_in_the_names():
    make.account(make.person(), handle="ada_reads")
    ada = make.person()
    told = proposal(
        ada, brought=Brought.TEAM, handle="ada_read5", public_name="Press Office of Exampleton"
    )
    adoption = actions.propose(told, by=ada)
    fine = make.adoption(ada, network="practice", handle="oakford_poet")

    handle, name = to_be_looked_at(adoption, known_names(ada))
    assert handle == (
        "The handle @ada_read5 needs a look. "
        "It looks like ada_reads, an account of the council on Practice network."
    )
    assert name == (
        "“Press Office of Exampleton” cannot be the name of an account. "
        "“press” is a name that the council has reserved."
    )
    assert to_be_looked_at(fine, known_names(ada)) == []


def test_proposal_is_sent_back_with_a_name_and_a_profile_and_made_again():
    ada, team = make.author(), make.programme_member()
    adoption = actions.propose(proposal(ada), by=ada)

    actions.send_back(
        adoption,
        by=team,
        reasons=["The name could be taken for somebody else."],
        reason="Of another council.",
        offered_name="The Exampleton Poet",
    )

    adoption.refresh_from_db()
    assert (adoption.state, adoption.offered_name) == ("sent_back", "The Exampleton Poet")
    assert adoption.why_not == "The name could be taken for somebody else. Of another council."
    assert Entry.objects.latest("pk").people == [ada.pk]
    with pytest.raises(NotNowError):
        actions.agree(adoption, by=team)
    # Meanwhile nobody else proposes it.
    with pytest.raises(NotAllowedError, match="already"):
        actions.propose(proposal(make.person()), by=Person.objects.latest("pk"))

    actions.propose_again(adoption, public_name="The Exampleton Poet", profile="Verses.", by=ada)

    adoption.refresh_from_db()
    assert (adoption.state, adoption.public_name, adoption.profile) == (
        *("proposed", "The Exampleton Poet", "Verses."),
    )
    assert (adoption.reasons, adoption.reason, adoption.offered_name) == ([], "", "")
    assert Entry.objects.latest("pk").people == [team.pk]
    assert actions.agree(adoption, by=team).state == AdoptionState.AGREED


def test_whoever_has_come_into_the_line_is_not_told_of_a_proposal_made_again():
    ada, team, other = make.author(), make.programme_member(), make.programme_member()
    adoption = actions.propose(proposal(ada), by=ada)
    actions.send_back(adoption, by=team, reason="Another name.")
    Person.objects.filter(pk=ada.pk).update(manager=team)

    actions.propose_again(adoption, public_name="The Poet", profile="Verses.", by=ada)

    assert Entry.objects.get(kind="adoption proposed again").people == [other.pk]
    assert [list(queries.waiting_for(one)) for one in (team, other)] == [[], [adoption]]


def test_nobody_sends_back_their_own_proposal_or_changes_one_of_others():
    ada, team = make.programme_member(), make.programme_member()
    adoption = actions.propose(proposal(ada), by=ada)

    with pytest.raises(NotAllowedError, match="Somebody else has to decide"):
        actions.send_back(adoption, by=ada, reason="Me.")
    actions.send_back(adoption, by=team, reason="Another name.")
    with pytest.raises(NotAllowedError, match="Only the person who proposed it"):
        actions.propose_again(adoption, public_name="Mine", profile="Mine.", by=team)
    with pytest.raises(NotAllowedError, match="cannot be the name of an account"):
        actions.propose_again(adoption, public_name="The Mayor", profile="Mine.", by=ada)


def waits(adoption: Adoption, days: int) -> None:
    Adoption.objects.filter(pk=adoption.pk).update(
        waits_since=timezone.now() - timedelta(days=days, minutes=1)
    )


def test_whoever_lets_a_proposal_wait_is_reminded():
    ada, team = make.author(), make.programme_member()
    adoption = actions.propose(proposal(ada), by=ada)
    waits(adoption, 4)
    assert actions.remind() == 0

    waits(adoption, 5)
    assert (actions.remind(), actions.remind()) == (1, 0)
    assert Entry.objects.latest("pk").people == [team.pk]
    waits(adoption, 10)
    assert actions.remind() == 1

    actions.send_back(adoption, by=team, reason="Another name.")
    waits(adoption, 99)
    assert [actions.remind() for _ in range(4)] == [1, 1, 1, 0]
    assert Entry.objects.latest("pk").people == [ada.pk]


def test_whoever_has_an_account_to_connect_is_reminded_while_there_is_time():
    ada, grace, team = make.author(), make.author(), make.programme_member()
    told = proposal(grace, brought=Brought.TEAM, consents=False)
    adoption = actions.agree(actions.propose(told, by=ada), by=team)
    waits(adoption, 5)

    assert actions.remind() == 1

    assert Entry.objects.latest("pk").people == [grace.pk]
    Ticket.objects.update(until=timezone.now())
    waits(adoption, 99)
    assert actions.remind() == 0


@pytest.mark.parametrize("how_many", [1, 20])
def test_reminding_of_many_proposals_asks_as_often(how_many, django_assert_num_queries):
    make.programme_member()
    for _ in range(how_many):
        waits(make.adoption(), 5)

    with django_assert_num_queries(9):
        assert actions.remind() == how_many


def test_yes_gives_leave_for_that_account_alone():
    ada, team = make.author(), make.programme_member()
    adoption = actions.propose(proposal(ada), by=ada)

    actions.agree(adoption, by=team)

    ticket = Ticket.objects.get()
    assert (ticket.person, ticket.handle, ticket.is_exact) == (ada, "the_pothole_poet", True)
    assert ticket.presentation == adoption.agreed
    assert kinds()[-2:] == ["ticket given", "adoption agreed"]


def test_account_of_somebody_who_is_not_accredited_is_not_agreed_to():
    ada = make.person()
    adoption = actions.propose(proposal(ada), by=ada)

    with pytest.raises(NotAllowedError, match="not accredited"):
        actions.agree(adoption, by=make.programme_member())

    assert not Ticket.objects.exists()


@pytest.mark.parametrize("act", [actions.agree, actions.decline])
def test_nobody_decides_about_an_account_that_they_bring_in_or_connect(act: Callable[..., object]):
    team = make.programme_member()
    make.accreditation(team)
    other = make.programme_member()
    own = actions.propose(proposal(team), by=team)
    connects = actions.propose(
        proposal(team, handle="rangers", brought=Brought.TEAM, consents=False), by=other
    )
    how = {"reason": "No."} if act is actions.decline else {}

    for adoption in (own, connects):
        with pytest.raises(NotAllowedError, match="Somebody else has to decide"):
            act(adoption, by=team, **how)
    with pytest.raises(NotAllowedError, match="Only the programme team"):
        act(own, by=make.person(), **how)


@pytest.mark.parametrize("act", [actions.agree, actions.decline])
@pytest.mark.parametrize("who", ["above", "below"])
def test_nobody_decides_about_an_account_of_their_own_line(act: Callable[..., object], who: str):
    above, other = make.programme_member(), make.programme_member()
    ada = make.author()
    Person.objects.filter(pk=ada.pk).update(manager=make.person(manager=above))
    ada.refresh_from_db()
    below = make.programme_member(manager=ada)
    member = {"above": above, "below": below}[who]
    adoption = actions.propose(proposal(ada), by=ada)
    told = Entry.objects.get(kind="adoption proposed").people
    assert (member.pk in told, other.pk in told) == (False, True)
    assert [list(queries.waiting_for(one)) for one in (member, other)] == [[], [adoption]]

    waits(adoption, 5)
    actions.remind()
    actions.send_back(adoption, by=other, reason="Another name.")
    actions.propose_again(adoption, public_name="The Poet", profile="Verses.", by=ada)
    for kind in ("adoption waits", "adoption proposed again"):
        assert Entry.objects.get(kind=kind).people == [other.pk]

    adoption.refresh_from_db()
    reason = {"reason": "No."} if act is actions.decline else {}
    with pytest.raises(NotAllowedError, match="same line of management"):
        act(adoption, by=member, **reason)
    adoption.decided_by = member
    with pytest.raises(IntegrityError, match="adoption_not_decided_in_its_own_line"):
        adoption.save()


def test_no_says_why_and_the_account_can_be_proposed_again():
    ada, team = make.author(), make.programme_member()
    adoption = actions.propose(proposal(ada), by=ada)

    actions.decline(adoption, by=team, reason="It sells paintings.")

    adoption.refresh_from_db()
    assert (adoption.state, adoption.reason) == (AdoptionState.DECLINED, "It sells paintings.")
    actions.propose(proposal(ada), by=ada)


def test_withdrawn_proposal_takes_the_leave_to_connect_with_it():
    ada = make.author()
    adoption = actions.propose(proposal(ada), by=ada)
    adoption = actions.agree(adoption, by=make.programme_member())

    actions.withdraw(adoption, by=ada)

    assert Ticket.objects.get().has_run_out(timezone.now())
    assert kinds()[-2:] == ["tickets withdrawn", "adoption withdrawn"]


def test_what_is_connected_is_not_withdrawn_any_more():
    ada = make.author()
    adoption = actions.agree(actions.propose(proposal(ada), by=ada), by=make.programme_member())
    connected(adoption)

    with pytest.raises(NotAllowedError, match="connected already"):
        actions.withdraw(adoption, by=ada)
    with pytest.raises(NotAllowedError, match="Only the person who proposed"):
        actions.withdraw(adoption, by=make.person())


def test_more_time_is_given_once_it_is_over():
    ada, team = make.author(), make.programme_member()
    adoption = actions.agree(actions.propose(proposal(ada), by=ada), by=team)
    with pytest.raises(NotAllowedError, match="still"):
        actions.give_more_time(adoption, by=team)
    assert rules.moves_open_to(team, adoption) == []
    Ticket.objects.update(until=timezone.now())
    adoption.refresh_from_db()
    assert rules.moves_open_to(team, adoption) == ["give_more_time"]

    again = actions.give_more_time(adoption, by=team)

    assert again.ticket is not None
    assert not again.ticket.has_run_out(timezone.now())


def test_connected_account_is_noted_with_its_start_and_the_choice_about_older_posts():
    ada = make.author()
    told = proposal(ada, older_posts=OlderPosts.INCLUDED)
    adoption = actions.agree(actions.propose(told, by=ada), by=make.programme_member())
    assert actions.note_adopted() == 0
    account = connected(adoption)

    assert actions.note_adopted() == 1
    assert actions.note_adopted() == 0

    found = queries.of_account(account)
    assert found == adoption
    assert found is not None
    assert (found.state, found.older_posts) == (AdoptionState.CONNECTED, OlderPosts.INCLUDED)
    assert kinds()[-1] == "account adopted"


@pytest.mark.parametrize(
    ("differs", "constraint"),
    [
        ({"consented_at": None}, "own_account_comes_from_its_owner_who_consents"),
        ({"brought": "team"}, "adoption_without_people_or_of_several_has_a_public_name"),
        ({"shows_people": False}, "adoption_without_people_or_of_several_has_a_public_name"),
        ({"state": "agreed"}, "agreed_adoption_has_its_ticket"),
        ({"state": "declined"}, "declined_adoption_says_why"),
    ],
)
def test_database_refuses_an_adoption_that_cannot_be(differs: dict[str, Any], constraint: str):
    with pytest.raises(IntegrityError, match=constraint):
        make.adoption(**differs)


def test_database_refuses_a_decision_about_one_s_own():
    ada, grace = make.person(), make.person()

    with pytest.raises(IntegrityError, match="adoption_not_decided_by_its_proposer"):
        make.adoption(ada, decided_by=ada, brought="team", public_name="R", connects=grace)


def test_database_refuses_a_decision_of_whoever_connects_it():
    ada, grace = make.person(), make.person()

    with pytest.raises(IntegrityError, match="adoption_not_decided_by_who_connects_it"):
        make.adoption(ada, decided_by=grace, brought="team", public_name="R", connects=grace)


def test_database_refuses_a_connected_adoption_without_its_account():
    ada = make.person()

    with pytest.raises(IntegrityError, match="connected_adoption_has_its_account"):
        make.adoption(ada, state="connected", ticket=make.ticket(ada))


@pytest.mark.django_db(transaction=True)
def test_account_on_the_practice_network_keeps_its_handle_and_all_that_is_there(
    live_practice: str, http: Any
):
    ada, team = make.author(), make.programme_member()
    opened, _token = practice.open_account("the_pothole_poet", by=ada)
    adoption = actions.agree(actions.propose(proposal(ada), by=ada), by=team)
    assert adoption.ticket is not None
    with pytest.raises(NotAllowedError, match="for the_pothole_poet alone"):
        accounts.connect_practice(adoption.ticket, by=ada, handle="another", http=http)

    account = accounts.connect_practice(
        adoption.ticket, by=ada, handle="the_pothole_poet", http=http
    )
    actions.note_adopted()

    assert account.stable_id == opened.stable_id
    assert account.server == live_practice
    assert (account.public_name, account.shows_people) == ("The Pothole Poet", False)
    assert queries.of_account(account) == adoption


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("live_practice")
def test_account_that_somebody_else_has_is_not_adopted(http: Any):
    ada = make.author()
    practice.open_account("the_pothole_poet", by=make.person())
    adoption = actions.agree(actions.propose(proposal(ada), by=ada), by=make.programme_member())
    assert adoption.ticket is not None

    with pytest.raises(NotAllowedError, match="You have no account @the_pothole_poet"):
        accounts.connect_practice(adoption.ticket, by=ada, handle="the_pothole_poet", http=http)

    assert not Account.objects.exists()


class World:
    """One account that exists, the people around it, and what they do about it."""

    def __init__(self) -> None:
        self.ada, self.team = make.author(), make.programme_member()
        self.pk = actions.propose(proposal(self.ada), by=self.ada).pk

    @property
    def adoption(self) -> Adoption:
        return Adoption.objects.get(pk=self.pk)

    def agree(self) -> None:
        actions.agree(self.adoption, by=self.team)

    def decline(self) -> None:
        actions.decline(self.adoption, by=self.team, reason="No.")

    def withdraw(self) -> None:
        actions.withdraw(self.adoption, by=self.ada)

    def give_more_time(self) -> None:
        actions.give_more_time(self.adoption, by=self.team)

    def connect(self) -> None:
        actions.note_adopted()

    def use_the_ticket(self) -> None:
        ticket = self.adoption.ticket
        if self.adoption.state == AdoptionState.AGREED and ticket and not ticket.used_at:
            connected(self.adoption)

    def let_time_run_out(self) -> None:
        Ticket.objects.filter(used_at=None).update(until=timezone.now())

    def send_back(self) -> None:
        actions.send_back(self.adoption, by=self.team, reason="Another name.")

    def propose_again(self) -> None:
        actions.propose_again(self.adoption, public_name="The Poet", profile="Verses.", by=self.ada)

    def propose_anew(self) -> None:
        self.pk = actions.propose(proposal(self.ada), by=self.ada).pk

    def befalls(self, what: str) -> None:
        """Do it, and see that nothing but a move of the table, with its entry, came of it."""
        pk, before, entries = self.pk, self.adoption.state, Entry.objects.count()
        try:
            getattr(self, what)()
        except (NotNowError, NotAllowedError):
            assert Entry.objects.count() == entries
        after = Adoption.objects.get(pk=pk).state
        if after != before:
            assert ADOPTION_LIFECYCLE.after(before, what) == after
            assert Entry.objects.count() > entries

    def holds_together(self) -> None:
        assert Adoption.objects.filter(state__in=["proposed", "sent_back", "agreed"]).count() <= 1
        for adoption in Adoption.objects.filter(state="connected").select_related("account"):
            assert adoption.account is not None
            assert adoption.account.holdings.get().person == self.ada
            assert queries.of_account(adoption.account) is not None


EVENTS = [*ADOPTION_LIFECYCLE.moves, "use_the_ticket", "let_time_run_out", "propose_anew"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(EVENTS), max_size=15))
def test_whatever_is_done_about_an_account_that_exists_is_a_move_of_the_table(events: list[str]):
    with transaction.atomic():
        world = World()
        for event in events:
            world.befalls(event)
            world.holds_together()
        transaction.set_rollback(True)
