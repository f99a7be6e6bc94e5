"""Whoever has left the council speaks for it no more."""

import pytest
from django.utils import timezone

from tabard.accounts.models import AccessLock, Ticket
from tabard.accreditation import actions
from tabard.accreditation.models import StandingKind
from tabard.accreditation.queries import standing
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db


def test_accreditation_of_whoever_has_left_ends_and_the_manager_is_told():
    ada = make.gone(make.author())
    ticket = make.ticket(ada)
    stays = make.leaver(days=0)

    assert actions.close_for_leavers() == 1
    assert actions.close_for_leavers() == 0

    assert standing(ada).kind == StandingKind.ENDED
    assert standing(ada).why == "Your accreditation has ended: Left the council."
    assert standing(stays).kind == StandingKind.ACCREDITED
    assert Ticket.objects.get(pk=ticket.pk).has_run_out(timezone.now())
    entry = Entry.objects.get(kind="accreditation ended")
    assert entry.people == [ada.manager_id]
    assert "by" not in facts_of(entry)


@pytest.mark.parametrize("how_many", [1, 4])
def test_all_leavers_are_closed_in_one_update(how_many: int, django_assert_num_queries):
    leavers = [make.gone(make.author()) for _ in range(how_many)]
    # Four for all of them; then for each the entry, the tickets and the lock.
    each = 10

    with django_assert_num_queries(4 + each * how_many):
        actions.close_for_leavers()

    assert {standing(one).kind for one in leavers} == {StandingKind.ENDED}


def test_suspended_accreditation_of_a_leaver_ends_too():
    ada = make.accreditation(state="suspended", reason="Because.").person
    make.gone(ada)

    actions.close_for_leavers()

    assert standing(ada).kind == StandingKind.ENDED


def test_leaver_who_was_suspended_is_not_locked_out_should_they_come_back():
    one = make.accreditation()
    actions.suspend(one, by=make.programme_member(), reason="Because.", review_on=make.soon())
    assert AccessLock.objects.filter(person=one.person).exists()
    make.gone(one.person)

    actions.close_for_leavers()

    assert not AccessLock.objects.exists()
