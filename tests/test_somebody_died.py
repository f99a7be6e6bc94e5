"""Somebody has died: everything rests at once, kindly, and a mistake is undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, AccountState, Connection
from tabard.accounts.queries import is_locked
from tabard.accreditation import actions as accreditation
from tabard.accreditation.models import AccreditationState, ApplicationState
from tabard.common.rules import NotAllowedError
from tabard.composing.models import Message
from tabard.config.management.commands.worker import ON_EVERY_SWEEP
from tabard.keeping import actions as keeping
from tabard.keeping.models import Cause, Farewell, Outcome, Succession, SuccessionState
from tabard.keeping.rules.succeeding import Decision
from tabard.keeping.settings import AT_REST
from tabard.notices import actions as notices
from tabard.notices.models import Notice
from tabard.people import actions
from tabard.people.models import DirectoryGroup, Person, Role
from tabard.people.rules.staff import may_release_address
from tabard.people.settings import DAYS_CLOSED, GROUP_ROLES, GROUPS_BY_SCIM
from tabard.publishing import actions as publishing
from tabard.publishing.models import DeliveryState
from tabard.record import actions as record
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def sweep() -> None:
    """Do what the worker does every few seconds."""
    for work in ON_EVERY_SWEEP:
        work()
    record.chain()
    notices.follow()
    notices.write_emails()


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def resident(name: str, *args: object, **asked: str) -> str:
    return Client().get(reverse(name, args=args), asked).content.decode()


def standing(person: Person, account: Account) -> tuple[bool, str, str, bool, bool]:
    person.refresh_from_db()
    account.refresh_from_db()
    return (
        person.is_active,
        person.accreditations.get().state,
        account.state,
        account.is_at_rest,
        Connection.objects.filter(account=account).exists(),
    )


AS_BEFORE = (True, AccreditationState.ACTIVE, AccountState.CONNECTED, False, True)
AT_REST_NOW = (False, AccreditationState.ENDED, AccountState.ENDED, True, False)


def test_everything_rests_at_once_and_nothing_is_deleted():
    make.council(is_demonstration=True)
    by, ada = make.administrator(), make.author()
    account = make.account(ada)
    post = make.approved_message(
        ada, accounts=[account], due_at=timezone.now() + timedelta(days=60)
    )
    waiting = make.delivery(post)
    applied = make.application(ada, state=ApplicationState.APPLIED)
    client = browser(ada)

    answer = browser(by).post(reverse("people:note_death", args=[ada.pk]), follow=True)
    sweep()
    publishing.tick()
    sweep()

    assert "Has died" in answer.content.decode()
    assert standing(ada, account) == AT_REST_NOW
    assert client.get(reverse("notices:list")).status_code == 302
    applied.refresh_from_db()
    waiting.refresh_from_db()
    assert applied.state == ApplicationState.WITHDRAWN
    assert waiting.state == DeliveryState.HELD
    assert Message.objects.filter(pk=post.pk).exists()


def test_manager_and_programme_team_are_told_once_and_nobody_writes_to_the_dead():
    make.council()
    team, ada = make.programme_member(), make.author()
    make.account(ada)
    manager = ada.manager
    assert manager is not None
    sweep()
    Notice.objects.all().delete()

    actions.note_death(ada, by=make.administrator())
    sweep()
    publishing.tick()
    sweep()

    told = Notice.objects.filter(person__in=[team, manager]).order_by("person")
    assert [one.entry.kind for one in told] == ["death noted", "death noted"]
    assert "has died" in told[0].words
    assert not [one for one in mail.outbox if ada.email in one.to]


def test_residents_read_that_nobody_writes_any_more_and_not_why():
    make.council(is_demonstration=True)
    make.chosen(AT_REST, "Words that the council chose.")
    ada = make.author()
    account = make.account(ada)
    actions.note_death(ada, by=make.administrator())
    sweep()

    for page in (
        resident("directory:person", ada.pk),
        resident("directory:account", account.pk),
        resident("directory:check", q=account.url),
    ):
        assert "Words that the council chose." in page
        for wrong in ("died", "Formerly", "was ours", "You will find us now", ada.last_name):
            assert wrong not in page


def test_nobody_is_reminded_and_no_day_passes():
    ada, team = make.author(), make.programme_member()
    make.account(ada)
    actions.note_death(ada, by=make.administrator())
    sweep()
    Succession.objects.update(raised_at=timezone.now() - timedelta(days=90))

    sweep()

    succession = Succession.objects.get()
    assert (succession.cause, succession.is_late) == (Cause.DIED, False)
    assert succession.state == SuccessionState.WAITING
    assert not Entry.objects.filter(kind="succession waits").exists()
    page = browser(team).get(reverse("keeping:leavers")).content.decode()
    assert "It rests until somebody decides" in page
    assert "Late" not in page


@pytest.mark.parametrize("outcome", [Outcome.REST, Outcome.ARCHIVE, Outcome.HAND_OVER])
def test_people_decide_when_they_are_ready(outcome):
    ada, grace, team = make.author(), make.author(), make.programme_member()
    account = make.account(ada)
    actions.note_death(ada, by=make.administrator())
    sweep()
    succession = Succession.objects.get()
    page = browser(team).get(reverse("keeping:succession", args=[succession.pk]))
    assert "There is no hurry" in page.content.decode()
    assert "by the one who leaves" not in page.content.decode()
    with pytest.raises(NotAllowedError, match="Nobody says goodbye"):
        keeping.decide(succession, Decision(outcome, farewell=Farewell.FROM_IT), by=team)

    colleague = grace if outcome == Outcome.HAND_OVER else None
    done = keeping.decide(succession, Decision(outcome, colleague=colleague), by=team)

    account.refresh_from_db()
    assert done.state == SuccessionState.DONE
    assert account.is_at_rest is (outcome == Outcome.REST)
    held = account.holdings.filter(until=None)
    assert [one.person for one in held] == ([grace] if colleague else [])


def test_shared_account_goes_on_with_the_others():
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada, grace)
    actions.note_death(ada, by=make.administrator())

    sweep()

    account.refresh_from_db()
    assert (account.state, account.is_at_rest) == (AccountState.CONNECTED, False)
    assert [one.person for one in account.holdings.filter(until=None)] == [grace]
    assert not Succession.objects.exists()


def test_what_was_decided_for_the_last_working_day_is_not_carried_out():
    ada, grace = make.leaver(), make.author()
    account = make.account(ada)
    sweep()
    decision = Decision(Outcome.HAND_OVER, colleague=grace)
    keeping.decide(Succession.objects.get(), decision, by=make.programme_member())

    actions.note_death(ada, by=make.administrator())
    sweep()

    account.refresh_from_db()
    assert account.is_at_rest
    states = Succession.objects.order_by("pk").values_list("cause", "state")
    assert list(states) == [
        (Cause.LEAVES, SuccessionState.DROPPED),
        (Cause.DIED, SuccessionState.WAITING),
    ]


def test_a_mistake_is_undone_with_words_for_those_who_were_told():
    by, team = make.administrator(), make.programme_member()
    ada = make.author()
    account = make.account(ada)
    since = account.official_from
    actions.note_death(ada, by=by)
    sweep()
    address = reverse("people:take_death_back", args=[ada.pk])
    client = browser(by)
    assert address in client.get(reverse("people:person", args=[ada.pk])).content.decode()

    assert "Say in a sentence" in client.post(address, {"words": ""}).content.decode()
    client.post(address, {"words": "It was somebody else of that name."})
    sweep()
    sweep()

    again = ada.accreditations.get()
    assert standing(ada, account) == (*AS_BEFORE[:2], AccountState.LOST, False, False)
    assert (again.rests, again.reason) == (False, "")
    assert (account.official_from, account.official_until) == (since, None)
    assert [one.person for one in account.holdings.filter(until=None)] == [ada]
    assert Succession.objects.get().state == SuccessionState.DROPPED
    told = Entry.objects.get(kind="death taken back")
    assert told.people == sorted([ada.pk, ada.manager_id, team.pk])


def test_shared_account_goes_on_with_a_colleague_whose_sign_in_is_closed():
    ada, grace, by = make.author(), make.author(), make.administrator()
    account = make.shared_account(ada, grace)
    actions.deactivate(grace, by=by, comes_back=True)
    actions.note_death(ada, by=by)

    sweep()

    account.refresh_from_db()
    assert (account.state, account.is_at_rest) == (AccountState.CONNECTED, False)
    assert Connection.objects.filter(account=account).exists()
    assert [one.person for one in account.holdings.filter(until=None)] == [grace]
    assert not Succession.objects.exists()


@pytest.mark.parametrize("mistaken", ["neither", "first", "last", "both"])
def test_shared_account_of_two_who_died_at_once_rests_once_and_is_asked_about_once(mistaken):
    ada, grace, by = make.author(), make.author(), make.administrator()
    account = make.shared_account(ada, grace)
    for person in (ada, grace):
        actions.note_death(person, by=by)
    sweep()
    sweep()
    assert Entry.objects.filter(kind="account put to rest").count() == 1
    assert list(Succession.objects.values_list("cause", flat=True)) == [Cause.DIED]
    assert not account.holdings.filter(until=None).exists()
    asked = Succession.objects.get().person
    other = grace if asked == ada else ada
    back = {"neither": [], "first": [other], "last": [asked], "both": [ada, grace]}[mistaken]

    for person in back:
        actions.take_death_back(person, by=by, words="It was somebody else.")
    sweep()
    sweep()

    account.refresh_from_db()
    held = [one.person for one in account.holdings.filter(until=None)]
    assert (held, account.is_at_rest) == (([asked], False) if asked in back else ([], True))


def test_account_does_not_wake_for_an_earlier_mistake_when_the_next_holder_dies():
    ada, grace, by = make.author(), make.author(), make.administrator()
    account = make.account(ada)
    actions.note_death(ada, by=by)
    sweep()
    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()
    accounts.hand_over(account, person=ada, to=grace, by=by)
    actions.note_death(grace, by=by)

    sweep()
    sweep()

    account.refresh_from_db()
    assert (account.state, account.is_at_rest) == (AccountState.ENDED, True)
    assert not account.holdings.filter(until=None).exists()


def test_the_same_mistake_twice_is_undone_twice():
    ada, by = make.author(), make.administrator()
    account = make.account(ada)
    for _ in range(2):
        actions.note_death(ada, by=by)
        sweep()
        actions.take_death_back(ada, by=by, words="It was somebody else.")
        sweep()

    account.refresh_from_db()
    assert (account.state, account.is_at_rest) == (AccountState.LOST, False)
    assert [one.person for one in account.holdings.filter(until=None)] == [ada]
    assert Entry.objects.filter(kind="account woken").count() == 2


def test_a_mistake_lifts_no_suspension():
    ada, by, team = make.author(), make.administrator(), make.programme_member()
    account = make.account(ada)
    reason, day = "Wrote in anger.", timezone.localdate() + timedelta(days=7)
    accreditation.suspend(ada.accreditations.get(), by=team, reason=reason, review_on=day)
    suspended = ada.accreditations.values("state", "reason", "changed_at", "rests").get()
    open_since = ada.suspensions.values("since", "ended_at", "rests").get()
    post = make.approved_message(ada, accounts=[account], due_at=timezone.now())
    waiting = make.delivery(post)
    actions.note_death(ada, by=by)
    sweep()
    resting = ada.suspensions.get()
    assert (resting.ended_at is not None, resting.rests) == (True, True)
    assert not ada.accreditations.exclude(state=AccreditationState.ENDED).exists()

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()
    publishing.tick()

    assert ada.accreditations.values("state", "reason", "changed_at", "rests").get() == suspended
    assert ada.suspensions.values("since", "ended_at", "rests").get() == open_since
    waiting.refresh_from_db()
    assert (is_locked(ada), waiting.state) == (True, DeliveryState.HELD)
    accreditation.resume(ada.accreditations.get(), by=team)
    assert not is_locked(ada)


def test_whoever_left_while_suspended_is_not_suspended_again_by_a_mistake():
    ada, by, team = make.author(), make.administrator(), make.programme_member()
    day = timezone.localdate() + timedelta(days=7)
    accreditation.suspend(ada.accreditations.get(), by=team, reason="Anger.", review_on=day)
    left_in_june(ada, by)
    sweep()
    actions.note_death(ada, by=by)
    sweep()

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()

    assert ada.accreditations.get().state == AccreditationState.ENDED
    assert ada.suspensions.exclude(ended_at=None).filter(rests=False).count() == 1


def left_in_june(person: Person, by: Person) -> None:
    actions.leave_at_once(person, by=by)
    Person.objects.filter(pk=person.pk).update(left_at=timezone.now() - timedelta(days=150))


def let_go(person: Person, by: Person) -> None:
    actions.let_go(person, by=by)


def leaves_soon(person: Person, by: Person) -> None:
    actions.set_leaving_date(person, timezone.localdate() + timedelta(days=9), by=by)


def closed_for_now(person: Person, by: Person) -> None:
    actions.deactivate(person, by=by)


def is_here(_person: Person, _by: Person) -> None:
    pass


def entry_of(person: Person) -> dict[str, object]:
    kept = ("is_active", "left_at", "leaves_on", "closed_at", "let_go_at", "death_noted_at")
    return Person.objects.values(*kept).get(pk=person.pk)


@pytest.mark.parametrize("before", [is_here, leaves_soon, left_in_june, let_go, closed_for_now])
@pytest.mark.parametrize("meanwhile", [is_here, let_go])
def test_a_mistake_leaves_the_entry_as_it_was_before(
    before: Callable[[Person, Person], None], meanwhile: Callable[[Person, Person], None]
):
    by, ada = make.administrator(), make.author()
    before(ada, by)
    was = entry_of(ada)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        actions.note_death(ada, by=by)
        meanwhile(ada, by)
        during = entry_of(ada)

        actions.take_death_back(ada, by=by, words="It was somebody else.")

    if was["left_at"]:
        # What the directory says of somebody who has left stays true.
        was["let_go_at"] = during["let_go_at"]
    assert entry_of(ada) == was
    ada.refresh_from_db()
    keeps_address = may_release_address(by, ada) is not None
    assert keeps_address is (was["let_go_at"] is None)


def test_days_for_which_somebody_is_noted_dead_by_mistake_are_no_days_of_being_closed():
    by, ada = make.administrator(), make.author()
    actions.deactivate(ada, by=by)
    start, days = timezone.now(), timedelta(days=1)
    with time_machine.travel(start + 10 * days):
        actions.note_death(ada, by=by)
    with time_machine.travel(start + 100 * days):
        page = browser(by).get(reverse("people:person", args=[ada.pk])).content.decode()
        assert "counts as having left" not in page
        assert "closed while they are away" not in page
        actions.take_death_back(ada, by=by, words="It was somebody else.")

    gone = []
    for since in (DAYS_CLOSED.default, DAYS_CLOSED.default + 1):
        with time_machine.travel(start + (90 + since) * days):
            gone.append(actions.see_off())
    assert gone == [0, 1]


def test_roles_follow_the_groups_of_today_after_a_mistake():
    make.council()
    by, ada = make.administrator(), make.person(Role.REVIEWER)
    make.chosen(GROUPS_BY_SCIM, value=True)
    make.chosen(GROUP_ROLES, ["All staff = Reviewer", "Others = Evaluator"])
    actions.note_death(ada, by=by)
    DirectoryGroup.objects.create(display_name="Others").members.set([ada])

    back = actions.take_death_back(ada, by=by, words="It was somebody else.")

    assert back.roles == [Role.EVALUATOR]


def test_only_administrators_note_it_once_and_the_directory_of_staff_changes_nothing():
    ada, by = make.author(), make.administrator()
    with pytest.raises(NotAllowedError, match="Only administrators"):
        actions.note_death(ada, by=make.programme_member())
    with pytest.raises(NotAllowedError, match="your own entry"):
        actions.note_death(by, by=by)
    with pytest.raises(NotAllowedError, match="not noted"):
        actions.take_death_back(ada, by=by, words="No.")

    ada = actions.note_death(ada, by=by)

    with pytest.raises(NotAllowedError, match="noted already"):
        actions.note_death(ada, by=by)
    with pytest.raises(NotAllowedError, match="take it back first"):
        actions.reactivate(ada, by=by)
    actions.let_go(ada, by=by)
    assert not Entry.objects.filter(kind="person left").exists()
