"""Whatever is done with a file of staff, in any order: no illegal state, and all recorded."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.common.lifecycle import NotNowError
from tabard.people import actions, queries, tasks
from tabard.people.models import IMPORT_LIFECYCLE, ImportRow, ImportState, Person, StaffImport
from tabard.people.settings import KEEP_IMPORTS
from tabard.people.tests.test_importing import file_of
from tabard.people.work.importing import jobs
from tabard.record.models import Entry
from tests import make
from tests.walks import a_step

pytestmark = pytest.mark.django_db
S = ImportState
# What the record says of each move; what the worker finds out is on the row alone.
SAID = {
    "staff file uploaded": "upload",
    "staff file checked": "check",
    "staff import begun": "apply",
    "staff import dropped": "drop",
    "staff imported": "finish",
    "staff file forgotten": "forget",
}


class Walk:
    """One file and one administrator; every step is tried, and refused where it may not be."""

    def __init__(self) -> None:
        make.service()
        self.by = make.administrator()
        content = file_of("1,Zoë,B,zoe@x.example,Driver,Libraries,,", "2,,,,,,,")
        self.pk = actions.upload(actions.Upload("staff.csv", content), by=self.by).pk
        self.done = Counter({"upload": 1})
        self.staff = Person.objects.count()

    @property
    def now(self) -> StaffImport:
        return StaffImport.objects.get(pk=self.pk)

    def _try(self, move: str, act: Callable[[], object]) -> None:
        """Do it where the table allows it; elsewhere it is refused and leaves all as it was."""
        before = self.now
        if IMPORT_LIFECYCLE.allows(before.state, move):
            act()
            self.done[move] += 1
            return
        with pytest.raises(NotNowError), transaction.atomic():
            act()
        assert self.now.state == before.state

    def check(self) -> None:
        of = self.now
        self._try("check", lambda: actions.check(of, of.columns, by=self.by, wake=False))

    def apply(self) -> None:
        leavers = actions.Leavers(
            said=queries.would_leave(self.now, by=self.by, missing=False).leave
        )
        self._try("apply", lambda: actions.apply(self.now, by=self.by, leavers=leavers, wake=False))

    def drop(self) -> None:
        self._try("drop", lambda: actions.drop(self.now, by=self.by))

    def work(self) -> None:
        """Let the worker do both jobs, as it does when one comes late or twice."""
        was = self.now.state
        tasks.check_import(self.pk)
        tasks.apply_import(self.pk)
        if was == S.APPLYING and self.now.state == S.APPLIED:
            self.done["finish"] += 1

    def trip(self) -> None:
        if self.now.is_under_way:
            jobs.trip(self.now)

    def meddle(self) -> None:
        """Change the staff meanwhile, so that what was shown does not hold any more."""
        Person.objects.filter(email="zoe@x.example").update(job_title="Else")
        if not Person.objects.filter(email="other@x.example").exists():
            make.person()
            self.staff += 1

    def forget(self) -> None:
        self.done["forget"] += actions.forget_imports()

    def holds(self) -> None:
        """Hold what is there against what was done."""
        of = self.now
        assert of.state in S.values
        said = Counter(
            {
                SAID[kind]: n
                for kind, n in Counter(
                    Entry.objects.filter(kind__in=SAID).values_list("kind", flat=True)
                ).items()
            }
        )
        assert said == +self.done
        is_applied = of.state == S.APPLIED
        assert Person.objects.filter(email="zoe@x.example").exists() == is_applied
        assert Person.objects.count() == self.staff + is_applied
        assert Entry.objects.filter(kind="person entered").count() == is_applied
        is_open = of.state in {S.COLUMNS, S.READY, S.CHECKING, S.APPLYING}
        assert (of.content is not None) == is_open
        if of.forgotten_at or of.state == S.DROPPED:
            assert not ImportRow.objects.exists()


MOVES = [Walk.check, Walk.work, Walk.apply, Walk.drop, Walk.trip, Walk.meddle, Walk.forget]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*MOVES, Walk.check, Walk.work, Walk.apply]), st.sampled_from([0, 0, 0, 20])
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_steps_in_any_order_leave_nothing_that_makes_no_sense(steps):
    with transaction.atomic():
        walk, now = Walk(), timezone.now()
        for move, days in steps:
            with time_machine.travel(now, tick=False), a_step("import of staff"):
                move(walk)
                walk.holds()
            now += timedelta(days=days)
        transaction.set_rollback(True)


def test_the_walk_goes_to_the_end_and_everything_is_forgotten():
    walk, now = Walk(), timezone.now()
    for move in (Walk.check, Walk.work, Walk.apply, Walk.work):
        move(walk)
        walk.holds()
    assert walk.now.state == S.APPLIED

    with time_machine.travel(now + timedelta(days=KEEP_IMPORTS.value + 1)):
        walk.forget()
        walk.holds()

    assert walk.done["forget"] == 1
