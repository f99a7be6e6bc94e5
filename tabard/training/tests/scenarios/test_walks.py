"""Whatever somebody does with scenarios, in any order: no state that makes no sense."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.record.models import Entry
from tabard.training import actions
from tabard.training.models import Rehearsal, RehearsalState
from tabard.training.settings import DAYS_PRACTICE_IS_KEPT
from tabard.training.tests.scenarios.replaying import replay
from tabard.training.tests.test_walks import rolled_back
from tabard.training.work.scenarios.loaded import answers_in, script_of
from tabard.training.work.scenarios.playing import Said
from tests import make
from tests.walks import a_step

pytestmark = pytest.mark.django_db

S = RehearsalState
DAY = timedelta(days=1)
# Good, half good and bad answers to two scenarios, and what says nothing.
SAID = [
    Said("I'm sorry about your tyre. I'm asking an inspector to go there today."),
    Said("Thank you! Would you take the address out of your post again?"),
    Said("Please take your number off here, anybody can read it."),
    Said("I stay out of anything to do with votes, but I'm glad that the van comes to you!"),
    Said("Sorry!"),
    Said("Get a life, you moaner."),
    Said("Her carer comes at ten, otherwise she is alone at home."),
    Said("hmm"),
    Said("", does=("takes-down",)),
]


class Walk:
    """One person and two scenarios; what may not be done is refused."""

    def __init__(self) -> None:
        self.ada = make.person()
        self.versions = [make.scenario("angry-pothole"), make.scenario("warm-praise")]
        self.passed: set[int] = set()
        self.before = Entry.objects.count()

    def mine(self) -> list[Rehearsal]:
        return list(Rehearsal.objects.filter(person=self.ada).select_related("version"))

    def begin(self, number: int) -> None:
        version = self.versions[number % 2]
        going = [
            one for one in self.mine() if one.version_id == version.pk and one.state == S.UNDER_WAY
        ]

        begun = actions.rehearse(version, by=self.ada, seed=number)

        assert begun.state == S.UNDER_WAY
        assert going in ([], [begun])

    def answer(self, number: int) -> None:
        for one in self.mine():
            said = SAID[number % len(SAID)]
            if one.state != S.UNDER_WAY:
                with pytest.raises(NotNowError):
                    actions.reply(one, said, by=self.ada)
                continue
            done = actions.reply(one, said, by=self.ada)
            if done.state == S.PASSED:
                self.passed.add(done.scenario_id)

    def meddle(self, number: int) -> None:
        for one in self.mine():
            for act in (actions.leave, lambda it, by: actions.reply(it, SAID[number], by=by)):
                with pytest.raises(NotAllowedError):
                    act(one, by=make.programme_member())

    def leave(self, number: int) -> None:
        for one in self.mine()[number % 2 :][:1]:
            actions.leave(one, by=self.ada)

    def forget(self, _: int) -> None:
        actions.forget_rehearsals()
        oldest = timezone.now() - DAYS_PRACTICE_IS_KEPT.value * DAY
        assert not Rehearsal.objects.filter(thread__opened_at__lt=oldest).exists()

    def check(self) -> None:
        """Hold what is there against what was done."""
        mine = self.mine()
        under_way = Counter(one.scenario_id for one in mine if one.state == S.UNDER_WAY)
        assert all(how_many == 1 for how_many in under_way.values())
        assert {one.scenario_id for one in mine if one.state == S.PASSED} == self.passed
        for one in mine:
            end = script_of(one.version).states[one.at].ending
            assert (end or S.UNDER_WAY) == one.state
            assert (one.finished_at is None) == (one.state == S.UNDER_WAY)
            self.check_replayed(one)
        # The first pass of each scenario is recorded, and of all else nothing.
        kinds = Counter(Entry.objects.values_list("kind", flat=True)[self.before :])
        assert kinds == Counter({"scenario passed": len(self.passed)} if self.passed else {})

    def check_replayed(self, one: Rehearsal) -> None:
        """What stands there is what the seed and the answers give."""
        if one.thread_id is None:
            assert one.state == S.PASSED
            assert not one.replies.exists()
            return
        answers = answers_in(one)
        assert list(one.replies.values_list("number", flat=True)) == [
            number for number, _ in enumerate(answers, start=1)
        ]
        last = replay(script_of(one.version), one.seed, answers)[-1]
        assert (last.at, last.asked_again) == (one.at, one.asked_again)


MOVES: list[Callable[[Walk, int], None]] = [
    Walk.begin,
    Walk.answer,
    Walk.answer,
    Walk.meddle,
    Walk.leave,
    Walk.forget,
]
STEPS = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(0, 8), st.sampled_from([0, 0, 0, 1, 31])),
    max_size=14,
)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_steps_in_any_order_leave_nothing_that_makes_no_sense(steps):
    with rolled_back():
        walk, now = Walk(), timezone.now()
        for move, number, days in [(Walk.begin, 0, 0), (Walk.begin, 1, 0), *steps]:
            with time_machine.travel(now, tick=False), a_step("rehearsal"):
                move(walk, number)
                walk.check()
            now += days * DAY
