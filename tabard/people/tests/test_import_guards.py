"""What keeps an import from seeing off people by mistake, and from keeping what is of no use."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.rules import NotAllowedError
from tabard.people import actions, queries
from tabard.people.models import HowMany, ImportRow, ImportState, Outcome, Person, StaffImport
from tabard.people.rules.importing import has_its_number
from tabard.people.settings import KEEP_IMPORTS, MOST_LEAVERS
from tabard.people.tests.test_importing import applied, came_to, file_of, taken, told
from tabard.people.work.importing import jobs
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2031, 1, 31)


def apply(of: StaffImport, said: int | None = None, day: date | None = DAY) -> StaffImport:
    leavers = actions.Leavers(day, said)
    return jobs.apply(actions.apply(of, by=of.by, leavers=leavers, wake=False))


def leavers() -> set[int]:
    return set(Person.objects.exclude(leaves_on=None).values_list("pk", flat=True))


def test_of_a_file_of_refused_rows_nobody_is_missing_whoever_is_not_in_it():
    by, _ = make.administrator(), make.person()
    first = taken(file_of("1,,B,a@x.example,C,Libraries,,"), by)
    assert first.counts == {"refuse": 1, "missing": 2}
    mended = "".join(queries.refused_file(first)).replace("1,,B", "1,A,B").encode()

    of = taken(mended, by)
    of = apply(of)

    assert of.is_part
    assert of.counts == {"add": 1}
    assert leavers() == set()
    assert Person.objects.get(external_id="1").name == "A B"


def test_what_is_refused_once_more_tells_its_newest_reason_alone():
    by = make.administrator()
    first = taken(file_of("1,,B,a@x.example,C,Libraries,,"), by)

    again = taken("".join(queries.refused_file(first)).encode(), by)
    head, row = "".join(queries.refused_file(again)).removeprefix("\ufeff").splitlines()

    assert head.startswith("Line,Why it was refused,Staff number,First name")
    assert row == "2,There is no first name,1,,B,a@x.example,C,Libraries,,"


def test_whoever_says_that_it_is_a_part_sees_nobody_off():
    make.person()

    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"), is_part=True)
    apply(of)

    assert not of.rows.filter(outcome=Outcome.MISSING).exists()
    assert leavers() == set()


def test_one_day_does_not_see_off_half_the_council_without_its_number():
    by, gone = make.administrator(), make.person()
    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"), by)

    for said in (None, 0, 2):
        with pytest.raises(NotAllowedError, match="1 of 2 who can sign in"):
            apply(of, said)
    assert StaffImport.objects.get().state == ImportState.READY
    assert leavers() == set()
    apply(of, 1)

    assert leavers() == {gone.pk}
    assert told("staff import begun")[0]["leaving"] == 1


def test_days_in_the_rows_count_as_much_as_those_who_are_missing():
    by, person = make.administrator(), make.person()
    row = f",{person.first_name},{person.last_name},{person.email},C,Libraries,,2031-12-24"
    dated = make.person()
    Person.objects.filter(pk=dated.pk).update(leaves_on=date(2031, 5, 1))
    later = f",{dated.first_name},{dated.last_name},{dated.email},C,Libraries,,2031-06-01"
    of = taken(file_of(row, later), by)

    assert queries.would_leave(of, by=by, missing=False) == HowMany(1, 3)
    with pytest.raises(NotAllowedError, match="1 of 3"):
        apply(of, day=None)
    apply(of, 1, day=None)

    assert leavers() == {person.pk, dated.pk}


def test_a_few_leave_without_a_number_and_the_share_is_the_councils():
    by = make.administrator()
    make.chosen(MOST_LEAVERS, 60)
    gone = make.person()
    of = taken(file_of(f",A,B,{by.email},C,Libraries,,"), by)

    apply(of)

    assert leavers() == {gone.pk}


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 100))
def test_more_than_the_share_is_only_applied_with_its_number(leave: int, staff: int, most: int):
    many = HowMany(leave, staff)

    without = has_its_number(many, most=most, said=None)
    other = has_its_number(many, most=most, said=leave + 1)

    assert (without is None) == (other is None) == (leave * 100 <= most * staff)
    assert has_its_number(many, most=most, said=leave) is None


def test_what_cannot_be_read_is_not_kept():
    by = make.administrator()
    make.service()
    content = file_of("1,A,B,a@x.example,C,Libraries,,")
    upload = actions.upload(actions.Upload("staff.csv", content), by=by)
    of = actions.check(upload, upload.columns, by=by, wake=False)

    jobs.trip(of)

    of = StaffImport.objects.get()
    assert (of.state, of.content) == (ImportState.UNREADABLE, None)


@pytest.mark.parametrize("how", ["ready", "columns", "applied", "dropped"])
def test_after_some_days_files_and_rows_are_forgotten_and_counts_are_kept(how: str, time_machine):
    by, _ = make.administrator(), make.service()
    content = file_of("1,A,B,a@x.example,C,Libraries,,", "2,,,,,,,")
    if how == "columns":
        of = actions.upload(actions.Upload("staff.csv", content), by=by)
    else:
        of = taken(content, by)
    if how == "applied":
        of = applied(of)
    if how == "dropped":
        of = actions.drop(of, by=by)
    counts = of.counts
    time_machine.move_to(
        timezone.now() + timedelta(days=KEEP_IMPORTS.value, minutes=-1), tick=False
    )
    assert actions.forget_imports() == 0
    time_machine.move_to(timezone.now() + timedelta(minutes=2), tick=False)

    assert [actions.forget_imports(), actions.forget_imports()] == [1, 0]

    of = StaffImport.objects.get()
    assert (of.content, of.counts, of.by) == (None, counts, by)
    assert of.state == ("applied" if how == "applied" else "dropped")
    assert of.forgotten_at == timezone.now()
    assert not ImportRow.objects.exists()
    assert told("staff file forgotten") == [
        {"staff_import": of.pk, "file": "staff.csv", "days": KEEP_IMPORTS.value}
    ]


@pytest.mark.parametrize("state", [ImportState.CHECKING, ImportState.APPLYING])
def test_what_is_under_way_is_not_forgotten(state: ImportState, time_machine):
    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"))
    StaffImport.objects.update(state=state)
    time_machine.move_to(timezone.now() + timedelta(days=400))

    assert actions.forget_imports() == 0
    assert of.rows.exists()


def test_the_database_lets_no_forgotten_import_hold_a_file():
    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"))

    with pytest.raises(IntegrityError, match="forgotten_import_holds_no_file"):
        StaffImport.objects.filter(pk=of.pk).update(forgotten_at=timezone.now())


def test_a_page_of_a_forgotten_import_says_so(client, time_machine):
    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"))
    time_machine.move_to(timezone.now() + timedelta(days=KEEP_IMPORTS.value, minutes=1))
    actions.forget_imports()
    client.force_login(of.by)

    page = client.get(f"/people/import/{of.pk}/").content.decode()

    assert "What stood in the rows was forgotten on" in page
    assert "a@x.example" not in page
    assert f'href="/people/import/{of.pk}/apply/"' not in page


def test_of_a_manager_who_stands_there_twice_both_rows_are_refused_and_whoever_is_new_below():
    known = make.person()

    of = taken(
        file_of(
            "7,Grace,Hopper,grace@x.example,Admiral,Libraries,,",
            "7,Grace,Murray,murray@x.example,Admiral,Libraries,,",
            "8,Zoë,Okafor,zoe@x.example,Driver,Libraries,7,",
            f",New,Name,{known.email},Driver,Libraries,grace@x.example,",
        )
    )

    assert came_to(of) == {
        2: ("refuse", "The staff number stands in lines 2, 3: one alone can be right"),
        3: ("refuse", "The staff number stands in lines 2, 3: one alone can be right"),
        4: ("refuse", f"The line manager, in line {_line_of(of, 4)}, is refused"),
        5: ("refuse", "The line manager, in line 2, is refused"),
    }


def _line_of(of: StaffImport, line: int) -> str:
    """Give which of two rows is named, as both are meant."""
    return next(number for number in "23" if f"line {number}," in of.rows.get(line=line).why)


def test_a_number_of_one_and_an_address_of_another_is_nobody():
    ada, grace = make.person(), make.person(first_name="Grace", last_name="Hopper")
    Person.objects.filter(pk=ada.pk).update(external_id="1")
    before = list(Person.objects.order_by("pk").values())

    of = applied(
        taken(file_of(f"1,Ada,B,{grace.email},C,Libraries,,"), Person.objects.get(pk=_admin()))
    )

    assert came_to(of) == {
        2: ("refuse", "The e-mail address is that of Grace Hopper, who has another staff number")
    }
    after = list(Person.objects.filter(pk__in=[ada.pk, grace.pk]).order_by("pk").values())
    assert after == before


def _admin() -> int:
    return make.administrator().pk


def queries_of(rows: int) -> int:
    """Count the queries of checking and applying a file in which everybody has another manager."""
    by = make.administrator()
    head = int(timezone.now().timestamp() * 1_000_000)
    lines = [
        f"{head}{n},A,B,{head}-{n}@x.example,C,Libraries,{head}{n // 8 - 1 if n > 8 else ''},"
        for n in range(rows)
    ]
    make.service()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        of = applied(taken(file_of(*lines), by, is_part=True))
    assert of.state == ImportState.APPLIED
    return len(asked)


def test_each_thousand_rows_more_take_as_few_queries_more():
    few, more, most = (queries_of(rows) for rows in (900, 1_900, 2_900))

    assert more - few == most - more
    assert most - more <= 8


@pytest.mark.django_db(transaction=True)
def test_what_is_done_is_shown_as_done():
    applied(taken(file_of("1,A,B,a@x.example,C,Libraries,,")))

    of = StaffImport.objects.get()
    assert 0 < of.steps_done <= of.steps
    assert of.per_cent > 90


@given(st.integers(0, 90_000), st.integers(0, 90_000), st.integers(0, 80), st.integers(0, 80))
def test_the_bar_never_goes_back_and_ends_only_at_the_end(
    read: int, expected: int, done: int, steps: int
):
    reading = StaffImport(rows_read=read, rows_expected=expected)
    comparing = StaffImport(steps_done=min(done, steps), steps=steps, rows_read=read)

    assert 0 <= reading.per_cent <= 33
    if steps:
        assert 33 <= comparing.per_cent <= 100
        assert (comparing.per_cent == 100) == (done >= steps)
