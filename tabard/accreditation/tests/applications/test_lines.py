"""Nobody decides in their own line: a rule says so, and the database itself refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.accreditation import actions, queries
from tabard.accreditation.models import Application, ApplicationState
from tabard.accreditation.tests.pages import endorsed
from tabard.common.rules import NotAllowedError
from tests import make

pytestmark = pytest.mark.django_db

S = ApplicationState
OWN_LINE = "are in the same line of management"
APPEAL: dict[str, Any] = {
    "state": S.APPEALED,
    "reason": "No.",
    "would_change": "More.",
    "appeal": "Why.",
}


def test_line_is_everybody_above_and_below():
    top = make.person()
    manager = make.person(manager=top)
    ada = make.person(manager=manager)
    below = make.person(manager=ada)
    lowest = make.person(manager=below)
    make.person(manager=manager)

    one = make.application(ada)

    assert queries.line_now(one) == sorted([top.pk, manager.pk, below.pk, lowest.pk])


@pytest.mark.parametrize("who", ["top", "below"])
def test_nobody_decides_for_those_above_or_below_them(who):
    top = make.programme_member()
    manager = make.person(manager=top)
    ada = make.person(manager=manager)
    below = make.programme_member(manager=ada)
    member = {"top": top, "below": below}[who]
    one = endorsed(ada)

    for decide in (
        lambda: actions.decline(one, by=member, reason="No.", would_change="More."),
        lambda: actions.accredit(one, by=member, until=timezone.now()),
        lambda: actions.send_back(one, by=member, reason="More."),
    ):
        with pytest.raises(NotAllowedError, match=OWN_LINE):
            decide()
    assert not queries.waiting_for(make.programme_member()).exclude(pk=one.pk).exists()


def test_those_of_the_line_are_neither_told_nor_shown_it():
    top, other = make.programme_member(), make.programme_member()
    manager = make.person(manager=top)
    one = actions.apply(
        make.person(manager=manager),
        purpose="Why.",
        audience="All.",
        networks=["practice"],
        handles={},
    )

    actions.endorse(one, by=manager)

    one.refresh_from_db()
    assert one.line == sorted([top.pk, manager.pk])
    assert queries.deciders(one) == [other.pk]
    assert [list(queries.waiting_for(who)) for who in (top, other)] == [[], [one]]


def test_line_counts_as_it_is_when_somebody_decides():
    member = make.programme_member()
    manager = make.person()
    one = endorsed(make.person(manager=manager))
    manager.manager = member
    manager.save()

    with pytest.raises(NotAllowedError, match=OWN_LINE):
        actions.decline(one, by=member, reason="No.", would_change="More.")


@pytest.mark.parametrize(
    ("who", "constraint"),
    [
        ("decided_by", "application_not_decided_in_its_own_line"),
        ("heard_by", "appeal_not_heard_in_its_own_line"),
    ],
)
def test_database_refuses_a_decision_in_the_line(who, constraint):
    member = make.programme_member()
    one = make.application(**APPEAL, appealed_at=timezone.now(), line=[member.pk])
    one.state = S.UPHELD
    one.heard_by, one.heard_at, one.answer = make.oversight_officer(), timezone.now(), "So."
    setattr(one, who, member)

    with pytest.raises(IntegrityError, match=constraint):
        one.save()


@pytest.mark.parametrize("who", ["applicant", "endorsed_by", "decided_by"])
def test_database_lets_nobody_hear_an_appeal_who_had_a_part(who):
    one = make.application(
        **APPEAL,
        appealed_at=timezone.now(),
        endorsed_by=make.person(),
        decided_by=make.programme_member(),
    )
    one.state, one.heard_by = S.UPHELD, getattr(one, who)
    one.heard_at, one.answer = timezone.now(), "So."

    with pytest.raises(IntegrityError, match="appeal_not_heard_by"):
        one.save()


def test_database_lets_nobody_decide_what_they_have_endorsed():
    one = endorsed(make.person(manager=make.person()))
    one.decided_by = one.endorsed_by

    with pytest.raises(IntegrityError, match="application_not_decided_by_whoever_endorsed_it"):
        one.save()


@pytest.mark.parametrize(
    ("differs", "constraint"),
    [
        ({**APPEAL, "appeal": "", "appealed_at": timezone.now()}, "appealed_with_words"),
        ({"appeal": "Why."}, "appealed_with_words"),
        ({**APPEAL, "appeal": "", "appealed_at": None}, "appeal_stands_or_was_heard"),
        ({**APPEAL, "state": S.UPHELD, "appealed_at": timezone.now()}, "appeal_stands_or_was"),
        ({"answer": "So."}, "appeal_heard_with_an_answer"),
        ({"state": S.DECLINED}, "declined_with_a_reason_and_what_would_change_it"),
    ],
)
def test_database_keeps_appeals_whole(differs, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make.application(**differs)


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_whatever_the_line_the_database_agrees_with_the_rule(data: st.DataObject):
    with transaction.atomic():
        people: list[Any] = []
        for number in range(data.draw(st.integers(2, 6))):
            above = data.draw(st.sampled_from([None, *people])) if number else None
            people.append(make.programme_member(manager=above))
        applicant, member = data.draw(st.permutations(people))[:2]
        one = make.application(applicant, state=S.ENDORSED, endorsed_by=make.person())
        allowed = _goes(lambda: actions.decline(one, by=member, reason="N", would_change="M"))
        one.refresh_from_db()
        one.line, one.decided_by = queries.line_now(one), member

        assert _goes(lambda: _saved(one)) is allowed
        transaction.set_rollback(True)


def _saved(one: Application) -> None:
    with transaction.atomic():
        one.save()


def _goes(act: Any) -> bool:
    try:
        act()
    except (NotAllowedError, IntegrityError):
        return False
    return True
