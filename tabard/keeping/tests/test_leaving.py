"""What is due of itself when people leave or move."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, AccountState, Connection, KeptName, Revocation, Ticket
from tabard.accreditation import actions as accreditation
from tabard.common.rules import NotAllowedError
from tabard.keeping import actions
from tabard.keeping.models import (
    Adoption,
    Cause,
    Farewell,
    Outcome,
    Placing,
    Succession,
    SuccessionState,
)
from tabard.keeping.rules.succeeding import Decision
from tabard.keeping.settings import MANAGER_COUNTS
from tabard.people.models import Absence, Person
from tabard.publishing import actions as publishing
from tabard.publishing.models import DeliveryState
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def sweep() -> None:
    """Do what the worker does every few seconds."""
    accreditation.close_for_leavers()
    actions.sweep()


def decide(succession: Succession, outcome: Outcome, **how: Any) -> Succession:
    return actions.decide(succession, Decision(outcome, **how), by=make.programme_member())


def holders(account: Account) -> list[Person]:
    return [one.person for one in account.holdings.filter(until=None)]


def told(kind: str) -> list[Entry]:
    return list(Entry.objects.filter(kind=kind))


def test_programme_team_is_asked_about_each_account_once_a_leaving_date_is_set():
    ada, team = make.leaver(), make.programme_member()
    account = make.account(ada)

    sweep()
    sweep()

    succession = Succession.objects.get()
    assert (succession.account, succession.person) == (account, ada)
    assert (succession.cause, succession.due_on) == (Cause.LEAVES, ada.leaves_on)
    assert [entry.people for entry in told("succession asked")] == [[team.pk]]


@pytest.mark.parametrize("who", ["proposer", "connects"])
@pytest.mark.parametrize("state", ["proposed", "sent_back"])
def test_proposal_to_adopt_is_dropped_once_either_who_brings_it_in_has_left(who: str, state: str):
    proposer, connects = make.author(), make.author()
    named = {"connects": connects, "brought": "team", "public_name": "Rangers"}
    adoption = make.adoption(proposer, state=state, handle="rangers.example", **named)
    make.adoption(make.author())
    kept = make.kept_name(connects, "rangers.example", "bluesky")
    KeptName.objects.filter(pk=kept.pk).update(source=adoption.keeps_names_as)
    make.gone(getattr(adoption, who))

    sweep()

    states = Adoption.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "proposed"]
    assert not KeptName.objects.exists()
    stays = connects if who == "proposer" else proposer
    assert [entry.people for entry in told("adoption dropped")] == [[stays.pk]]


def agreed(proposer: Person, connects: Person, **differs: Any) -> Adoption:
    named = {"brought": "team", "public_name": "Rangers", "state": "agreed"}
    ticket = make.ticket(connects, network="bluesky", **differs)
    return make.adoption(proposer, connects=connects, ticket=ticket, **named)


def test_what_was_agreed_is_dropped_with_whoever_connects_it():
    gone, stays = make.gone(make.author()), make.author()
    adoption = agreed(stays, gone)

    actions.sweep()

    assert Adoption.objects.get().state == "withdrawn"
    assert Ticket.objects.get().has_run_out(timezone.now())
    people = sorted([stays.pk, adoption.decided_by_id or 0])
    assert [entry.people for entry in told("adoption dropped")] == [people]


def test_what_was_agreed_can_be_connected_in_time_after_its_proposer_has_left():
    adoption = agreed(make.gone(make.author()), make.author())
    sweep()
    assert Adoption.objects.get().state == "agreed"

    Ticket.objects.update(until=timezone.now())
    sweep()

    assert Adoption.objects.get().state == "withdrawn"
    assert [entry.people for entry in told("adoption dropped")] == [
        sorted([adoption.connects_id, adoption.decided_by_id or 0])
    ]


def test_what_is_connected_already_is_not_dropped():
    gone = make.gone(make.author())
    agreed(make.author(), gone, used_at=timezone.now(), account=make.account(gone))

    actions.sweep()

    assert Adoption.objects.get().state == "agreed"


def test_nobody_is_asked_about_a_shared_account_that_goes_on():
    make.shared_account(make.leaver(), make.author())

    sweep()

    assert not Succession.objects.exists()


def test_it_is_asked_when_all_who_hold_an_account_leave():
    ada, grace = make.leaver(), make.leaver(days=20)
    make.shared_account(ada, grace)

    sweep()

    assert {one.person for one in Succession.objects.all()} == {ada, grace}


def test_question_is_dropped_when_somebody_stays_after_all():
    ada = make.leaver()
    make.account(ada)
    sweep()

    ada.leaves_on = None
    ada.save()
    sweep()

    assert Succession.objects.get().state == SuccessionState.DROPPED
    assert len(told("succession dropped")) == 1


def test_question_is_dropped_when_somebody_else_holds_the_account_with_them():
    ada = make.leaver()
    account = make.shared_account(ada)
    sweep()

    actions.add_holder(account, person=make.author(), by=make.programme_member())
    sweep()

    assert Succession.objects.get().state == SuccessionState.DROPPED


def test_question_follows_the_last_working_day():
    ada = make.leaver()
    make.account(ada)
    sweep()

    ada.leaves_on = timezone.localdate() + timedelta(days=40)
    ada.save()
    sweep()

    assert Succession.objects.get().due_on == ada.leaves_on


def test_account_of_a_leaver_is_formerly_ours_from_the_day_though_nobody_decided():
    ada = make.leaver()
    account = make.account(ada)
    waiting = make.delivery(make.approved_message(ada, accounts=[account]))
    sweep()

    make.gone(ada)
    sweep()
    publishing.tick()

    account.refresh_from_db()
    waiting.refresh_from_db()
    assert account.state == AccountState.ENDED
    assert account.official_until is not None
    assert waiting.state == DeliveryState.HELD
    assert Succession.objects.get().state == SuccessionState.WAITING


def test_access_of_a_leaver_is_given_up_and_the_network_asked():
    ada = make.leaver()
    account = make.account(ada)

    make.gone(ada)
    sweep()

    assert not Connection.objects.exists()
    assert Revocation.objects.get().account == account


def test_access_is_kept_while_a_post_is_being_taken_down():
    ada = make.leaver()
    account = make.account(ada)
    delivery = make.delivery(
        make.approved_message(ada, accounts=[account]), state=DeliveryState.REMOVING
    )

    make.gone(ada)
    sweep()
    assert Connection.objects.exists()
    delivery.state, delivery.removed_at = DeliveryState.REMOVED, timezone.now()
    delivery.save()
    sweep()

    assert not Connection.objects.exists()


def test_shared_account_goes_on_with_its_connection_when_one_leaves():
    ada, grace = make.leaver(), make.author()
    account = make.shared_account(ada, grace)

    make.gone(ada)
    sweep()

    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED
    assert holders(account) == [grace]
    assert Connection.objects.filter(account=account).exists()


def test_shared_account_that_nobody_holds_any_more_is_asked_about():
    ada = make.author()
    account = make.shared_account(ada)
    accreditation.end(ada.accreditations.get(), by=make.programme_member(), reason="Fraud.")

    sweep()
    sweep()

    succession = Succession.objects.get()
    assert (succession.account, succession.person, succession.cause) == (account, ada, Cause.ALONE)


def test_accounts_of_somebody_whose_accreditation_was_ended_are_asked_about_once():
    ada, team, grace = make.author(), make.programme_member(), make.author()
    account, before = make.account(ada), make.account(ada)
    accounts.disconnect(before, by=ada)
    accreditation.end(ada.accreditations.get(), by=team, reason="It did not work out.")

    sweep()
    sweep()

    succession = Succession.objects.get()
    assert (succession.account, succession.person) == (account, ada)
    assert succession.cause == Cause.ENDED
    with pytest.raises(NotAllowedError, match="Nobody says goodbye"):
        decide(succession, Outcome.ARCHIVE, farewell=Farewell.FROM_IT)
    decide(succession, Outcome.HAND_OVER, colleague=grace)
    sweep()
    assert holders(account) == [grace]
    assert Succession.objects.count() == 1


def test_question_about_an_ended_account_is_dropped_once_it_is_ours_again():
    ada = make.author()
    account = make.account(ada)
    accreditation.end(ada.accreditations.get(), by=make.programme_member(), reason="Paused.")
    sweep()

    Account.objects.filter(pk=account.pk).update(state=AccountState.LOST, official_until=None)
    sweep()

    assert Succession.objects.get().state == SuccessionState.DROPPED


def test_account_is_handed_to_a_colleague_on_the_day_and_connected_anew():
    ada, grace = make.leaver(), make.author()
    account = make.account(ada)
    sweep()
    decide(Succession.objects.get(), Outcome.HAND_OVER, colleague=grace)
    sweep()
    assert holders(account) == [ada]

    make.gone(ada)
    sweep()

    account.refresh_from_db()
    assert holders(account) == [grace]
    assert (account.state, account.official_until) == (AccountState.LOST, None)
    assert Succession.objects.get().state == SuccessionState.DONE
    assert told("account handed over")[0].people == [grace.pk]
    assert Revocation.objects.filter(account=account).exists()


def test_account_that_is_handed_over_late_is_ours_again_once_it_is_connected():
    ada, grace = make.leaver(), make.author()
    account = make.account(ada)
    make.gone(ada)
    sweep()

    done = decide(Succession.objects.get(), Outcome.HAND_OVER, colleague=grace)

    account.refresh_from_db()
    assert done.state == SuccessionState.DONE
    assert account.state == AccountState.ENDED
    assert holders(account) == [grace]


@pytest.mark.parametrize("outcome", [Outcome.MERGE, Outcome.ARCHIVE])
def test_account_that_ends_says_where_people_can_go(outcome: Outcome):
    ada = make.leaver()
    account, rangers = make.account(ada), make.shared_account(make.author())
    sweep()
    decide(Succession.objects.get(), outcome, successor=rangers)

    make.gone(ada)
    sweep()

    account.refresh_from_db()
    assert (account.state, account.successor) == (AccountState.ENDED, rangers)


def test_successor_that_has_ended_meanwhile_is_not_named():
    ada = make.leaver()
    account, rangers = make.account(ada), make.shared_account(make.author())
    sweep()
    decide(Succession.objects.get(), Outcome.MERGE, successor=rangers)
    rangers.state, rangers.official_until = AccountState.ENDED, timezone.now()
    rangers.save()

    make.gone(ada)
    sweep()

    account.refresh_from_db()
    assert (account.state, account.successor) == (AccountState.ENDED, None)


def moves(person: Person, *, of: str = "Highways") -> None:
    person.service = make.service(of)
    person.save()


def test_account_of_somebody_who_moves_is_asked_about_and_can_stay():
    ada = make.author()
    account = make.account(ada)
    sweep()
    assert not Succession.objects.exists()

    moves(ada)
    sweep()
    sweep()

    succession = Succession.objects.get()
    assert succession.cause == Cause.MOVED
    assert succession.due_on == timezone.localdate() + timedelta(days=14)
    assert decide(succession, Outcome.KEEP).state == SuccessionState.DONE
    assert holders(account) == [ada]
    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED


def test_account_of_somebody_who_moves_is_handed_over_at_once():
    ada, grace = make.author(), make.author()
    account = make.account(ada)
    sweep()
    moves(ada)
    sweep()

    decide(Succession.objects.get(), Outcome.HAND_OVER, colleague=grace)

    assert holders(account) == [grace]


def test_somebody_who_moves_leaves_a_shared_account_to_the_others():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada, grace)
    sweep()
    moves(ada)
    sweep()

    decide(Succession.objects.get(person=ada), Outcome.LET_GO)

    assert holders(account) == [grace]


def test_question_about_a_mover_is_dropped_once_they_hold_the_account_no_more():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada, grace)
    sweep()
    moves(ada)
    sweep()

    actions.end_holding(account.holdings.get(person=ada), by=ada, why="Moved.")
    sweep()

    assert Succession.objects.get().state == SuccessionState.DROPPED


def test_somebody_who_is_away_is_moved_by_nobody_until_they_are_back():
    ada = make.author()
    make.account(ada)
    sweep()
    absence = Absence.objects.create(person=ada, since=timezone.localdate())
    moves(ada)

    sweep()
    assert not Succession.objects.exists()
    absence.delete()
    sweep()

    assert Succession.objects.get().cause == Cause.MOVED


@pytest.mark.parametrize("managers", [(True, True), (True, False), (False, True)])
def test_new_line_manager_or_none_is_asked_about(managers: tuple[bool, bool]):
    ada = make.author()
    make.account(ada)
    for has_one in managers:
        Person.objects.filter(pk=ada.pk).update(manager=make.person() if has_one else None)
        sweep()

    assert Succession.objects.get().cause == Cause.MOVED


def test_council_that_does_not_count_managers_is_asked_about_services_alone():
    make.chosen(MANAGER_COUNTS, value=False)
    ada = make.author()
    make.account(ada)
    sweep()
    Person.objects.filter(pk=ada.pk).update(manager=make.person())
    sweep()
    assert not Succession.objects.exists()

    moves(ada)
    sweep()

    assert Succession.objects.count() == 1
    ada.refresh_from_db()
    placing = Placing.objects.get()
    assert (placing.service, placing.manager) == (ada.service, ada.manager)


def test_programme_team_is_reminded_when_the_day_is_near_and_again_some_days_later():
    team = make.programme_member()
    succession = make.succession(raised_at=timezone.now() - timedelta(days=9))

    sweep()
    sweep()

    assert [entry.people for entry in told("succession waits")] == [[team.pk]]
    Succession.objects.update(reminded_on=timezone.localdate() - timedelta(days=3))
    sweep()
    assert len(told("succession waits")) == 2
    decide(succession, Outcome.ARCHIVE)
    Succession.objects.update(reminded_on=None)
    sweep()
    assert len(told("succession waits")) == 2


def test_nobody_is_reminded_long_before_nor_on_the_day_it_was_asked():
    far = make.leaver(days=60)
    make.account(far)
    near = make.leaver(days=2)
    make.account(near)

    sweep()

    assert told("succession waits") == []
    Succession.objects.update(raised_at=timezone.now() - timedelta(days=9))
    sweep()
    assert len(told("succession waits")) == 1


def test_whoever_is_away_is_not_reminded():
    here, away = make.programme_member(), make.programme_member()
    Absence.objects.create(person=away, since=timezone.localdate())
    make.succession(raised_at=timezone.now() - timedelta(days=9))

    sweep()

    assert [entry.people for entry in told("succession waits")] == [[here.pk]]


def test_reminders_cost_as_many_questions_for_many(django_assert_max_num_queries):
    make.programme_member()
    for _ in range(5):
        make.succession(raised_at=timezone.now() - timedelta(days=9))

    # Whatever there is to do, each kind is one question; an entry is four.
    with django_assert_max_num_queries(30 + 5 * 4):
        actions.sweep()
