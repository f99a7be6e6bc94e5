"""What people do about who holds an account."""

import pytest

from tabard.accounts.models import AccountKind, AccountState, Holding, Presentation, Ticket
from tabard.accreditation import actions as accreditation
from tabard.common.rules import NotAllowedError
from tabard.composing import actions as composing
from tabard.keeping import actions
from tabard.keeping.queries import holders
from tabard.publishing import actions as publishing
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.work.claiming import claim
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

RANGERS = Presentation(kind=AccountKind.TEAM, public_name="Rangers")


def test_programme_team_lets_an_accredited_person_connect_a_shared_account():
    ada, team = make.author(), make.programme_member()

    ticket = actions.open_shared(ada, network="bluesky", handle="r.test", agreed=RANGERS, by=team)

    assert Ticket.objects.get().presentation == RANGERS
    assert (ticket.person, ticket.network, ticket.handle) == (ada, "bluesky", "r.test")
    assert list(Entry.objects.values_list("kind", flat=True)) == [
        "ticket given",
        "shared account opened",
    ]


def test_shared_account_is_not_opened_for_somebody_who_is_not_accredited():
    team = make.programme_member()

    with pytest.raises(NotAllowedError, match="not accredited"):
        actions.open_shared(
            make.person(), network="bluesky", handle="r.test", agreed=RANGERS, by=team
        )

    assert not Ticket.objects.exists()


def test_everybody_who_holds_a_shared_account_writes_from_it_and_is_known_as_the_author():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada)
    actions.add_holder(account, person=grace, by=make.programme_member())

    message = composing.write(composing.Draft("Hello.", [account]), by=grace)

    assert message.author == grace
    assert message.versions.get().account == account


def test_somebody_who_is_not_accredited_is_not_added():
    account = make.shared_account(make.author())

    with pytest.raises(NotAllowedError, match="not accredited"):
        actions.add_holder(account, person=make.person(), by=make.programme_member())

    assert account.holdings.count() == 1


def test_only_the_programme_team_adds_somebody():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada)

    with pytest.raises(NotAllowedError, match="Only the programme team"):
        actions.add_holder(account, person=grace, by=ada)


def test_what_somebody_scheduled_is_held_when_they_stop_holding_the_account():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada, grace)
    going = make.delivery(make.approved_message(grace, accounts=[account]))
    stopped = make.delivery(make.approved_message(ada, accounts=[account]))

    actions.end_holding(account.holdings.get(person=ada), by=ada, why="Another job.")
    publishing.tick()

    stopped.refresh_from_db()
    assert stopped.state == DeliveryState.HELD
    assert stopped.problem == f"You do not hold {account}."
    assert Delivery.objects.get(pk=going.pk).state == DeliveryState.DUE


def test_post_that_is_due_does_not_leave_once_its_author_stopped_holding_the_account():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada, grace)
    due = make.delivery(make.approved_message(ada, accounts=[account]), state=DeliveryState.DUE)
    actions.end_holding(account.holdings.get(person=ada), by=ada, why="Another job.")

    claimed = claim(due)

    assert claimed.state == DeliveryState.HELD


def test_shared_account_outlives_the_accreditation_of_one_of_those_who_hold_it():
    ada, grace = make.author(), make.author()
    own, shared = make.account(ada), make.shared_account(ada, grace)

    accreditation.end(ada.accreditations.get(), by=make.programme_member(), reason="Moved.")

    own.refresh_from_db()
    shared.refresh_from_db()
    assert own.state == AccountState.ENDED
    assert shared.state == AccountState.CONNECTED
    assert [one.person for one in Holding.objects.filter(until=None)] == [grace]


def test_last_one_who_holds_an_account_cannot_stop():
    ada = make.author()
    account = make.shared_account(ada)

    with pytest.raises(NotAllowedError, match="never without anybody"):
        actions.end_holding(account.holdings.get(), by=ada, why="Another job.")

    assert account.holdings.filter(until=None).count() == 1


def test_account_is_presented_anew_and_those_who_hold_it_are_told():
    ada = make.author()
    account = make.shared_account(ada)
    agreed = Presentation(kind=AccountKind.CORPORATE, public_name="Exampleton", shows_people=False)

    actions.present(account, agreed=agreed, by=make.programme_member())

    account.refresh_from_db()
    assert account.presentation == agreed
    assert Entry.objects.get().people == [ada.pk]


def test_who_wrote_how_much_stays_known_after_somebody_has_left():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada, grace)
    for author, state in [
        (ada, DeliveryState.CONFIRMED),
        (ada, DeliveryState.REMOVED),
        (ada, DeliveryState.FAILED),
        (grace, DeliveryState.CONFIRMED),
    ]:
        make.delivery(make.approved_message(author, accounts=[account]), state=state)
    actions.end_holding(account.holdings.get(person=ada), by=ada, why="Another job.")

    holds = holders.holds_of(account)

    assert [(one.holding.person, one.posts) for one in holds] == [(grace, 1), (ada, 2)]


def test_only_accredited_people_who_do_not_hold_it_can_be_added():
    ada, grace = make.author(), make.author()
    make.accreditation(state="suspended", reason="Because.")
    gone = make.author()
    gone.is_active = False
    gone.save()

    assert set(holders.can_hold()) == {ada, grace}
    assert list(holders.can_hold(make.shared_account(ada))) == [grace]
