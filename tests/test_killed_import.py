"""A worker that is killed in the middle of an import leaves the staff as it was."""

import pytest
from django.db import transaction

from tabard.people import actions
from tabard.people.models import ImportState, Person, StaffImport
from tabard.people.tests.test_importing import file_of
from tabard.record.models import Entry
from tests import make
from tests.workers import wait_until, worker

ROWS = 6_000


def now() -> StaffImport:
    return StaffImport.objects.defer("content").get()


@pytest.mark.django_db(transaction=True)
def test_an_import_is_done_once_by_the_next_worker_and_nothing_before():
    by = make.administrator()
    make.service()
    content = file_of(*(f"{n},A,B,{n}@x.example,C,Libraries,{n // 9 or ''}," for n in range(ROWS)))
    with transaction.atomic():
        taken = actions.upload(actions.Upload("staff.csv", content), by=by)
        actions.check(taken, taken.columns, by=by)
    with worker() as first:
        wait_until(lambda: now().state == ImportState.READY)
        actions.apply(taken, by=by)
        wait_until(lambda: now().state == ImportState.APPLYING and now().steps_done > 0)
        first.kill()
        first.wait()
    assert now().state == ImportState.APPLYING
    assert list(Person.objects.all()) == [by]
    assert not Entry.objects.filter(kind__in=["person entered", "staff imported"]).exists()

    with worker():
        wait_until(lambda: now().state == ImportState.APPLIED)

    assert Person.objects.count() == ROWS + 1 - now().counts.get("refuse", 0)
    assert Entry.objects.filter(kind="person entered").count() == now().counts["add"]
    assert Entry.objects.filter(kind="staff imported").count() == 1
