"""Whatever becomes of an e-mail, in any order: only moves of the table, and at most two copies."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.common.lifecycle import NotNowError
from tabard.notices import actions, rules
from tabard.notices.models import ENDS, LIFECYCLE, Email, EmailKind, EmailState
from tabard.notices.work import sending
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make
from tests.walks import a_step

pytestmark = pytest.mark.django_db
S = EmailState
ARROWS = {(str(start), str(end)) for start, _, end in LIFECYCLE.arrows()}


class Walk:
    """One link to set a password, and every way in which a try can end."""

    def __init__(self) -> None:
        make.council()
        self.by, self.person = make.administrator(), make.person()
        now = timezone.now()
        email = Email.objects.create(
            person=self.person,
            kind=EmailKind.LINK,
            message_id="<1@localhost>",
            made_at=now,
            try_at=now,
        )
        self.pk, self.seen, self.accepted = email.pk, str(email.state), 0
        # What the worker holds: the row as it was when it was claimed.
        self.held: Email | None = None
        self.may_have_arrived = 0

    @property
    def now(self) -> Email:
        return Email.objects.get(pk=self.pk)

    def claim(self) -> None:
        """Take it; a worker that held it before is dead then, and may have sent it."""
        before = self.now
        self.held = sending.claim(self.pk)
        if self.held is not None:
            assert before.state in {S.QUEUED, S.SENDING}
            assert self.held.tries == before.tries + 1

    def accept(self) -> None:
        if self.held is not None:
            was = self.now.state
            sending.accept(self.held)
            self.accepted += was == S.SENDING and self.now.state == S.SENT

    def put_off(self) -> None:
        if self.held is not None:
            sending.put_off(self.held, "Later.")

    def fail(self) -> None:
        if self.held is not None:
            sending.fail(self.held, "Never.")

    def doubt(self) -> None:
        if self.held is not None:
            sending.doubt(self.held, "Who knows.")

    def retry(self) -> None:
        if self.now.state == S.FAILED:
            actions.retry(self.now, by=self.by)
            return
        with pytest.raises(NotNowError), transaction.atomic():
            actions.retry(self.now, by=self.by)

    def leave(self) -> None:
        Person.objects.filter(pk=self.person.pk).update(is_active=False)

    def sweep(self) -> None:
        actions.sweep()
        assert not Email.objects.filter(state=S.FAILED, is_told=False).exists() or (
            Entry.objects.filter(kind="e-mails not sent").exists()
        )

    def holds(self) -> None:
        """Hold the row against the table, and against what was done."""
        now = self.now
        assert now.state == self.seen or (self.seen, str(now.state)) in ARROWS
        self.seen = str(now.state)
        assert (now.ended_at is not None) == (now.state in ENDS)
        assert (now.try_at is None) == (now.state in ENDS)
        assert now.tries <= rules.MOST_TRIES + 1
        # Once it is sent it is never tried again, and each that was sent is recorded once.
        assert Entry.objects.filter(kind="password link sent").count() == self.accepted <= 1
        if self.accepted:
            assert now.state == S.SENT


MOVES = [
    *(Walk.claim, Walk.claim, Walk.claim, Walk.accept, Walk.put_off, Walk.fail),
    *(Walk.doubt, Walk.retry, Walk.leave, Walk.sweep),
]


@settings(max_examples=80, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 90)), max_size=24))
def test_tries_that_end_in_any_way_follow_the_table(steps):
    with transaction.atomic():
        walk, now = Walk(), timezone.now()
        for move, minutes in steps:
            with time_machine.travel(now, tick=False), a_step("e-mail"):
                move(walk)
                walk.holds()
            now += timedelta(minutes=minutes)
        transaction.set_rollback(True)
