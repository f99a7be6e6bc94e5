"""Somebody has died: everything rests at once, kindly, and a mistake is undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, AccountState, Connection, KeptName
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
    held = {one.person for one in account.holdings.filter(until=None)}
    assert (held, account.is_at_rest) == (set(back), not back)
    is_open = Succession.objects.filter(state=SuccessionState.WAITING).exists()
    assert is_open == (not back)


def test_mistake_gives_back_the_shared_account_that_it_took_and_no_other():
    ada, grace, by = make.author(), make.author(), make.administrator()
    taken, given_up = make.shared_account(ada, grace), make.shared_account(ada, grace)
    accounts.let_go(given_up, person=ada, by=by, why="No longer a ranger.")
    actions.note_death(ada, by=by)
    sweep()
    assert [one.person for one in taken.holdings.filter(until=None)] == [grace]

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()
    sweep()

    assert {one.person for one in taken.holdings.filter(until=None)} == {ada, grace}
    assert [one.person for one in given_up.holdings.filter(until=None)] == [grace]
    taken.refresh_from_db()
    assert taken.state == AccountState.CONNECTED
    [entry] = Entry.objects.filter(kind="holding given back")
    assert entry.people == sorted([ada.pk, grace.pk])
    assert not Entry.objects.filter(kind="holding not given back").exists()


def test_shared_account_that_has_ended_meanwhile_is_not_given_back_and_that_is_said():
    make.council()
    ada, grace, by = make.author(), make.author(), make.administrator()
    team = make.programme_member()
    account = make.shared_account(ada, grace)
    actions.note_death(ada, by=by)
    sweep()
    accounts.end(account, by=grace, why="No longer needed.")

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()
    sweep()

    assert not account.holdings.filter(until=None, person=ada).exists()
    [entry] = Entry.objects.filter(kind="holding not given back")
    assert {ada.pk, team.pk} <= set(entry.people)
    words = Notice.objects.get(person=ada, entry=entry).words
    assert words.endswith(
        f"is not held by you again: {account} is no longer an account of the council."
    )
    page = browser(by).get(reverse("people:person", args=[ada.pk])).content.decode()
    assert "is not held by" in page


@pytest.mark.parametrize("how", ["left", "holds"])
def test_nothing_is_given_back_to_whoever_has_left_since_or_holds_it_already(how):
    ada, grace, by = make.author(), make.author(), make.administrator()
    account = make.shared_account(ada, grace)
    actions.note_death(ada, by=by)
    sweep()
    ada = actions.take_death_back(ada, by=by, words="It was somebody else.")
    if how == "left":
        actions.leave_at_once(ada, by=by)
    else:
        accounts.share(account, person=ada, by=grace)
    sweep()

    assert not Entry.objects.filter(kind__startswith="holding ").filter(kind__contains="back")
    assert not account.holdings.filter(rests=True).exists()
    held = {one.person for one in account.holdings.filter(until=None)}
    assert held == ({grace} if how == "left" else {ada, grace})


BEFORE = [
    (ApplicationState.APPLIED, "application taken up again"),
    (ApplicationState.ENDORSED, "endorsed application taken up again"),
    (ApplicationState.SENT_BACK, "sent back application taken up again"),
]


@pytest.mark.parametrize(("state", "kind"), BEFORE)
def test_application_is_where_it_was_with_its_handle_and_whoever_has_it_is_told(state, kind):
    by, team, manager = make.administrator(), make.programme_member(), make.person()
    ada = make.person(manager=manager)
    applied = make.application(ada, state=state, handles={"practice": "story_time"})
    make.kept_name(ada, "story_time")
    actions.note_death(ada, by=by)
    sweep()
    applied.refresh_from_db()
    assert (applied.state, applied.rests_from) == (ApplicationState.WITHDRAWN, state)

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()
    sweep()

    applied.refresh_from_db()
    assert (applied.state, applied.rests_from) == (state, "")
    assert applied.keeps_names_as in KeptName.objects.values_list("source", flat=True)
    [entry] = Entry.objects.filter(kind=kind)
    others = {"applied": [manager.pk], "endorsed": [team.pk], "sent_back": []}[state]
    assert entry.people == sorted([ada.pk, *others])
    assert not Entry.objects.filter(kind__in=["application not taken up again"]).exists()


def test_appeal_waits_again_for_those_who_can_hear_it():
    by, officer, decided = make.administrator(), make.oversight_officer(), make.programme_member()
    ada = make.person(manager=make.person())
    told = {"decided_by": decided, "reason": "No.", "would_change": "More.", "appeal": "Why."}
    appealed = make.application(
        ada, state=ApplicationState.APPEALED, appealed_at=timezone.now(), **told
    )
    actions.note_death(ada, by=by)
    sweep()

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()

    appealed.refresh_from_db()
    assert appealed.state == ApplicationState.APPEALED
    assert Entry.objects.get(kind="appeal taken up again").people == sorted([ada.pk, officer.pk])


def test_handle_that_a_colleague_has_by_now_is_not_kept_and_the_applicant_is_told():
    make.council()
    by, ada = make.administrator(), make.person(manager=make.person())
    make.application(ada, handles={"practice": "story_time"})
    actions.note_death(ada, by=by)
    sweep()
    make.kept_name(make.person(), "st0ry_time")

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()

    assert ada.applications.get().state == ApplicationState.APPLIED
    [entry] = Entry.objects.filter(kind="name not kept again")
    assert entry.people == [ada.pk]
    assert "story_time" in Notice.objects.get(entry=entry).words
    ada.refresh_from_db()
    page = browser(ada).get(reverse("accreditation:application", args=[ada.applications.get().pk]))
    assert "A handle was not to be had any more" in page.content.decode()


@pytest.mark.parametrize("how", ["applied", "left"])
def test_application_stays_taken_back_where_there_is_another_or_its_applicant_left(how):
    by, ada = make.administrator(), make.person(manager=make.person())
    one = make.application(ada)
    actions.note_death(ada, by=by)
    sweep()
    ada = actions.take_death_back(ada, by=by, words="It was somebody else.")
    if how == "applied":
        make.application(ada)
    else:
        actions.leave_at_once(ada, by=by)
    sweep()

    one.refresh_from_db()
    assert (one.state, one.rests_from) == (ApplicationState.WITHDRAWN, "")
    entry = Entry.objects.get(kind="application not taken up again")
    assert entry.people == ([ada.pk] if how == "applied" else [])


def test_what_somebody_took_back_themselves_is_not_taken_up_again():
    by, ada = make.administrator(), make.person(manager=make.person())
    one = make.application(ada)
    accreditation.withdraw(one, by=ada)
    actions.note_death(ada, by=by)
    sweep()

    actions.take_death_back(ada, by=by, words="It was somebody else.")
    sweep()

    one.refresh_from_db()
    assert one.state == ApplicationState.WITHDRAWN
    assert not Entry.objects.filter(kind__endswith="taken up again").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda: make.application(rests_from="applied"),
        lambda: make.shared_account(make.author()).holdings.update(rests=True),
    ],
)
def test_database_lets_only_rest_what_is_over(change: Callable[[], object]):
    with pytest.raises(IntegrityError, match="only_a"), transaction.atomic():
        change()


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
