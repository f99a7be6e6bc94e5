"""What may leave now, who may stop it, and how long to wait."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models import Goes, Permission, Reason, Rung, WayOut
from tabard.common.rules import Refused
from tabard.composing.models import Message, MessageState, Version
from tabard.people.models import Person
from tabard.publishing import rules
from tabard.publishing.models import Delivery

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HERE = WayOut("See why", "accreditation:mine")
FREE = Permission(Goes.AT_ONCE, Rung.FREE)
CHECKED = Permission(Goes.CHECKED, Rung.CHECKED, (Reason("First rung.", HERE),))
STOPPED = Permission(Goes.NOWHERE, Rung.FREE, (Reason("The reason.", HERE, stops=True),))
AUTHOR = Person(pk=1, first_name="Ada", last_name="Author")
LET_GO: dict[str, Any] = {"approved_by": None, "let_go_on": "free"}
moments = st.datetimes(
    min_value=NOW.replace(year=2020, tzinfo=None),
    max_value=NOW.replace(year=2040, tzinfo=None),
    timezones=st.just(UTC),
)


def account(**differs) -> Account:
    return Account(**{"network": "practice", "handle": "ada", **differs})


def message(**differs) -> Message:
    told = {
        "author": AUTHOR,
        "state": MessageState.APPROVED,
        "approved_by": Person(pk=9),
        "approved_at": NOW,
        **differs,
    }
    return Message(**told)


def delivery(of: Message | None = None, **differs) -> Delivery:
    return Delivery(version=Version(message=of or message(), account=account()), **differs)


def lapsed(at: datetime) -> Permission:
    reason = Reason("It ran out.", HERE, again_since=at)
    return Permission(Goes.CHECKED, Rung.FREE, (reason,))


@pytest.mark.parametrize("permission", [FREE, CHECKED])
def test_reviewed_post_leaves_also_for_those_whose_posts_are_checked(permission: Permission):
    assert rules.may_leave(message(), account(), permission) is None


def test_post_that_was_let_go_leaves_while_its_author_s_posts_go_unchecked():
    assert rules.may_leave(message(**LET_GO), account(), FREE) is None


def test_post_that_was_let_go_stays_once_its_author_s_posts_are_checked_first():
    assert rules.may_leave(message(**LET_GO), account(), CHECKED) == Refused("First rung.")
    assert rules.has_to_be_reviewed(message(**LET_GO), CHECKED) == Refused("First rung.")


@pytest.mark.parametrize("of", [{}, LET_GO])
def test_post_of_somebody_who_is_stopped_stays_and_asks_nobody_to_review(of: dict[str, Any]):
    assert rules.may_leave(message(**of), account(), STOPPED) == Refused("The reason.")
    assert rules.has_to_be_reviewed(message(**of), STOPPED) is None


def test_post_without_an_approval_time_asks_nobody_to_review():
    assert rules.has_to_be_reviewed(message(approved_at=None), CHECKED) is None


@pytest.mark.parametrize("state", ["writing", "waiting", "withdrawn"])
def test_post_that_is_not_approved_stays(state: str):
    refusal = rules.may_leave(message(state=MessageState(state)), account(), FREE)

    assert refusal == Refused("This post has to be reviewed again.")


def test_post_without_an_approval_time_stays_and_says_what_was_said():
    refusal = rules.may_leave(message(approved_at=None, said="Said."), account(), FREE)

    assert refusal == Refused("Said.")


def test_post_approved_before_the_lapse_stays():
    refusal = rules.may_leave(message(), account(), lapsed(NOW + timedelta(minutes=1)))

    assert refusal == Refused("It ran out.")


def test_post_approved_after_the_lapse_leaves():
    assert rules.may_leave(message(), account(), lapsed(NOW - timedelta(minutes=1))) is None


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        (
            {"state": AccountState.LOST},
            "The connection to @ada is lost. Connect it again to send this post.",
        ),
        ({"state": AccountState.ENDED}, "@ada is no longer an account of the council."),
        ({"network": "gone"}, "Tabard cannot speak to gone now. Tell the administrator."),
    ],
)
def test_post_stays_while_its_way_is_closed(differs: dict[str, Any], why: str):
    assert rules.may_leave(message(), account(**differs), FREE) == Refused(why)


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (AUTHOR, False),
        (Person(pk=2, roles=["reviewer"]), True),
        (Person(pk=2, roles=["programme_team"]), True),
        (Person(pk=2, roles=["oversight_officer"]), True),
        (Person(pk=2, roles=["administrator", "evaluator", "duty_officer"]), False),
    ],
)
def test_every_post_is_seen_by_reviewers_and_oversight_officers(person: Person, *, may: bool):
    assert (rules.may_see_all(person) is None) == may


def test_post_is_seen_as_the_message_is():
    assert rules.may_see(AUTHOR, message()) is None
    assert rules.may_see(Person(pk=2), message()) is not None


def test_only_the_author_calls_off():
    assert rules.may_call_off(AUTHOR, message()) is None
    assert rules.may_call_off(Person(pk=2, roles=["oversight_officer"]), message()) == Refused(
        "Only the person who wrote a post can call it off."
    )


@pytest.mark.parametrize(
    ("state", "deliveries", "why"),
    [
        ("writing", [], None),
        ("approved", ["scheduled"], None),
        ("approved", ["confirmed", "held"], None),
        ("approved", ["confirmed"], "Nothing of this post is waiting to go any more."),
        ("approved", ["sending", "failed"], "Nothing of this post is waiting to go any more."),
        ("withdrawn", ["cancelled"], "This post was called off already."),
    ],
)
def test_what_waits_to_go_can_be_called_off(state: str, deliveries: list[str], why: str | None):
    found = rules.can_be_called_off(
        message(state=state), [delivery(state=one) for one in deliveries]
    )

    assert (found and found.why) == why


@pytest.mark.parametrize(
    ("of", "states", "can"),
    [
        ("approved", ["expired"], True),
        ("approved", ["failed", "expired", "cancelled"], True),
        ("approved", ["failed", "confirmed"], False),
        ("approved", ["failed", "held"], False),
        ("approved", [], False),
        ("withdrawn", [], True),
        ("withdrawn", ["cancelled"], True),
    ],
)
def test_post_that_got_nowhere_can_be_written_again(of: str, states: list[str], *, can: bool):
    found = [delivery(state=state) for state in states]

    assert rules.can_be_written_again(message(state=of), found) == can


@pytest.mark.parametrize(
    ("person", "reason", "why"),
    [
        (AUTHOR, "", None),
        (Person(pk=2, roles=["oversight_officer"]), "Danger.", None),
        (
            Person(pk=2, roles=["oversight_officer"]),
            " \n",
            "Say what the danger is. The author sees your reason at once.",
        ),
        (
            Person(pk=2, roles=["reviewer", "programme_team", "administrator"]),
            "Danger.",
            "Only its author, or an oversight officer in danger, can take a post down.",
        ),
    ],
)
def test_author_takes_down_and_an_oversight_officer_in_danger(
    person: Person, reason: str, why: str | None
):
    refusal = rules.may_take_down(person, delivery(), reason=reason)

    assert (refusal and refusal.why) == why


@pytest.mark.parametrize(
    ("state", "of", "missed"),
    [
        ("scheduled", {}, True),
        ("held", {"due_at": NOW - timedelta(hours=2)}, True),
        ("held", {"due_at": NOW - timedelta(minutes=59)}, False),
        ("held", {"approved_at": NOW - timedelta(hours=2)}, True),
        # It was approved a second time, and goes when that was.
        ("held", {"approved_at": NOW}, False),
        ("held", {"state": "waiting", "due_at": NOW - timedelta(hours=2)}, False),
        ("held", {"state": "writing", "due_at": NOW - timedelta(hours=2)}, True),
        # Nothing of what is written anew counts yet.
        ("held", {"state": "writing", "due_at": NOW + timedelta(hours=2)}, True),
        ("held", {"state": "withdrawn", "due_at": NOW - timedelta(hours=2)}, False),
        ("held", {"approved_at": None}, False),
    ],
)
def test_held_post_misses_its_time_unless_it_waits_for_review(
    state: str, of: dict[str, Any], *, missed: bool
):
    due = NOW - timedelta(hours=2)

    found = rules.has_missed_its_time(delivery(state=state, due_at=due), message(**of), NOW)

    assert found == missed


@given(moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)))
def test_post_is_too_late_exactly_when_an_hour_has_passed(due_at: datetime, later: timedelta):
    assert rules.is_too_late(due_at, due_at + later) == (later > timedelta(hours=1))


@given(moments, moments, moments)
def test_next_try_is_never_in_the_past_nor_long_after_it_could_still_leave(
    due_at: datetime, wanted: datetime, now: datetime
):
    found = rules.next_try(due_at, wanted, now)

    assert found >= now
    assert found <= max(now, wanted)
    assert found <= max(now, due_at + rules.LATEST + rules.WAITS.first)


@given(moments, moments)
def test_try_that_comes_too_late_comes_only_to_say_so(due_at: datetime, now: datetime):
    found = rules.next_try(due_at, now + timedelta(days=1), now)

    assert found == now + timedelta(days=1) or rules.is_too_late(due_at, found)


def test_part_goes_once_the_one_before_was_seen():
    confirmed = Delivery(state="confirmed")

    assert rules.goes_on_from(None, part=1) is None
    assert rules.goes_on_from(confirmed, part=2) is None
    for before in (None, Delivery(state="failed")):
        refusal = rules.goes_on_from(before, part=2)
        assert refusal is not None
        assert refusal.why == rules.FOLLOWS_ON_NOTHING


@pytest.mark.parametrize(
    ("part", "of", "told"),
    [
        (1, 1, ""),
        (1, 3, "It was the first part of a thread, so nothing of the thread was sent."),
        (
            2,
            3,
            (
                "It was part 2 of a thread of 3. Part 1 is on the network. "
                "What comes after it was not sent."
            ),
        ),
        (3, 3, "It was part 3 of a thread of 3. Parts 1 to 2 are on the network."),
    ],
)
def test_author_hears_what_a_part_that_did_not_arrive_means_for_its_thread(
    part: int, of: int, told: str
):
    assert rules.about_the_thread(part, of) == told


@pytest.mark.parametrize(
    ("state", "tries", "may"),
    [
        ("removed", 0, True),
        ("failed", 0, True),
        ("cancelled", 0, True),
        ("confirmed", 0, False),
        ("removing", 0, False),
        ("removing", rules.TRIES_BEFORE_TELLING, True),
    ],
)
def test_thread_is_taken_down_from_its_end(state: str, tries: int, *, may: bool):
    refusal = rules.goes_before(Delivery(state=state, tries=tries))

    assert (refusal is None) is may


def test_what_was_called_off_has_no_other_time():
    author = Person(pk=1)

    assert rules.may_move(author, Message(author=author)) is None
    refusal = rules.may_move(author, Message(author=author, state=MessageState.WITHDRAWN))
    assert refusal is not None
    assert refusal.why == "This post was called off already."
    assert rules.may_move(Person(pk=2), Message(author=author)) is not None


@pytest.mark.parametrize(("waited", "missed"), [(59, False), (120, True)])
def test_held_part_of_a_thread_has_its_hour_from_the_part_before(waited: int, *, missed: bool):
    due = NOW - timedelta(minutes=waited)
    thread = message(due_at=NOW - timedelta(hours=5))

    found = rules.has_missed_its_time(delivery(state="held", due_at=due, part=2), thread, NOW)

    assert found == missed
