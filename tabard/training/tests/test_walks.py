"""Whatever people do with assessments, in any order: no state that makes no sense, all recorded."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.record.models import Entry
from tabard.training import actions, queries, rules
from tabard.training.models import Answer, Sitting, SittingKind, SittingState
from tabard.training.work.forgetting import forget_answers
from tests import make
from tests.walks import a_step

pytestmark = pytest.mark.django_db

S, K = SittingState, SittingKind
DAY = timedelta(days=1)
REFUSALS = (NotAllowedError, NotNowError)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Walk:
    """One person and one course; every step is tried, and what it may not do is refused."""

    def __init__(self) -> None:
        self.edition = make.edition(
            modules=4, questions=8, refresher_questions=4, pretest_questions=4
        )
        self.ada = make.person()
        self.handed_in = 0
        self.certificates: list[datetime] = []

    def latest(self) -> Sitting | None:
        return queries.latest_sitting(self.ada, self.edition.course_id)

    def begin(self, number: int) -> None:
        kind, now = list(K)[number % len(K)], timezone.now()
        progress = queries.progress_of(self.ada, self.edition)
        is_open = kind in rules.kinds_open(self.edition, progress, now)
        if is_open and rules.may_begin(self.edition, progress, now) is None:
            actions.begin(self.edition, by=self.ada, kind=kind)
            return
        with pytest.raises(REFUSALS):
            actions.begin(self.edition, by=self.ada, kind=kind)

    def answer(self, number: int) -> None:
        """Answer every question, so many of them wrong."""
        latest = self.latest()
        asked = list(queries.answers_of(latest)) if latest else []
        for one in asked:
            chosen = [1] if one.number <= number else one.question.right_choices
            if latest and latest.state == S.UNDER_WAY:
                actions.answer(one, chosen=chosen, by=self.ada)
            else:
                with pytest.raises(NotNowError):
                    actions.answer(one, chosen=chosen, by=self.ada)

    def finish(self, _: int) -> None:
        latest = self.latest()
        if latest is None:
            return
        if latest.state != S.UNDER_WAY or queries.unanswered(latest):
            with pytest.raises(REFUSALS):
                actions.finish(latest, by=self.ada)
            return
        done = actions.finish(latest, by=self.ada)
        if done.valid_until:
            self.certificates.append(done.valid_until)
        else:
            self.handed_in += 1

    def meddle(self, _: int) -> None:
        latest = self.latest()
        if latest is not None:
            with pytest.raises(NotAllowedError):
                actions.finish(latest, by=make.programme_member())

    def forget(self, _: int) -> None:
        forget_answers()
        before = timezone.now() - 14 * DAY
        assert not Answer.objects.filter(sitting__finished_at__lte=before).exists()

    def check(self) -> None:
        """Hold what is there against what was done."""
        mine = Sitting.objects.filter(person=self.ada)
        kept = mine.filter(valid_until__isnull=False).order_by("pk")
        assert [one.valid_until for one in kept] == self.certificates
        # A certificate is never taken by trying, and each lasts longer than the one before.
        assert sorted(set(self.certificates)) == self.certificates
        # Of tries that gave none, there is at most the last.
        assert list(mine.filter(valid_until=None)) in ([], [self.latest()])
        counted = Counter(Entry.objects.values_list("kind", flat=True))
        assert counted["assessment passed"] == len(self.certificates)
        assert counted["assessment handed in"] == self.handed_in
        assert counted.total() == len(self.certificates) + self.handed_in


MOVES: list[Callable[[Walk, int], None]] = [
    Walk.begin,
    Walk.answer,
    Walk.finish,
    Walk.meddle,
    Walk.forget,
]
# What is done, with which number, and how many days later the next.
STEPS = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(0, 8), st.sampled_from([0, 0, 1, 14, 640, 740])),
    max_size=20,
)
# Begin with a kind, answer with so many wrong, hand in, wait.
GOES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 8), st.sampled_from([0, 1, 20, 640, 740])),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_steps_in_any_order_leave_nothing_that_makes_no_sense(steps):
    with rolled_back():
        walk, now = Walk(), timezone.now()
        for move, number, days in steps:
            with time_machine.travel(now, tick=False), a_step("sitting"):
                move(walk, number)
                walk.check()
            now += days * DAY


@settings(max_examples=60, deadline=None)
@given(goes=GOES)
def test_goes_from_begin_to_end_leave_nothing_that_makes_no_sense(goes):
    with rolled_back():
        walk, now = Walk(), timezone.now()
        for kind, wrong, days in goes:
            with time_machine.travel(now, tick=False):
                for move, number in ((Walk.begin, kind), (Walk.answer, wrong), (Walk.finish, 0)):
                    with a_step("sitting"):
                        move(walk, number)
                        walk.check()
            now += days * DAY
