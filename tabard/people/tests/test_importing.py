"""Importing staff: what a file comes to, and that all of it is applied or nothing."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.council.models import Service
from tabard.people import actions, queries
from tabard.people.models import ImportState, Outcome, Person, StaffImport
from tabard.people.work.importing import jobs
from tabard.people.work.importing.columns import guessed
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
HEADERS = "Staff number,First name,Surname,E-mail,Job title,Service,Line manager,Leaving date"


UNKNOWN = (
    "Nobody has the e-mail address or staff number nobody@x.example, which is given for the line "
    "manager"
)


def file_of(*rows: str, headers: str = HEADERS) -> bytes:
    return "\r\n".join([headers, *rows, ""]).encode()


def taken(content: bytes, by: Person | None = None, **differs) -> StaffImport:
    """Take a file in, and have it checked."""
    by = by or make.administrator()
    upload = actions.upload(actions.Upload("staff.csv", content, **differs), by=by)
    return jobs.check(actions.check(upload, upload.columns, by=by, wake=False))


def applied(of: StaffImport, missing_leave_on: date | None = None) -> StaffImport:
    """Apply a file, with the number of those who leave by it if there are many."""
    said = queries.would_leave(of, by=of.by, missing=missing_leave_on is not None).leave
    leavers = actions.Leavers(missing_leave_on, said)
    return jobs.apply(actions.apply(of, by=of.by, leavers=leavers, wake=False))


def came_to(of: StaffImport) -> dict[int, tuple[str, str]]:
    """Give what every row of the file came to, by its line."""
    rows = of.rows.exclude(outcome=Outcome.MISSING)
    return {row.line: (row.outcome, row.why) for row in rows}


def told(kind: str) -> list[dict[str, object]]:
    return [dict(facts_of(entry)) for entry in Entry.objects.filter(kind=kind).order_by("pk")]


def everybody() -> list[dict[str, Any]]:
    """Give all that is known of everybody."""
    return [dict(one) for one in Person.objects.order_by("pk").values()]


def test_a_dry_run_changes_nothing():
    by = make.administrator()
    before = everybody()

    of = taken(file_of("1,Zoë,Okafor,zoe@x.example,Driver,Libraries,,"), by)

    assert (of.state, of.problem) == (ImportState.READY, "")
    assert of.counts == {"add": 1, "missing": 1}
    assert everybody() == before


def test_people_are_added_changed_and_left_as_they_are():
    same = make.person(first_name="Ada", last_name="Lovelace")
    changed = make.person(first_name="Grace", last_name="Hopper")
    Person.objects.filter(pk=changed.pk).update(external_id="7")
    by, address = make.administrator(), changed.email

    of = taken(
        file_of(
            f",Ada,Lovelace,{same.email.upper()},Librarian,LIBRARIES,,",
            "7,Grace,Murray,grace.murray@x.example,Admiral,Libraries,8,2031-12-24",
            "8,Zoë,Okafor,zoe@x.example,Driver,libraries,,",
        ),
        by,
    )
    assert came_to(of) == {2: ("same", ""), 3: ("change", ""), 4: ("add", "")}
    of = applied(of)

    added = Person.objects.get(email="zoe@x.example")
    changed.refresh_from_db()
    same.refresh_from_db()
    assert of.state == ImportState.APPLIED
    assert (added.name, added.external_id, added.has_usable_password()) == (
        "Zoë Okafor",
        "8",
        False,
    )
    assert (changed.last_name, changed.email, changed.job_title) == (
        "Murray",
        "grace.murray@x.example",
        "Admiral",
    )
    assert (changed.manager, changed.leaves_on) == (added, date(2031, 12, 24))
    assert same.email == same.email.lower()
    about = {"by": by.pk, "staff_import": of.pk}
    assert told("person entered") == [
        about
        | {
            "person": added.pk,
            "after": [
                *("First name: Zoë", "Last name: Okafor", "Email: zoe@x.example"),
                *("Job title: Driver", "Service: Libraries", "External id: 8"),
            ],
        }
    ]
    assert told("person changed") == [
        about
        | {
            "person": changed.pk,
            "before": [
                *("Last name: Hopper", f"Email: {address}"),
                *("Job title: Librarian", "Manager: "),
            ],
            "after": [
                *("Last name: Murray", "Email: grace.murray@x.example"),
                *("Job title: Admiral", "Manager: Zoë Okafor"),
            ],
        }
    ]
    assert told("leaving date set") == [about | {"person": changed.pk, "leaves_on": "2031-12-24"}]
    assert told("staff imported") == [
        about
        | {
            "file": "staff.csv",
            "sha256": of.sha256,
            "added": 1,
            "changed": 1,
            "refused": 0,
        }
    ]
    assert StaffImport.objects.get(pk=of.pk).content is None


def test_a_row_is_refused_for_what_does_not_fit_beside_the_staff():
    other, left = make.person(first_name="Grace", last_name="Hopper"), make.person()
    numbered = make.person(first_name="Joan", last_name="Clarke")
    Person.objects.filter(pk=numbered.pk).update(external_id="44")
    Person.objects.filter(pk=left.pk).update(is_active=False, left_at=timezone.now())

    of = taken(
        file_of(
            f"44,A,B,{other.email},C,Libraries,,",
            f"45,A,B,{numbered.email},C,Libraries,,",
            "1,A,B,one@x.example,C,Ferries,,",
            "2,A,B,two@x.example,C,Libraries,nobody@x.example,",
            "3,A,B,three@x.example,C,Libraries,three@x.example,",
            f"4,A,B,four@x.example,C,Libraries,{left.email},",
            f",A,B,{left.email},C,Libraries,,",
            "5,A,B,five@x.example,C,Libraries,,3/4/2026",
        )
    )

    assert of.counts["refuse"] == 8
    assert came_to(of) == {
        2: (
            "refuse",
            "The e-mail address is that of Grace Hopper, who has another staff number",
        ),
        3: (
            "refuse",
            "The e-mail address is that of Joan Clarke, who has another staff number",
        ),
        4: ("refuse", "There is no service called Ferries"),
        5: (
            "refuse",
            UNKNOWN,
        ),
        6: ("refuse", "They would be their own line manager"),
        7: ("refuse", f"The line manager, {left}, has left"),
        8: ("refuse", f"{left} has left. Let them sign in again first, if they are back"),
        9: (
            "refuse",
            "3/4/2026 can be two days. Say which comes first, the day or the month",
        ),
    }


def test_rows_that_contradict_each_other_are_all_refused():
    person = make.person()
    Person.objects.filter(pk=person.pk).update(external_id="70")

    of = taken(
        file_of(
            "1,A,B,same@x.example,C,Libraries,,",
            "2,A,B,SAME@x.example,C,Libraries,,",
            "3,A,B,three@x.example,C,Libraries,,",
            "3,A,B,four@x.example,C,Libraries,,",
            "70,A,B,seventy@x.example,C,Libraries,,",
            f",A,B,{person.email},C,Libraries,,",
        )
    )

    assert came_to(of) == {
        2: ("refuse", "The e-mail address stands in lines 2, 3: one alone can be right"),
        3: ("refuse", "The e-mail address stands in lines 2, 3: one alone can be right"),
        4: ("refuse", "The staff number stands in lines 4, 5: one alone can be right"),
        5: ("refuse", "The staff number stands in lines 4, 5: one alone can be right"),
        6: ("refuse", "The same person stands in lines 6, 7: one alone can be right"),
        7: ("refuse", "The same person stands in lines 6, 7: one alone can be right"),
    }


def test_managers_may_come_later_and_whoever_has_a_refused_one_is_refused():
    of = taken(
        file_of(
            "1,Driver,One,one@x.example,C,Libraries,2,",
            "2,Head,Two,two@x.example,C,Libraries,three@X.example,",
            "3,Chief,Three,three@x.example,C,Libraries,,",
            "4,Lost,Four,four@x.example,C,Libraries,5,",
            "5,Lost,Five,five@x.example,C,Libraries,6,",
            "6,Lost,Six,six@x.example,C,Ferries,,",
        )
    )
    assert came_to(of) == {
        2: ("add", ""),
        3: ("add", ""),
        4: ("add", ""),
        5: ("refuse", "The line manager, in line 6, is refused"),
        6: ("refuse", "The line manager, in line 7, is refused"),
        7: ("refuse", "There is no service called Ferries"),
    }
    shown = queries.shown(queries.rows(of, "add"))
    assert [
        (one.name, one.after) for one in shown[0].differences if one.name == "Line manager"
    ] == [("Line manager", "Line 3 of the file")]
    applied(of)

    one, two, three = (Person.objects.get(external_id=number) for number in "123")
    assert (one.manager, two.manager, three.manager) == (two, three, None)


def test_circles_are_refused_and_the_rest_is_not():
    chief = make.person()
    member = make.person(manager=chief)

    of = taken(
        file_of(
            "1,A,B,one@x.example,C,Libraries,2,",
            "2,A,B,two@x.example,C,Libraries,3,",
            "3,A,B,three@x.example,C,Libraries,1,",
            "4,A,B,four@x.example,C,Libraries,5,",
            "5,A,B,five@x.example,C,Libraries,,",
            f",{chief.first_name},{chief.last_name},{chief.email},Chief,Libraries,{member.email},",
        )
    )

    circle = "They would report to themselves: "
    assert came_to(of) == {
        2: ("refuse", f"{circle}line 2 reports to line 3, line 3 to line 4, line 4 to line 2"),
        3: ("refuse", f"{circle}line 3 reports to line 4, line 4 to line 2, line 2 to line 3"),
        4: ("refuse", f"{circle}line 4 reports to line 2, line 2 to line 3, line 3 to line 4"),
        5: ("add", ""),
        6: ("add", ""),
        7: ("refuse", f"{circle}line 7 reports to somebody known, somebody known to line 7"),
    }
    assert applied(of).state == ImportState.APPLIED


def test_a_line_of_more_than_fifty_is_refused_from_there_on():
    rows = [f"{n},A,B,{n}@x.example,C,Libraries,{n - 1 if n > 1 else ''}," for n in range(1, 60)]

    of = taken(file_of(*rows))

    refused = [line for line, (outcome, _) in came_to(of).items() if outcome == "refuse"]
    assert refused == list(range(53, 61))
    assert applied(of).state == ImportState.APPLIED


def test_services_are_added_only_if_asked_for():
    rows = file_of("1,A,B,one@x.example,C,Ferries,,", "2,A,B,two@x.example,C,FERRIES,,")

    without, of = taken(rows), taken(rows, adds_services=True)
    assert [outcome for outcome, _ in came_to(without).values()] == ["refuse", "refuse"]
    assert queries.shown(queries.rows(of, "add"))[0].differences[4].after == "Ferries (new)"
    applied(of)

    assert Service.objects.filter(name__iexact="ferries").count() == 1
    assert [one["service"] for one in told("service added")] == ["FERRIES"]
    assert Person.objects.filter(service__name__iexact="ferries").count() == 2


def test_an_empty_cell_leaves_things_as_they_are():
    manager = make.person()
    person = make.person(manager=manager)
    Person.objects.filter(pk=person.pk).update(external_id="9", leaves_on=date(2031, 1, 1))

    of = applied(taken(file_of(f",New,{person.last_name},{person.email},Librarian,Libraries,,")))

    person.refresh_from_db()
    assert of.counts["change"] == 1
    assert (person.first_name, person.manager, person.external_id, person.leaves_on) == (
        "New",
        manager,
        "9",
        date(2031, 1, 1),
    )


def test_whoever_is_not_in_the_file_leaves_only_if_asked_to():
    by, stays, gone, closed = (make.administrator(), *(make.person() for _ in range(3)))
    dated = make.person()
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    Person.objects.filter(pk=dated.pk).update(leaves_on=date(2030, 1, 1))
    rows = file_of(f",Ada,{stays.last_name},{stays.email},Librarian,Libraries,,not a date")

    first = taken(rows, by)
    assert came_to(first)[2][0] == "refuse"
    assert {row.person for row in first.rows.filter(outcome="missing")} == {by, gone, dated}
    applied(first)
    assert Person.objects.exclude(leaves_on=None).count() == 1
    applied(taken(rows, by), date(2031, 1, 31))

    leavers = dict(Person.objects.exclude(leaves_on=None).values_list("pk", "leaves_on"))
    assert leavers == {gone.pk: date(2031, 1, 31), dated.pk: date(2030, 1, 1)}
    assert [one["person"] for one in told("leaving date set")] == [gone.pk]


def test_nothing_is_applied_if_the_staff_changed_since_the_dry_run():
    by = make.administrator()
    of = taken(file_of("1,A,B,one@x.example,C,Libraries,,"), by)
    make.service()
    of = taken(file_of("1,A,B,one@x.example,C,Libraries,,"), by)
    Person.objects.create(
        first_name="X", last_name="Y", email="ONE@x.example", service=make.service()
    )

    of = applied(of)

    assert (of.state, of.problem) == (ImportState.READY, jobs.MEANWHILE)
    assert came_to(of)[2][0] == "change"
    assert told("staff imported") == []
    assert applied(StaffImport.objects.get(pk=of.pk)).state == ImportState.APPLIED


def test_an_error_in_the_middle_leaves_everything_as_it_was():
    by = make.administrator()
    make.service()
    rows = [f"{n},A,B,{n}@x.example,C,Libraries,," for n in range(1, 20)]
    of = taken(file_of(*rows), by)
    before = everybody()
    begun = actions.apply(of, by=by, wake=False)
    refuse_number_seventeen()

    with pytest.raises(IntegrityError, match="seventeen"), transaction.atomic():
        jobs.apply(begun)
    jobs.trip(StaffImport.objects.get(pk=of.pk))

    of = StaffImport.objects.get(pk=of.pk)
    assert everybody() == before
    assert told("person entered") == []
    assert (of.state, of.content is None) == (ImportState.READY, False)
    assert "Nothing was changed." in of.problem


def refuse_number_seventeen() -> None:
    """Let the database refuse one row of many, by a trigger of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION refuse_seventeen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF NEW.external_id = '17' THEN RAISE EXCEPTION 'not seventeen' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
            "CREATE TRIGGER refuse_seventeen BEFORE INSERT ON people_person "
            "FOR EACH ROW EXECUTE FUNCTION refuse_seventeen();"
        )


def test_a_file_without_an_end_to_its_quotes_refuses_its_rows_and_no_others():
    make.service()

    of = taken(
        file_of(
            "1,A,B,one@x.example,C,Libraries,,",
            '2,A,"B,two@x.example,C,Libraries,,',
            "3,A,B,three@x.example,C,Libraries,,",
        )
    )

    assert came_to(of) == {
        2: ("add", ""),
        3: ("refuse", "In lines 3 to 4 quotation marks do not match, or a cell is huge"),
    }


def test_what_cannot_be_brought_into_an_order_is_given_up():
    by = make.administrator()
    of = actions.upload(actions.Upload("a.csv", file_of("1,A,B,one@x.example,C,D,,")), by=by)
    too_many = file_of(*(f"{n},A,B,{n}@x.example,C,D,," for n in range(50_001)))
    StaffImport.objects.filter(pk=of.pk).update(content=too_many)

    of = jobs.check(actions.check(of, of.columns, by=by, wake=False))

    assert of.state == ImportState.UNREADABLE
    assert "more than 50,000 rows" in of.problem
    assert not of.rows.exists()


def test_a_file_is_dropped_and_forgotten():
    of = taken(file_of("1,A,B,one@x.example,C,Libraries,,"))

    actions.drop(of, by=of.by)

    stored = StaffImport.objects.get(pk=of.pk)
    assert (stored.state, stored.content, stored.rows.count()) == (ImportState.DROPPED, None, 0)
    with pytest.raises(NotNowError):
        actions.apply(stored, by=of.by)
    assert Person.objects.count() == 1


def test_nobody_but_an_administrator_imports():
    of = taken(file_of("1,A,B,one@x.example,C,Libraries,,"))

    for by in (make.person(), make.programme_member()):
        attempts: list[Callable[[], object]] = [
            partial(actions.upload, actions.Upload("a.csv", b"a,b"), by=by),
            partial(actions.check, of, of.columns, by=by),
            partial(actions.apply, of, by=by),
            partial(actions.drop, of, by=by),
        ]
        for attempt in attempts:
            with pytest.raises(NotAllowedError, match="Only administrators"):
                attempt()


def test_columns_that_are_needed_have_to_be_named():
    by = make.administrator()
    of = actions.upload(actions.Upload("a.csv", b"First name,Wibble\nA,B"), by=by)

    with pytest.raises(NotAllowedError, match="which column holds this: last name, e-mail"):
        actions.check(of, of.columns, by=by)


def test_the_refused_rows_come_back_as_a_file_that_no_spreadsheet_calculates():
    of = taken(
        file_of(
            '1,=cmd|A1,B,"a""b",C,Libraries,,',
            "2,A,B,\t@two,C,-5,+1,",
        )
    )

    text = "".join(queries.refused_file(of))

    assert text == (
        "\ufeffLine,Why it was refused,Staff number,First name,Surname,E-mail,Job title,Service,"
        "Line manager,Leaving date\r\n"
        '2,"First name begins with =, as a formula does",1,\'=cmd|A1,B,"a""b",C,Libraries,,\r\n'
        "3,\"E-mail address begins with @, as a formula does\",2,A,B,'\t@two,C,'-5,'+1,\r\n"
    )
    again = text.replace("'\t@two", "two@x.example").replace("'-5", "Libraries").encode()
    assert guessed(queries.imports()[0].headers)["external_id"] == 0
    assert taken(again).headers[:2] == ["Line", "Why it was refused"]


def test_the_command_says_what_a_file_would_change_and_changes_nothing(tmp_path: Path, capsys):
    by, file, refused = make.administrator(), tmp_path / "staff.csv", tmp_path / "refused.csv"
    make.service()
    file.write_bytes(
        file_of("1,A,B,one@x.example,C,Libraries,,", "2,A,B,two@x.example,C,Ferries,,")
    )

    call_command(
        "import_people", str(file), "--by", by.email, "--dry-run", "--refused", str(refused)
    )

    said = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert said == [
        ["1", "to be added"],
        ["0", "to be changed"],
        ["0", "as they are"],
        ["1", "refused"],
        ["1", "not in the file"],
        ["Nothing", "was changed."],
    ]
    assert "There is no service called Ferries" in refused.read_text(encoding="utf-8-sig")
    assert Person.objects.count() == 1


def test_the_command_imports(tmp_path: Path, capsys):
    by, file = make.administrator(), tmp_path / "staff.csv"
    rows = file_of("1,A,B,one@x.example,C,Ferries,,", headers=HEADERS.replace("Surname", "Wibble"))
    file.write_bytes(rows)
    command = ("import_people", str(file), "--by", by.email, "--add-services")

    with pytest.raises(CommandError, match="which column holds this: last name"):
        call_command(*command)
    call_command(*command, "--column", "last_name=Wibble", "--missing-leave-on", "2031-01-01")

    assert capsys.readouterr().out.splitlines()[-1] == "Applied."
    assert Person.objects.get(external_id="1").name == "A B"


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"", [], "The file is empty."),
        (b"PK\x03\x04", [], "Excel workbook"),
        (b"a,b", ["--by", "nobody@x.example"], "Nobody on the staff has the e-mail address"),
        (b"a,b", ["--column", "nonsense=a"], "names no field and column"),
        (None, [], "No such file"),
    ],
)
def test_the_command_says_in_words_why_not(tmp_path: Path, content, options, words: str):
    by, file = make.administrator(), tmp_path / "staff.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        call_command("import_people", str(file), "--by", by.email, *options)


def test_the_command_fails_if_a_file_is_too_long(tmp_path: Path):
    by, file = make.administrator(), tmp_path / "staff.csv"
    file.write_bytes(file_of(*(f"{n},A,B,{n}@x.example,C,D,," for n in range(50_001))))

    with pytest.raises(CommandError, match="more than 50,000 rows"):
        call_command("import_people", str(file), "--by", by.email)
