"""Whatever becomes of applications, in any order: each move is told by the record, once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.accounts.models import Ticket
from tabard.accreditation import actions
from tabard.accreditation.models import (
    APPLICATION_LIFECYCLE,
    UNDER_WAY,
    Accreditation,
    Application,
    ApplicationState,
)
from tabard.accreditation.tests.pages import WISH
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import breaks, entries_about
from tests import make
from tests.walks import Told, events_of, walk

pytestmark = pytest.mark.django_db

S = ApplicationState
APPLIED = Told(
    "application",
    APPLICATION_LIFECYCLE,
    {
        "application made again": "apply_again",
        "application endorsed": "endorse",
        "application sent back": "send_back",
        "application declined": "decline",
        "application appealed": "appeal",
        "answer upheld": "uphold",
        "answer overturned": "overturn",
        "answer overturned for later": "overturn_for_later",
        "application withdrawn": "withdraw",
        "application dropped": "withdraw",
        "application taken up again": "take_up",
        "endorsed application taken up again": "take_up_endorsed",
        "sent back application taken up again": "take_up_sent_back",
        "appeal taken up again": "take_up_appeal",
        "accredited": "accredit",
    },
    # Whoever overturns an answer accredits by it.
    follows={"accredited": "answer overturned"},
)


class World:
    """One member of staff who applies, and everybody who has a word in it."""

    def __init__(self) -> None:
        make.edition("pilot")
        self._manager = make.person()
        self._ada = make.person(manager=self._manager)
        self._panel, self._officer = make.programme_member(), make.oversight_officer()

    def _last(self) -> Application:
        """Give the application that was made last; where there is none, nobody can do anything."""
        last = Application.objects.filter(applicant=self._ada).order_by("-pk").first()
        return last or make.application(state=S.WITHDRAWN)

    def _states(self) -> dict[int, str]:
        mine = Application.objects.filter(applicant=self._ada)
        return dict(mine.values_list("pk", "state"))

    def apply(self) -> None:
        actions.apply(Person.objects.get(pk=self._ada.pk), **WISH)

    def apply_again(self) -> None:
        actions.apply_again(self._last(), by=self._ada, **WISH)

    def endorse(self) -> None:
        actions.endorse(self._last(), by=self._manager)

    def manager_sends_back(self) -> None:
        actions.send_back(self._last(), by=self._manager, reason="Why.")

    def panel_sends_back(self) -> None:
        actions.send_back(self._last(), by=self._panel, reason="Why.")

    def decline(self) -> None:
        actions.decline(self._last(), by=self._panel, reason="No.", would_change="A topic.")

    def panel_hears_itself(self) -> None:
        actions.overturn(
            self._last(), by=self._panel, answer="So.", until=timezone.now() + timedelta(days=365)
        )

    def appeal(self) -> None:
        actions.appeal(self._last(), by=self._ada, words="Please.")

    def uphold(self) -> None:
        actions.uphold(self._last(), by=self._officer, answer="It stands.")

    def overturn(self) -> None:
        until = timezone.now() + timedelta(days=365)
        actions.overturn(self._last(), by=self._officer, answer="So.", until=until)

    def overturn_for_later(self) -> None:
        actions.overturn(self._last(), by=self._officer, answer="So.", until=None)

    def accredit(self) -> None:
        until = timezone.now() + timedelta(days=365)
        actions.accredit(self._last(), by=self._panel, until=until)

    def withdraw(self) -> None:
        actions.withdraw(self._last(), by=self._ada)

    def prepare(self) -> None:
        make.prepared(self._ada)

    def appeal_runs_out(self) -> None:
        Application.objects.filter(applicant=self._ada).update(appeal_until=timezone.now())

    def be_suspended(self) -> None:
        for one in Accreditation.objects.filter(person=self._ada):
            actions.suspend(one, by=self._officer, reason="Why.", review_on=make.soon())

    def be_ended(self) -> None:
        for one in Accreditation.objects.filter(person=self._ada):
            actions.end(one, by=self._panel, reason="Over.")

    def remind(self) -> None:
        actions.remind()

    def leave(self) -> None:
        Person.objects.filter(pk=self._ada.pk).update(left_at=timezone.now(), is_active=False)
        actions.close_for_leavers()

    def die(self) -> None:
        now = timezone.now()
        Person.objects.filter(pk=self._ada.pk).update(
            left_at=now, is_active=False, death_noted_at=now
        )
        actions.close_for_leavers()

    def be_alive_after_all(self) -> None:
        Person.objects.filter(pk=self._ada.pk).update(
            left_at=None, is_active=True, death_noted_at=None
        )
        actions.take_up_after_a_mistake()

    def _holds(self) -> None:
        """Hold what has to be so at any time."""
        mine = Application.objects.filter(applicant=self._ada)
        assert mine.filter(state__in=UNDER_WAY).count() <= 1
        made = Entry.objects.filter(kind="application made", people__contains=[self._manager.pk])
        assert made.count() == mine.count()
        for one in mine:
            has_standing = Accreditation.objects.filter(application=one).exists()
            assert (one.state == S.ACCREDITED) >= has_standing
            assert (one.heard_by is not None) == one.was_overturned | (one.state == S.UPHELD)
        accredited = mine.filter(state=S.ACCREDITED).count()
        told = sum(
            entry.kind == "accredited"
            for one in mine
            for entry in entries_about("application", one.pk)
        )
        assert told == accredited
        if not accredited:
            assert not Ticket.objects.filter(person=self._ada).exists()


# Most walks are to come somewhere.
USUAL = ["apply", "endorse", "decline", "appeal", "accredit"]
STARTS: list[list[str]] = [
    [],
    ["apply", "endorse"],
    ["prepare", "apply", "endorse", "decline", "appeal"],
    ["apply", "endorse", "decline", "appeal"],
]
# Ways that people go, with where each ends.
WAYS: list[tuple[str, str]] = [
    ("prepare apply endorse accredit", S.ACCREDITED),
    ("apply manager_sends_back apply_again endorse panel_sends_back withdraw", S.WITHDRAWN),
    ("apply endorse decline appeal uphold overturn appeal", S.UPHELD),
    ("prepare apply endorse decline appeal panel_hears_itself overturn", S.ACCREDITED),
    ("apply endorse decline appeal overturn decline accredit", S.ENDORSED),
    ("apply endorse decline appeal overturn_for_later prepare accredit", S.ACCREDITED),
    ("apply endorse decline appeal leave", S.WITHDRAWN),
    ("apply endorse decline appeal_runs_out appeal", S.DECLINED),
    ("apply die be_alive_after_all", S.APPLIED),
    ("apply endorse die be_alive_after_all", S.ENDORSED),
    ("apply manager_sends_back die be_alive_after_all", S.SENT_BACK),
    ("apply endorse decline appeal die be_alive_after_all", S.APPEALED),
    ("apply withdraw die be_alive_after_all", S.WITHDRAWN),
    ("apply leave die be_alive_after_all", S.WITHDRAWN),
]


def go(events: list[str]) -> World:
    world = World()
    walk(world, events, holds=world._holds, about={APPLIED: world._states})
    return world


def test_a_kind_of_entry_tells_of_every_move():
    assert APPLIED.misses() == set()


@pytest.mark.parametrize(("way", "end"), WAYS)
def test_ways_that_people_go_end_where_they_should(way: str, end: str):
    assert list(go(way.split())._states().values()) == [end]


def test_the_ways_that_people_go_have_an_entry_of_every_kind():
    told: set[str] = set()
    for way, _ in WAYS:
        with transaction.atomic():
            go(way.split())
            told |= set(Entry.objects.values_list("kind", flat=True))
            transaction.set_rollback(True)

    assert set(APPLIED.moves) - told == set()


@settings(max_examples=40, deadline=None)
@given(
    start=st.sampled_from(STARTS),
    events=st.lists(st.sampled_from([*events_of(World), *USUAL * 3]), max_size=16),
)
def test_record_tells_where_every_application_is(start: list[str], events: list[str]):
    with transaction.atomic():
        go([*start, *events])
        assert list(breaks()) == []
        transaction.set_rollback(True)
