"""Every way in which somebody leaves, from what is entered to what residents are told."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Account, AccountState, Connection, Revocation
from tabard.accounts.queries import is_locked
from tabard.accreditation.models import AccreditationState
from tabard.common.rules import NotAllowedError
from tabard.config.management.commands.worker import ON_EVERY_SWEEP
from tabard.keeping import actions as keeping
from tabard.keeping.models import Cause, Outcome, Succession
from tabard.keeping.rules.succeeding import Decision
from tabard.people import actions, queries
from tabard.people.models import Person, Role
from tabard.people.settings import DAYS_CLOSED
from tabard.people.work.importing import jobs
from tabard.publishing import actions as publishing
from tabard.publishing.models import Delivery, DeliveryState
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
LEAVES_ON = "urn:ietf:params:scim:schemas:extension:tabard:2.0:User:leavesOn"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def sweep() -> None:
    """Do what the worker does every few seconds."""
    for work in ON_EVERY_SWEEP:
        work()


def in_days(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(days=days))


def scim(method: str, person: Person, told: object = None) -> tuple[int, dict[str, str]]:
    """Let the directory of staff do something with somebody."""
    by = Person.objects.filter(roles__contains=[Role.ADMINISTRATOR]).first()
    _, secret = actions.make_token(f"Entra {Entry.objects.count()}", days=90, by=by)
    answer = Client().generic(
        method,
        f"/scim/v2/Users/{person.pk}",
        json.dumps(told) if told else "",
        content_type="application/scim+json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    return answer.status_code, json.loads(answer.content) if answer.content else {}


def patch(person: Person, path: str, value: object) -> tuple[int, dict[str, str]]:
    operation = {"op": "Replace", "path": path, "value": value}
    return scim("PATCH", person, {"schemas": [PATCH], "Operations": [operation]})


def by_hand(person: Person, by: Person) -> None:
    actions.set_leaving_date(person, timezone.localdate(), by=by)


def on_the_page(meant: str) -> Callable[[Person, Person], None]:
    def close(person: Person, by: Person) -> None:
        client = Client()
        client.force_login(by)
        answer = client.post(f"/people/{person.pk}/close/", {"meant": meant})
        assert answer.status_code == 302

    return close


def by_file(person: Person, by: Person) -> None:
    """Import a file in which somebody has a last working day."""
    head = "First name,Surname,E-mail,Job title,Service,Leaving date"
    row = f"Ada,{person.last_name},{person.email},Librarian,Libraries,{timezone.localdate()}"
    taken = actions.upload(actions.Upload("staff.csv", f"{head}\n{row}\n".encode()), by=by)
    checked = jobs.check(actions.check(taken, taken.columns, by=by, wake=False))
    assert checked.counts["change"] == 1
    leavers = actions.Leavers(said=1)
    jobs.apply(actions.apply(checked, by=by, leavers=leavers, wake=False))


def missing_from_a_file(person: Person, by: Person) -> None:
    head = "First name,Surname,E-mail,Job title,Service"
    taken = actions.upload(
        actions.Upload("staff.csv", f"{head}\nZoe,New,zoe@x.example,Driver,Libraries\n".encode()),
        by=by,
    )
    checked = jobs.check(actions.check(taken, taken.columns, by=by, wake=False))
    today = timezone.localdate()
    leavers = actions.Leavers(today, queries.would_leave(checked, by=by, missing=True).leave)
    jobs.apply(actions.apply(checked, by=by, wake=False, leavers=leavers))
    assert Person.objects.get(pk=person.pk).leaves_on == today


def by_scim_date(person: Person, _by: Person) -> None:
    assert patch(person, LEAVES_ON, str(timezone.localdate()))[0] in {200, 204}


def by_scim_delete(person: Person, _by: Person) -> None:
    assert scim("DELETE", person)[0] == 204


def by_scim_inactive(person: Person, _by: Person) -> None:
    assert patch(person, "active", value="False")[0] in {200, 204}


AT_ONCE = [by_scim_delete, on_the_page("left")]
NEXT_DAY = [by_hand, by_file, by_scim_date, missing_from_a_file]
AFTER_A_WHILE = [by_scim_inactive, on_the_page("now")]
WAYS = [
    *((way, 0) for way in AT_ONCE),
    *((way, 1) for way in NEXT_DAY),
    *((way, DAYS_CLOSED.default + 1) for way in AFTER_A_WHILE),
]


def standing(person: Person, account: Account) -> tuple[bool, str, str, bool, list[str]]:
    """Give whether somebody has left, how their permission and account stand, and what is asked."""
    person.refresh_from_db()
    account.refresh_from_db()
    return (
        person.left_at is not None,
        person.accreditations.get().state,
        account.state,
        Connection.objects.filter(account=account).exists(),
        list(Succession.objects.values_list("cause", flat=True)),
    )


def scheduled(person: Person, account: Account) -> Delivery:
    """Make a post that goes in two months."""
    due_at = timezone.now() + timedelta(days=60)
    return make.delivery(make.approved_message(person, accounts=[account], due_at=due_at))


HERE = (False, AccreditationState.ACTIVE, AccountState.CONNECTED, True)
GONE = (True, AccreditationState.ENDED, AccountState.ENDED, False)


@pytest.mark.parametrize(("way", "days"), WAYS)
def test_whoever_leaves_speaks_no_more_and_residents_are_told(way, days):
    make.council(is_demonstration=True)
    ada, by = make.author(), make.administrator()
    team = make.programme_member()
    account = make.account(ada)
    waiting = scheduled(ada, account)

    way(ada, by)
    if days:
        with in_days(days - 1):
            sweep()
        assert standing(ada, account)[:4] == HERE
    with in_days(days):
        sweep()
        publishing.tick()

    assert standing(ada, account) == (*GONE, [Cause.LEAVES])
    assert Revocation.objects.filter(account=account).exists()
    assert team.pk in Entry.objects.filter(kind="succession asked").latest("pk").people
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.HELD
    page = Client().get(reverse("directory:check"), {"q": account.url}).content.decode()
    assert "This was ours, but is not any more" in page
    gone = Client().get(reverse("directory:person", args=[ada.pk])).content.decode()
    assert "Formerly" in gone
    assert ada.last_name not in gone


@pytest.mark.parametrize("way", AFTER_A_WHILE)
def test_nothing_speaks_for_whoever_is_closed_and_letting_them_in_undoes_it(way):
    ada, by = make.author(), make.administrator()
    account = make.account(ada)
    waiting = scheduled(ada, account)

    way(ada, by)
    sweep()
    publishing.tick()
    waiting.refresh_from_db()
    assert (is_locked(ada), waiting.state) == (True, DeliveryState.HELD)
    with in_days(DAYS_CLOSED.default):
        sweep()
        actions.reactivate(ada, by=by)
        publishing.tick()
    with in_days(DAYS_CLOSED.default + 9):
        sweep()

    assert standing(ada, account) == (*HERE, [])
    waiting.refresh_from_db()
    assert is_locked(ada) is False
    assert waiting.state != DeliveryState.HELD


@pytest.mark.parametrize("entered", ["when closing", "meanwhile"])
def test_whoever_is_away_and_comes_back_never_counts_as_having_left(entered):
    ada, by = make.author(), make.administrator()
    account = make.account(ada)
    if entered == "when closing":
        on_the_page("away")(ada, by)
    else:
        by_scim_inactive(ada, by)
        with in_days(3):
            actions.say_away(ada, since=timezone.localdate(), until=None, by=by)

    with in_days(300):
        sweep()
        assert standing(ada, account) == (*HERE, [])
        actions.say_back(ada.absences.get(), by=by)
    with in_days(300 + DAYS_CLOSED.default - 1):
        sweep()
        assert standing(ada, account) == (*HERE, [])
    with in_days(300 + DAYS_CLOSED.default):
        sweep()

    assert standing(ada, account) == (*GONE, [Cause.LEAVES])


def let_in_on_the_page(person: Person, by: Person) -> None:
    client = Client()
    client.force_login(by)
    assert client.post(f"/people/{person.pk}/open/").status_code == 302


def let_in_by_scim(person: Person, _by: Person) -> None:
    assert patch(person, "active", value="True")[0] in {200, 204}


@pytest.mark.parametrize("way", [let_in_on_the_page, let_in_by_scim])
@pytest.mark.parametrize("days", [0, 40])
@pytest.mark.parametrize("was_away", [False, True])
def test_whoever_is_let_in_again_is_not_away_any_more(way, days, was_away):
    ada, by = make.author(), make.administrator()
    today = timezone.localdate()
    if was_away:
        actions.say_away(ada, since=today, until=today + timedelta(days=9), by=by)
    on_the_page("away")(ada, by)

    with in_days(days):
        way(ada, by)

        ada.refresh_from_db()
        assert (ada.is_active, queries.is_away(ada)) == (True, False)
        assert queries.absences_of(ada).count() == 0
    assert Entry.objects.filter(kind="absence ended").count() == 1


def test_days_away_that_were_entered_by_themselves_go_on_when_somebody_is_let_in_again():
    ada, by = make.author(), make.administrator()
    by_scim_inactive(ada, by)
    actions.say_away(ada, since=timezone.localdate(), until=None, by=by)

    actions.reactivate(ada, by=by)

    assert queries.is_away(ada)
    assert not Entry.objects.filter(kind="absence ended").exists()


def only_administrator() -> tuple[Person, Person]:
    """Give the only administrator, and another member of staff."""
    return make.administrator(), make.programme_member()


def test_directory_of_staff_does_not_close_the_last_administrator():
    last, _ = only_administrator()

    for status, told in (patch(last, "active", value=False), scim("DELETE", last)):
        assert (status, told["scimType"]) == (400, "invalidValue")
        assert "is the only administrator" in told["detail"]

    last.refresh_from_db()
    assert (last.is_active, last.closed_at, last.let_go_at) == (True, None, None)


def test_last_administrator_stays_when_the_last_working_day_is_over_and_people_are_told():
    last, team = only_administrator()
    by_hand(last, last)

    with in_days(2):
        sweep()
        sweep()
        last.refresh_from_db()
        assert (last.is_active, last.left_at) == (True, None)
        told = Entry.objects.filter(kind="last administrator stays")
        assert [entry.people for entry in told] == [sorted([last.pk, team.pk])]
        make.administrator()
        sweep()

    last.refresh_from_db()
    assert (last.is_active, last.left_at is None) == (False, False)


def test_page_says_that_the_last_administrator_would_stay():
    last, _ = only_administrator()
    client = Client()
    client.force_login(last)
    warning = "is the only administrator who stays"
    assert warning not in client.get(f"/people/{last.pk}/").content.decode()

    by_hand(last, last)

    assert warning in client.get(f"/people/{last.pk}/").content.decode()
    assert warning in client.get(f"/people/{last.pk}/leaving/").content.decode()
    make.administrator()
    assert warning not in client.get(f"/people/{last.pk}/").content.decode()


def test_file_does_not_let_the_last_administrator_leave():
    last, _ = only_administrator()
    other = make.administrator()
    day = timezone.localdate()
    head = "First name,Surname,E-mail,Job title,Service,Leaving date"
    rows = [f"Ada,{one.last_name},{one.email},Librarian,Libraries,{day}" for one in (last, other)]

    def came_to(*some: str) -> list[str]:
        content = "\n".join([head, *some, ""]).encode()
        taken = actions.upload(actions.Upload("staff.csv", content), by=last)
        checked = jobs.check(actions.check(taken, taken.columns, by=last, wake=False))
        return list(checked.rows.exclude(outcome="missing").values_list("outcome", flat=True))

    assert came_to(rows[0]) == ["change"]
    assert came_to(*rows) == ["refuse", "refuse"]


def test_those_who_are_missing_in_a_file_leave_only_while_an_administrator_stays():
    last, _ = only_administrator()
    missing_from_a_file(make.person(), last)
    by_hand(last, last)

    with pytest.raises(NotAllowedError, match="No administrator would stay"):
        missing_from_a_file(make.person(), last)
    make.administrator()
    with pytest.raises(NotAllowedError, match="No administrator would stay"):
        missing_from_a_file(make.person(), last)


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}])
def test_database_itself_keeps_one_administrator(change):
    last, _ = only_administrator()
    make.administrator()

    Person.objects.exclude(pk=last.pk).update(**change)
    with pytest.raises(IntegrityError, match="Nobody would be left"):
        Person.objects.update(**change)


def test_late_decision_about_an_account_of_somebody_deleted_by_the_directory_holds():
    ada, by = make.author(), make.administrator()
    account, rangers = make.account(ada), make.shared_account(make.author())
    by_scim_delete(ada, by)
    sweep()

    decision = Decision(Outcome.MERGE, successor=rangers)
    keeping.decide(Succession.objects.get(), decision, by=make.programme_member())

    account.refresh_from_db()
    assert account.successor == rangers


def test_directory_and_file_change_nothing_of_somebody_who_has_died():
    ada, by = make.author(), make.administrator()
    actions.note_death(ada, by=by)
    ada.refresh_from_db()
    before = (ada.is_active, ada.left_at, ada.leaves_on, ada.death_noted_at)

    assert patch(ada, "active", value=True)[0] in {200, 204}
    head = "First name,Surname,E-mail,Job title,Service,Leaving date"
    row = f"Ada,{ada.last_name},{ada.email},Librarian,Libraries,{timezone.localdate()}"
    taken = actions.upload(actions.Upload("staff.csv", f"{head}\n{row}\n".encode()), by=by)
    checked = jobs.check(actions.check(taken, taken.columns, by=by, wake=False))

    assert "has died, as is noted here" in checked.rows.get(outcome="refuse").why
    ada.refresh_from_db()
    assert (ada.is_active, ada.left_at, ada.leaves_on, ada.death_noted_at) == before
