"""Reading files of staff: letters, separators, quotation marks, dates, and what is no table."""

import codecs
import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.people.work.importing.cells import Told, UnfitCellError, read_date, told
from tabard.people.work.importing.columns import FIELDS, KNOWN, guessed, lacking
from tabard.people.work.importing.reading import (
    MOST_BYTES,
    Line,
    Table,
    UnreadableError,
    look_at,
    rows,
)

TEXT = "Name,Town\r\nZoë,Łódź\r\n"
PLAIN = {"first_name": 0, "last_name": 1, "email": 2, "job_title": 3, "service": 4}
GOOD = ["Zoë", "Okafor", "zoe@x.example", "Driver", "Libraries"]


def lines(content: bytes) -> list[Line]:
    return list(rows(content, look_at(content)))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_a_file_is_read_in_whatever_letters_it_was_saved(content: bytes, encoding: str):
    table = look_at(content)

    assert table == Table(encoding, ",", ["Name", "Town"])
    assert list(rows(content, table)) == [Line(2, ["Zoë", "Łódź"])]


def test_windows_letters_are_read_as_such():
    content = "Name,Town\nZoë,“Café”: 5 €\n".encode("cp1252")

    assert look_at(content).encoding == "cp1252"
    assert lines(content) == [Line(2, ["Zoë", "“Café”: 5 €"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_even_where_others_stand_in_quotes(separator: str):
    content = f'"A,;,;,;",B{separator}C\n'.replace(",B", f"{separator}B").encode()

    assert look_at(content).separator == separator
    assert look_at(content).headers == ["A,;,;,;", "B", "C"]


def test_the_hint_that_excel_reads_is_no_row():
    content = b"sep=;\r\nA;B\r\n1;2\r\n"

    assert look_at(content) == Table("utf-8", ";", ["A", "B"])
    assert lines(content) == [Line(3, ["1", "2"])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b" \r\n ", "The file is empty."),
        (b"PK\x03\x04rest", "This is an Excel workbook. Save it as CSV"),
        (b"\xd0\xcf\x11\xe0rest", "This is an old Excel workbook"),
        (b"%PDF-1.7", "This is a PDF"),
        (b",,\nA,B", "The first line has to name the columns"),
        (codecs.BOM_UTF8 + b"A,\xff", "The letters of the file cannot be read"),
        (b"A,\x81\xfe", "The letters of the file cannot be read"),
        (b"x" * (MOST_BYTES + 1), "more than 16 MB"),
        (b"a," * 300, "more than 200 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str):
    with pytest.raises(UnreadableError, match=words):
        look_at(content)


def test_empty_rows_are_left_out_and_the_number_of_rows_has_a_limit():
    assert lines(b"A,B\n\n , \n1,2\n") == [Line(4, ["1", "2"])]
    with pytest.raises(UnreadableError, match="more than 50,000 rows"):
        lines(b"A,B\n" + b"1,2\n" * 50_001)
    assert len(lines(b"A,B\n" + b"1,2\n" * 50_000)) == 50_000


def test_a_row_with_wrong_quotes_is_told_of_and_the_next_is_read():
    read = lines(b'A,B\n1,"2"3\n4,5\n"6,7\n8,9\n')

    assert [(line.number, line.cells) for line in read] == [(2, []), (3, ["4", "5"]), (4, [])]
    assert read[0].problem == "In line 2 quotation marks do not match, or a cell is huge"
    assert read[2].problem == "In lines 4 to 5 quotation marks do not match, or a cell is huge"


def test_a_cell_that_is_huge_is_told_of_and_the_next_row_is_read():
    huge = b"A,B\n1," + b"x" * 200_000 + b"\n2,3\n"

    assert [bool(line.problem) for line in lines(huge)][-1] is False
    assert lines(huge)[0].problem


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content: bytes):
    try:
        read = lines(content)
    except UnreadableError:
        return

    assert all(line.cells or line.problem for line in read)


@given(
    st.lists(
        st.lists(st.text(max_size=12), min_size=3, max_size=3).filter(any), min_size=1, max_size=8
    )
)
def test_what_was_written_is_read_again(table: list[list[str]]):
    out = io.StringIO()
    csv.writer(out).writerows([["A", "B", "C"], *table])
    content = codecs.BOM_UTF8 + out.getvalue().encode("utf-8", "surrogatepass")
    try:
        read = lines(content)
    except UnreadableError:
        return  # A lone surrogate is no letter.

    expected = [row for row in table if any(cell.strip() for cell in row)]
    assert [line.cells for line in read] == expected


@pytest.mark.parametrize(
    "headers",
    [
        ["First name", "Last name", "E-mail address", "Job title", "Service"],
        ["FORENAME", "surname", "Work Email", "Position", "Department"],
        ["given_name", "family-name", "mail", "Post title", "Directorate"],
    ],
)
def test_columns_are_known_by_many_names(headers: list[str]):
    assert guessed(headers) == PLAIN
    assert lacking(guessed(headers)) == []


def test_what_two_columns_may_hold_is_left_to_people():
    columns = guessed(["E-mail", "Work e-mail", "Surname"])

    assert columns == {"last_name": 2}
    assert lacking(columns) == ["First name", "E-mail address", "Job title", "Service"]


def test_no_name_of_a_column_means_two_things():
    names = [name for known in KNOWN.values() for name in known]

    assert len(names) == len(set(names))
    assert set(KNOWN) == set(FIELDS)


def read(cells: list[str], **columns: int) -> Told:
    return told(cells, PLAIN | columns, width=max(5, len(cells)), order="")


def test_spaces_and_letters_are_made_plain():
    assert read(["  Zoe\u0308 ", "O\u00a0 Kafor", *GOOD[2:]]) == Told(
        "Zoë", "O Kafor", "zoe@x.example", "Driver", "Libraries", "", "", None
    )


def test_a_row_may_be_shorter_than_its_head_where_nothing_is_needed():
    assert told(GOOD, PLAIN | {"manager": 5}, width=6, order="").manager == ""


@pytest.mark.parametrize(
    ("place", "cell", "words"),
    [
        (0, "", "There is no first name"),
        (2, "zoe", "zoe is not an e-mail address"),
        (2, "zoe@", "zoe@ is not an e-mail address"),
        (1, "x" * 101, "Last name has 101 characters; there is room for 100"),
        (1, "x" * 5_000, "Last name has 5,000 characters"),
        (0, "=1+1", "First name begins with =, as a formula does"),
        (0, "+44", "First name begins with +, as a formula does"),
        (0, "-", "First name begins with -, as a formula does"),
        (0, "@SUM(A1)", "First name begins with @, as a formula does"),
        (3, "#REF!", "Job title is #REF!, which a spreadsheet writes where a formula failed"),
        (3, "#N/A", "Job title is #N/A, which a spreadsheet writes where a formula failed"),
        (3, "a\x00b", "Job title has signs that cannot be shown"),
        (3, "a\u202eb", "Job title has signs that cannot be shown"),
        (3, "a\ud800b", "Job title has signs that cannot be shown"),
    ],
)
def test_a_cell_that_does_not_fit_refuses_its_row(place: int, cell: str, words: str):
    cells = [*GOOD]
    cells[place] = cell

    with pytest.raises(UnfitCellError) as refused:
        read(cells)
    assert str(refused.value).startswith(words)


def test_everything_that_is_missing_is_said_at_once():
    with pytest.raises(UnfitCellError, match="There is no last name and no service"):
        read(["Zoë", "", "zoe@x.example", "Driver", " "])


def test_a_hash_alone_is_no_failed_formula():
    assert read(["Zoë", "Okafor", "zoe@x.example", "#1 Driver", "Libraries"]).job_title


def test_more_cells_than_columns_refuse_a_row_unless_they_are_empty():
    assert told([*GOOD, "", " "], PLAIN, width=5, order="").service == "Libraries"
    with pytest.raises(UnfitCellError, match="The row has 6 cells for 5 columns"):
        told([*GOOD, "x"], PLAIN, width=5, order="")


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-24", "24/11/2026", "24.11.2026", "24 Nov 2026", "24 November 2026"),
        *("24-Nov-2026", "24 NOV 2026", "11/24/2026", "2026-11-24T00:00:00", "24/11/2026 00:00"),
    ],
)
def test_dates_are_read_in_three_forms(text: str):
    assert read_date(text, "") == date(2026, 11, 24)


def test_a_date_that_can_be_two_days_is_refused_unless_the_order_is_given():
    with pytest.raises(UnfitCellError, match="3/4/2026 can be two days"):
        read_date("3/4/2026", "")
    assert read_date("3/4/2026", "day") == date(2026, 4, 3)
    assert read_date("3/4/2026", "month") == date(2026, 3, 4)
    assert read_date("4/4/2026", "") == date(2026, 4, 4)
    assert read_date("3 Sept 2026", "") == date(2026, 9, 3)
    assert read_date("", "") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/2/2026", "is not a real date"),
        ("24/11/26", "is no date as"),
        ("45985", "is no date as"),
        ("24 Foo 2026", "is not a real date"),
        ("24/11/0026", "is not in a year from 1950 to 2100"),
        ("13/13/2026", "is not a real date"),
        ("soon", "is no date as"),
    ],
)
def test_what_is_no_date_is_refused(text: str, words: str):
    with pytest.raises(UnfitCellError, match=words):
        read_date(text, "")


def test_month_first_is_held_to():
    with pytest.raises(UnfitCellError, match="is not a real date"):
        read_date("24/11/2026", "month")
    with pytest.raises(UnfitCellError, match="is not a real date"):
        read_date("11/24/2026", "day")


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_in_every_form(day: date):
    forms = [f"{day:%Y-%m-%d}", f"{day.day} {day:%b} {day.year}", f"{day:%d %B %Y}"]

    assert [read_date(form, "") for form in forms] == [day] * 3
    assert read_date(f"{day:%d/%m/%Y}", "day") == day
    assert read_date(f"{day:%m/%d/%Y}", "month") == day


@given(st.text(max_size=20), st.sampled_from(["", "day", "month"]))
def test_any_text_is_a_date_or_refused(text: str, order):
    try:
        found = read_date(text, order)
    except UnfitCellError:
        return
    assert found is None or 1950 <= found.year <= 2100
