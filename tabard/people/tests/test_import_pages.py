"""The pages of importing staff, from the file to what came of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.people import actions, tasks
from tabard.people.models import ImportState, Outcome, Person, StaffImport
from tabard.people.tests.test_importing import applied, everybody, file_of, taken
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, content: bytes, **more: str):
    file = SimpleUploadedFile("staff.csv", content, content_type="text/csv")
    return client.post("/people/import/", {"file": file, **more}, follow=True)


def work() -> None:
    """Do what the worker would do."""
    for job in ProcrastinateJob.objects.filter(queue_name="staff").order_by("pk"):
        {"check": tasks.check_import, "apply": tasks.apply_import}[
            job.task_name.rpartition(".")[2].partition("_")[0]
        ](**job.args)


def test_from_the_file_to_the_staff():
    client = signed_in(make.administrator())
    make.service()
    rows = file_of("1,Zoë,Okafor,zoe@x.example,Driver,Libraries,,", "2,,B,b@x.example,C,D,,")

    waiting = send(client, rows).content.decode()
    assert "Reading the file" in waiting
    assert "Look again" in waiting
    work()
    of = StaffImport.objects.get()
    page = f"/people/import/{of.pk}/"
    added, refused = (
        client.get(f"{page}?outcome={one}").content.decode() for one in ("add", "refuse")
    )
    file = b"".join(client.get(f"{page}refused/")).decode()
    assert Person.objects.count() == 1
    client.post(f"{page}apply/")
    work()
    done = client.get(page).content.decode()

    assert "</strong> to be added" in added
    assert "</strong> added" in done
    assert "to be added" not in done
    assert "Zoë Okafor" in added
    assert "There is no first name." in refused
    assert "There is no first name" in file
    assert "Applied" in done
    assert Person.objects.get(external_id="1").name == "Zoë Okafor"


def test_a_browser_with_htmx_asks_again_until_the_work_is_done():
    client = signed_in(make.administrator())
    send(client, file_of("1,A,B,a@x.example,C,Libraries,,"))
    page, htmx = f"/people/import/{StaffImport.objects.get().pk}/", {"HX-Request": "true"}

    under_way = client.get(page, headers=htmx)
    work()
    done = client.get(page, headers=htmx)

    assert "<progress" in under_way.content.decode()
    assert "<h1" not in under_way.content.decode()
    assert done.headers["HX-Refresh"] == "true"


def test_columns_that_are_not_known_are_asked_for():
    client = signed_in(make.administrator())
    content = file_of("A,B,a@x.example,C,Libraries", headers="Vorname,Name,Mail,Mail,Service")

    asked = send(client, content).content.decode()
    page = f"/people/import/{StaffImport.objects.get().pk}/columns/"
    twice = {"first_name": "0", "last_name": "0", "email": "2", "job_title": "3", "service": "4"}
    wrong = client.post(page, twice).content.decode()
    missing = client.post(page, {**twice, "last_name": ""}).content.decode()
    client.post(page, {**twice, "last_name": "1"})

    assert "Which column holds what?" in asked
    assert "This column is chosen for “First name” already" in wrong
    assert "Choose last name" in missing
    assert StaffImport.objects.get().state == ImportState.CHECKING


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04", "This is an Excel workbook"),
        (b"\xef\xbb\xbfa\xff", "The letters of the file cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_beside_the_question(content: bytes, words: str):
    client = signed_in(make.administrator())

    assert words in send(client, content).content.decode()
    assert "Choose a file" in client.post("/people/import/", {"date_order": ""}).content.decode()
    assert not StaffImport.objects.exists()


def test_the_leaving_date_of_those_who_are_missing_is_asked_for_again_if_it_is_none():
    by, gone = make.administrator(), make.person()
    client = signed_in(by)
    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"), by)
    page = f"/people/import/{of.pk}/"
    part = ("day", "month", "year")

    asked = client.get(page).content.decode()
    bad = dict(zip((f"leave_on_{one}" for one in part), ("31", "2", "2031"), strict=True))
    wrong = client.post(f"{page}apply/", bad).content.decode()
    assert StaffImport.objects.get().state == ImportState.READY
    good = {**bad, "leave_on_day": "28"}
    many = client.post(f"{page}apply/", good).content.decode()
    not_it = client.post(f"{page}apply/", {**good, "how_many": "2"}).content.decode()
    assert StaffImport.objects.get().state == ImportState.READY
    client.post(f"{page}apply/", {**good, "how_many": "1"})
    work()

    gone.refresh_from_db()
    assert "Do the 2 who are not in the file leave?" in asked
    assert "must be a real date" in wrong
    for refused in (many, not_it):
        assert "1 of 2 who can sign in would get a last working day" in refused
        assert 'value="28"' in refused
    assert str(gone.leaves_on) == "2031-02-28"


def test_a_file_is_dropped_on_the_page():
    by = make.administrator()
    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"), by)

    answer = signed_in(by).post(f"/people/import/{of.pk}/drop/", follow=True)

    assert "is dropped. Nothing was changed." in answer.content.decode()
    assert "Dropped" in answer.content.decode()


def test_a_job_that_comes_twice_does_its_work_once():
    by = make.administrator()
    of = taken(file_of("1,A,B,a@x.example,C,Libraries,,"), by)
    applied(of)
    before = everybody()

    tasks.check_import(of.pk)
    tasks.apply_import(of.pk)
    tasks.apply_import(999_999)

    assert everybody() == before


@pytest.mark.django_db(transaction=True)
def test_an_error_of_ours_is_told_and_nothing_is_changed():
    by = make.administrator()
    make.service()
    upload = actions.upload(
        actions.Upload("staff.csv", file_of("1,A,B,a@x.example,C,Libraries,,")), by=by
    )
    of = actions.check(upload, upload.columns, by=by, wake=False)
    StaffImport.objects.filter(pk=of.pk).update(columns={"first_name": "no place"})

    with pytest.raises(TypeError):
        tasks.check_import(of.pk)

    of.refresh_from_db()
    assert of.state == ImportState.UNREADABLE
    assert (
        "An error in Tabard itself"
        in signed_in(by).get(f"/people/import/{of.pk}/").content.decode()
    )


@pytest.mark.parametrize("how_many", [1, 30])
def test_rows_are_shown_in_as_many_queries_whatever_their_number(
    how_many: int, django_assert_num_queries
):
    by, manager = make.administrator(), make.person()
    rows = [f"{n},A,B,{n}@x.example,C,Libraries,{manager.email}," for n in range(how_many)]
    of = taken(file_of(*rows), by)
    client = signed_in(by)
    client.get(f"/people/import/{of.pk}/")

    with django_assert_num_queries(9):
        client.get(f"/people/import/{of.pk}/")


NAMES = st.sampled_from(["Ada", "Zoë", "=1+1", "", " ", "x" * 120, "O'Brien", 'a"b', "#REF!"])
KNOWN = ["one", "two", "three", "four", "ONE"]
ROW = st.tuples(
    st.sampled_from(["", "1", "2", "3", "4", "4711"]),
    NAMES,
    st.sampled_from(["B", ""]),
    st.sampled_from([*(f"{name}@x.example" for name in KNOWN), "new@x.example", "bad", ""]),
    st.just("Driver"),
    st.sampled_from(["Libraries", "Ferries"]),
    st.sampled_from(["", "1", "2", "3", "4", *(f"{name}@x.example" for name in KNOWN)]),
    st.sampled_from(["", "2031-12-24", "3/4/2031", "soon"]),
)


@given(st.lists(ROW, min_size=1, max_size=7), st.booleans())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_of_any_table_either_all_that_was_shown_is_applied_or_nothing(table, adds):
    with transaction.atomic():
        _one_table(table, adds=adds)
        transaction.set_rollback(True)


def _one_table(table, *, adds: bool) -> None:
    by = make.administrator()
    for number, name in enumerate(KNOWN[:3], start=1):
        made = make.person(first_name="Ada", last_name="B")
        Person.objects.filter(pk=made.pk).update(
            email=f"{name}@x.example", external_id=str(number) if number < 3 else ""
        )
    content = file_of(
        *(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in table)
    )
    before = {one["id"]: one for one in everybody()}

    of = taken(content, by, adds_services=adds)
    assert {one["id"]: one for one in everybody()} == before
    of = applied(of)

    assert of.state == ImportState.APPLIED
    rows = {row.line: row for row in of.rows.all()}
    assert len([line for line in rows if line > 0]) == len(table)
    now = {one["id"]: one for one in everybody()}
    added = [row for row in rows.values() if row.outcome == Outcome.ADD]
    assert set(now) == set(before) | {row.person_id for row in added}
    touched = {row.person_id for row in rows.values() if row.outcome == Outcome.CHANGE}
    assert {pk for pk in before if now[pk] != before[pk]} == touched
    for row in rows.values():
        if row.outcome in {Outcome.ADD, Outcome.CHANGE}:
            for name in ("first_name", "last_name", "email", "job_title", "external_id"):
                assert row.after
                assert now[row.person_id or 0][name] == row.after[name]
