"""Whatever people do about a standing, in any order: the record tells of each move."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.accounts.models import AccessLock
from tabard.accreditation import actions
from tabard.accreditation.models import (
    ACCREDITATION_LIFECYCLE,
    MOVE_APPEAL_LIFECYCLE,
    PROPOSAL_LIFECYCLE,
    Accreditation,
    AccreditationState,
    MoveAppeal,
    Proposal,
    Rung,
    Suspension,
)
from tabard.people.models import Person
from tabard.record.queries import breaks
from tests import make
from tests.walks import Told, events_of, walk

pytestmark = pytest.mark.django_db

STANDING = Told(
    "accreditation",
    ACCREDITATION_LIFECYCLE,
    {
        "accreditation suspended": "suspend",
        "accreditation resumed": "resume",
        "accreditation ended": "end",
        "accreditation rests": "end",
        "accreditation taken up again": "take_up",
        "accreditation suspended as before": "take_up_suspended",
    },
)
PROPOSED = Told(
    "proposal",
    PROPOSAL_LIFECYCLE,
    {
        "proposal followed": "follow",
        "proposal set aside": "set_aside",
        "proposal overtaken": "overtake",
    },
)
APPEALED = Told(
    "appeal",
    MOVE_APPEAL_LIFECYCLE,
    {"move upheld": "uphold", "move overturned": "overturn", "move appeal dropped": "drop"},
)


class World:
    """One person who speaks for the council, and those who decide about them."""

    def __init__(self) -> None:
        self._pk = make.accreditation().pk
        self._panel, self._officer = make.programme_member(), make.oversight_officer()

    def _one(self) -> Accreditation:
        return Accreditation.objects.get(pk=self._pk)

    def suspend(self) -> None:
        one = self._one()
        actions.suspend(one, by=self._officer, reason="Why.", review_on=make.soon())

    def resume(self) -> None:
        actions.resume(self._one(), by=self._officer)

    def end(self) -> None:
        actions.end(self._one(), by=self._panel, reason="Over.")

    def leave(self) -> None:
        Person.objects.filter(accreditations=self._pk).update(
            left_at=timezone.now(), is_active=False
        )
        actions.close_for_leavers()

    def die(self) -> None:
        Person.objects.filter(accreditations=self._pk).update(
            left_at=timezone.now(), is_active=False, death_noted_at=timezone.now()
        )
        actions.close_for_leavers()

    def be_alive_after_all(self) -> None:
        Person.objects.filter(accreditations=self._pk).update(
            left_at=None, is_active=True, death_noted_at=None
        )
        actions.take_up_after_a_mistake()

    def tell(self) -> None:
        for one in Suspension.objects.all():
            actions.tell(one, by=self._panel, words="I rang.")

    def chase(self) -> None:
        actions.chase()

    def be_proposed(self) -> None:
        one = self._one()
        if one.state == AccreditationState.ACTIVE and not one.proposals.filter(state="open"):
            to = Rung(one.rung).above or Rung(one.rung).below
            make.proposal(one, to_rung=to)

    def follow(self) -> None:
        for one in Proposal.objects.all():
            actions.follow(one, by=self._panel, reason="Yes.")

    def set_aside(self) -> None:
        for one in Proposal.objects.all():
            actions.set_aside(one, by=self._panel, reason="No.")

    def move(self) -> None:
        actions.move(self._one(), to=Rung.SAMPLED, by=self._panel, reason="Well done.")

    def appeal(self) -> None:
        for one in self._one().moves.filter(appeal=None):
            actions.appeal_move(one, by=one.person, words="Please.")

    def uphold(self) -> None:
        for one in MoveAppeal.objects.all():
            actions.uphold_move(one, by=self._officer, answer="It stands.")

    def overturn(self) -> None:
        for one in MoveAppeal.objects.all():
            actions.overturn_move(one, by=self._officer, answer="So it was.")


def assert_sound() -> None:
    """Hold what has to be so at any time: a suspension is open where somebody is suspended."""
    suspended = set(
        Accreditation.objects.filter(state="suspended").values_list("person", flat=True)
    )
    still_open = Suspension.objects.filter(ended_at=None).values_list("person", flat=True)
    assert set(still_open) == suspended
    assert set(AccessLock.objects.values_list("person", flat=True)) == suspended
    ended = Accreditation.objects.filter(state="ended")
    assert not Proposal.objects.filter(state="open", accreditation__in=ended).exists()


@pytest.mark.parametrize("told", [STANDING, PROPOSED, APPEALED], ids=lambda told: told.name)
def test_a_kind_of_entry_tells_of_every_move(told: Told):
    assert told.misses() == set()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(events_of(World)), max_size=14))
def test_record_tells_where_a_standing_and_what_is_about_it_are(events: list[str]):
    with transaction.atomic():
        walk(
            World(),
            events,
            holds=assert_sound,
            about={
                STANDING: lambda: dict(Accreditation.objects.values_list("pk", "state")),
                PROPOSED: lambda: dict(Proposal.objects.values_list("pk", "state")),
                APPEALED: lambda: dict(MoveAppeal.objects.values_list("pk", "state")),
            },
        )

        assert list(breaks()) == []
        transaction.set_rollback(True)
