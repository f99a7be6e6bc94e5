"""Random walks over renewals: no state that must not be, and the record tells every move."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tabard.accreditation import actions, queries
from tabard.accreditation.models import (
    RENEWAL_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Renewal,
    RenewalState,
    end_of,
)
from tabard.accreditation.settings import MOST_DAYS_PUT_OFF
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.record.queries import entries_about
from tests import make
from tests.walks import a_step

# What each kind of entry moves; an accreditation that is renewed was endorsed, or decided.
MOVES = {
    "renewal sent": "send",
    "renewal sent back": "send_back",
    "renewal endorsed": "ask",
    "renewal given up": "give_up",
    "renewal overtaken": "overtake",
}
BEGINNINGS = {"renewal opened", "renewal begun"}
TOLD = {"renewal reminder", "renewal looked at", "renewal waits", "accreditation ran out"}


class World:
    """One accreditation and everybody who can do something about it."""

    def __init__(self) -> None:
        self.manager, self.panel = make.person(), make.programme_member()
        person = make.prepared(make.person(manager=self.manager))
        until = end_of(timezone.localdate() + timedelta(days=20))
        self.accreditation = make.accreditation(person, until=until)
        self.person = person

    def befalls(self, event: str) -> None:
        """Let something be tried, which the product may refuse."""
        try:
            with transaction.atomic():
                getattr(self, event)()
        except (NotNowError, NotAllowedError):
            pass

    def _renewal(self) -> Renewal:
        last = self.accreditation.renewals.last()
        if last is None:
            raise NotNowError
        return last

    def night(self) -> None:
        actions.run_night(timezone.now())

    def begin(self) -> None:
        actions.begin_renewal(self.accreditation, by=self.person)

    def send(self) -> None:
        actions.send_review(
            self._renewal(), by=self.person, answers=[], changes="", minutes_a_week=5
        )

    def send_with_changes(self) -> None:
        actions.send_review(
            self._renewal(), by=self.person, answers=[], changes="All.", minutes_a_week=5
        )

    def endorse(self) -> None:
        actions.endorse_renewal(self._renewal(), by=self.manager)

    def send_back(self) -> None:
        actions.send_renewal_back(self._renewal(), by=self.manager, reason="Why.")

    def panel_sends_back(self) -> None:
        actions.send_renewal_back(self._renewal(), by=self.panel, reason="Why.")

    def look(self) -> None:
        actions.look_at_renewal(self._renewal(), by=self.panel, reason="Why.")

    def renew(self) -> None:
        until = self._row().until + timedelta(days=1)
        actions.renew(self._renewal(), by=self.panel, until=max(until, _tomorrow()))

    def give_up(self) -> None:
        actions.give_up(self._renewal(), by=self.person)

    def suspend(self) -> None:
        actions.suspend(self._row(), by=self.panel, reason="Why.", review_on=make.soon())

    def resume(self) -> None:
        actions.resume(self._row(), by=self.panel)

    def end(self) -> None:
        actions.end(self._row(), by=self.panel, reason="Over.")

    def lapse(self) -> None:
        Accreditation.objects.filter(until__gt=timezone.now()).update(until=timezone.now())

    def go_away(self) -> None:
        if not self.person.absences.exists():
            make.absence(self.person)

    def come_back(self) -> None:
        self.person.absences.all().delete()

    def _row(self) -> Accreditation:
        return Accreditation.objects.get(pk=self.accreditation.pk)


def _tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)


EVENTS = sorted(name for name in vars(World) if not name.startswith("_") and name != "befalls")
STARTS: list[list[str]] = [
    ["night"],
    ["begin", "send"],
    ["begin", "send_with_changes", "endorse"],
    ["night", "send", "endorse", "lapse"],
]


def told_by_the_record(renewal: Renewal) -> str:
    """Follow the record's entries through the life cycle: each has to be a move that it allows."""
    state: str = RENEWAL_LIFECYCLE.initial
    entries = list(entries_about("renewal", renewal.pk).order_by("pk"))
    assert entries[0].kind in BEGINNINGS
    for entry in entries[1:]:
        if entry.kind == "accreditation renewed":
            move = "renew" if state == RenewalState.ASKED else "endorse"
            state = RENEWAL_LIFECYCLE.after(state, move)
        elif entry.kind in MOVES:
            state = RENEWAL_LIFECYCLE.after(state, MOVES[entry.kind])
        else:
            assert entry.kind in TOLD
    return state


class TestWalks(TestCase):
    """Whatever comes after whatever."""

    @settings(max_examples=30, deadline=None)
    @given(st.sampled_from(STARTS), st.lists(st.sampled_from(EVENTS), min_size=1, max_size=14))
    def test_renewal_goes_only_where_it_can_and_the_record_tells_each_move(self, start, events):
        world = World()

        for event in [*start, *events]:
            with a_step("renewal"):
                before = world._row()
                renewed = Renewal.objects.filter(state=RenewalState.RENEWED).count()
                world.befalls(event)
                after = world._row()

                # Nothing but a renewal, or the night for whoever cannot renew, moves the end.
                if after.until > before.until:
                    now_renewed = Renewal.objects.filter(state=RenewalState.RENEWED).count()
                    held_up = after.state == AccreditationState.SUSPENDED or (
                        world.person.absences.exists()
                    )
                    assert now_renewed == renewed + 1 or (event == "night" and held_up)
                assert (after.pk, after.rung) == (before.pk, before.rung)
                assert after.put_off_days <= MOST_DAYS_PUT_OFF.value
        for renewal in Renewal.objects.all():
            assert told_by_the_record(renewal) == renewal.state
        if world._row().state == AccreditationState.ENDED:
            assert not queries.under_way().exists()
