"""What is due of itself when people leave or move: questions, reminders, the day that is over."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Holding
from tabard.accreditation.actions.leaving import LEFT, RESTS
from tabard.common.locking import lock
from tabard.keeping.actions.succeeding import carry_out
from tabard.keeping.models import (
    ADOPTION_LIFECYCLE,
    SUCCESSION_LIFECYCLE,
    Adoption,
    Cause,
    Placing,
    Succession,
)
from tabard.keeping.queries import adoptions, placings
from tabard.keeping.queries import successions as queries
from tabard.keeping.settings import DAYS_BETWEEN_REMINDERS, DAYS_TO_DECIDE, REMINDERS_BEGIN
from tabard.record.actions import Fact, record, record_each

# One number for every worker that sweeps here, so that only one does at a time.
SWEEP_LOCK = 7_104_022
# How many of a kind one sweep takes up, so that it ends soon.
AT_A_TIME = 200


@transaction.atomic
def sweep() -> None:
    """See who is to leave, has left or moved, and do what is due about their accounts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEP_LOCK])
        if not cursor.fetchone()[0]:
            return
    wake_what_rests_by_mistake()
    give_back_what_rests_by_mistake()
    drop_the_needless()
    drop_adoptions_of_leavers()
    let_rest()
    ask_about_movers()
    ask_about_leavers()
    carry_out_what_is_due()
    part_with_leavers()
    ask_about_the_lonely()
    ask_about_the_ended()
    give_access_up()
    remind()


def drop_the_needless() -> int:
    """Drop questions that have answered themselves, and follow a last working day that moved."""
    for succession in queries.on_another_day().select_related("person")[:AT_A_TIME]:
        if succession.person.leaves_on:
            succession.due_on, succession.reminded_on = succession.person.leaves_on, None
            succession.save(update_fields=["due_on", "reminded_on"])
    needless = list(queries.not_needed()[:AT_A_TIME])
    for succession in needless:
        succession.state = SUCCESSION_LIFECYCLE.after(succession.state, "drop")
        succession.over_at = timezone.now()
        succession.save(update_fields=["state", "over_at"])
        record(
            "succession dropped",
            concerns=[succession.decided_by_id] if succession.decided_by_id else [],
            succession=succession.pk,
            account=succession.account_id,
            person=succession.person_id,
        )
    return len(needless)


def drop_adoptions_of_leavers() -> int:
    """Take back the proposals to adopt an account that name somebody who has left."""
    now = timezone.now()
    found = list(
        adoptions.of_leavers(now)
        .select_related("proposer", "connects", "ticket")
        .select_for_update(of=["self"], skip_locked=True)[:AT_A_TIME]
    )
    for adoption in found:
        adoption.state = ADOPTION_LIFECYCLE.after(adoption.state, "withdraw")
        adoption.save(update_fields=["state"])
        if adoption.ticket is not None:
            accounts.withdraw_ticket(adoption.ticket, why=LEFT)
    accounts.free_names(*(adoption.keeps_names_as for adoption in found))
    record_each("adoption dropped", (_dropped(adoption) for adoption in found))
    return len(found)


def _dropped(adoption: Adoption) -> tuple[list[int], dict[str, Fact]]:
    named = (adoption.proposer, adoption.connects)
    stay = {person.pk for person in named if person.left_at is None}
    return sorted({*stay, *filter(None, [adoption.decided_by_id])}), {
        "adoption": adoption.pk,
        "person": adoption.proposer_id,
        "handle": adoption.handle,
        "network": adoption.network,
    }


def ask_about_leavers() -> int:
    """Ask what becomes of the accounts of those who are to leave."""
    ending = queries.to_ask_about()[:AT_A_TIME]
    return _ask((holding, Cause.LEAVES, _last_day(holding)) for holding in ending)


def _last_day(holding: Holding) -> date:
    person = holding.person
    return person.leaves_on or timezone.localdate(person.left_at)


def let_rest() -> int:
    """Let the accounts of those who have died rest; shared ones go on with the others.

    What becomes of them people decide when they are ready: they are asked by no day, and told of
    it no more than once.
    """
    held = list(queries.held_by_the_dead()[:AT_A_TIME])
    for holding in held:
        holding.account = lock(holding.account)
        if not queries.held_alone_by(holding):
            accounts.rest_from(holding.account, person=holding.person, why=RESTS)
            continue
        accounts.put_to_rest(holding.account, person=holding.person)
        _ask([(holding, Cause.DIED, timezone.localdate())])
    return len(held)


def wake_what_rests_by_mistake() -> int:
    """Let accounts be as before of whose holder it was noted by mistake that they died."""
    woken = list(queries.put_to_rest_by_mistake()[:AT_A_TIME])
    for succession in woken:
        accounts.wake(succession.account, person=succession.person)
    return len(woken)


def give_back_what_rests_by_mistake() -> int:
    """Let people hold shared accounts again of whom it was noted by mistake that they died."""
    found = list(queries.rests_by_mistake()[:AT_A_TIME])
    for holding in found:
        accounts.give_back(holding)
    return len(found)


def ask_about_the_ended() -> int:
    """Ask about the accounts that ended because somebody's accreditation was ended by hand."""
    due_on = timezone.localdate() + timedelta(days=DAYS_TO_DECIDE.value)
    ended = queries.ended_by_hand()[:AT_A_TIME]
    return _ask((holding, Cause.ENDED, due_on) for holding in ended)


def ask_about_movers() -> int:
    """Ask about the accounts of those who have another place than when it was last looked."""
    placings.begin_to_watch()
    due_on = timezone.localdate() + timedelta(days=DAYS_TO_DECIDE.value)
    moved = list(placings.moved()[:AT_A_TIME])
    held = placings.held_by([placing.person_id for placing in moved])
    asked = _ask((holding, Cause.MOVED, due_on) for holding in held)
    for placing in moved:
        placing.service_id, placing.manager_id = (
            placing.person.service_id,
            placing.person.manager_id,
        )
    Placing.objects.bulk_update(moved, ["service", "manager"])
    return asked


def ask_about_the_lonely() -> int:
    """Ask about shared accounts that nobody holds, naming who held each of them last."""
    today = timezone.localdate()
    last = [
        account.holdings.select_related("account", "person").latest("until", "pk")
        for account in queries.left_alone()[:AT_A_TIME]
    ]
    return _ask((holding, Cause.ALONE, today) for holding in last)


def _ask(about: Iterable[tuple[Holding, Cause, date]]) -> int:
    now = timezone.now()
    asked = [
        Succession(
            account=holding.account,
            person=holding.person,
            cause=cause,
            due_on=due_on,
            raised_at=now,
        )
        for holding, cause, due_on in about
    ]
    if not asked:
        return 0
    team = list(queries.those_to_remind().values_list("pk", flat=True))
    for succession in Succession.objects.bulk_create(asked):
        _record("succession asked", succession, [] if succession.cause == Cause.DIED else team)
    return len(asked)


def _record(kind: str, succession: Succession, team: Iterable[int]) -> None:
    record(
        kind,
        concerns=[person for person in team if person != succession.person_id],
        succession=succession.pk,
        account=succession.account_id,
        person=succession.person_id,
        cause=Cause(succession.cause).label.lower(),
        due_on=succession.due_on.isoformat(),
    )


def carry_out_what_is_due() -> int:
    """Do what was decided for a day that is over."""
    return len([carry_out(one) for one in queries.ready()[:AT_A_TIME]])


def part_with_leavers() -> int:
    """End what leavers hold still: of several the account goes on, one person's own ends."""
    held = list(queries.holds_of_leavers()[:AT_A_TIME])
    for holding in held:
        accounts.let_go(holding.account, person=holding.person, by=None, why=LEFT)
    return len(held)


def give_access_up() -> int:
    """Give up the access to what leavers held and nobody holds now."""
    reached = list(queries.open_to_leavers()[:AT_A_TIME])
    for account in reached:
        accounts.give_up_access(account, why=RESTS if account.is_at_rest else LEFT)
    return len(reached)


def remind() -> int:
    """Remind the programme team of what has to be decided soon, or is late."""
    today = timezone.localdate()
    due = list(
        queries.to_remind_of(
            today,
            begin=today + timedelta(days=REMINDERS_BEGIN.value),
            again=today - timedelta(days=DAYS_BETWEEN_REMINDERS.value),
        )[:AT_A_TIME]
    )
    if not due:
        return 0
    team = list(queries.those_to_remind().values_list("pk", flat=True))
    for succession in due:
        succession.reminded_on = today
        _record("succession waits", succession, team)
    Succession.objects.bulk_update(due, ["reminded_on"])
    return len(due)
