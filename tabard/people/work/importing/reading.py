"""Reading a file of staff: which signs, which separator, which rows."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 16_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
SEPARATORS = ",;\t|"
# Bytes at the beginning from which a file without a mark is judged.
LOOKED_AT = 4_096
AT_A_TIME = 65_536
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Files that look like a table to people, by their first bytes.
NOT_A_TABLE = {
    b"PK\x03\x04": "This is an Excel workbook",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook",
    b"%PDF": "This is a PDF",
}


class UnreadableError(ValueError):
    """The file cannot be read as a table; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """How a file is to be read, and the names of its columns."""

    encoding: str
    separator: str
    headers: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row with the number of its first line, or why it cannot be read."""

    number: int
    cells: list[str]
    problem: str = ""


def look_at(content: bytes) -> Table:
    """Find out how a file is to be read, or raise UnreadableError."""
    _refuse_what_is_no_table(content)
    encoding = _encoding(content)
    separator, first = _separator(content, encoding)
    headers = next((line.cells for line in _lines(content, encoding, separator)), [])
    if not any(header.strip() for header in headers):
        raise UnreadableError("The first line has to name the columns, and this one is empty.")
    if len(headers) > MOST_COLUMNS:
        raise UnreadableError(f"The first line names more than {MOST_COLUMNS} columns: {first}")
    return Table(encoding, separator, [" ".join(header.split()) for header in headers])


def rows(content: bytes, table: Table) -> Iterator[Line]:
    """Give the rows below the names of the columns, without those that are empty."""
    count = 0
    lines = _lines(content, table.encoding, table.separator)
    next(lines, None)
    for line in lines:
        if not line.problem and not any(cell.strip() for cell in line.cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise UnreadableError(
                f"The file has more than {MOST_ROWS:,} rows. Divide it, with managers in the "
                "first part, and import the parts one after another."
            )
        yield line


def _refuse_what_is_no_table(content: bytes) -> None:
    if not content.strip():
        raise UnreadableError("The file is empty.")
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"The file has more than {MOST_BYTES // 1_000_000} MB.")
    for mark, what in NOT_A_TABLE.items():
        if content.startswith(mark):
            raise UnreadableError(f"{what}. Save it as CSV (“CSV UTF-8” in Excel).")


def _encoding(content: bytes) -> str:
    """Give the first encoding that fits: by its mark, by its zeros, then UTF-8, then Windows'."""
    beginning = content[:LOOKED_AT]
    sure = [encoding for mark, encoding in MARKS if content.startswith(mark)]
    if beginning[1::2].count(0) > len(beginning) // 4:
        sure.append("utf-16-le")
    elif beginning[::2].count(0) > len(beginning) // 4:
        sure.append("utf-16-be")
    for encoding in sure[:1] or ["utf-8", "cp1252"]:
        if _fits(content, encoding):
            return encoding
    raise UnreadableError("The letters of the file cannot be read. Save it as CSV in UTF-8.")


def _fits(content: bytes, encoding: str) -> bool:
    """Say whether all of the file can be read in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), AT_A_TIME):
            decoder.decode(content[start : start + AT_A_TIME])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(content: bytes, encoding: str) -> tuple[str, str]:
    """Give what parts the names of the columns, and the line in which they stand."""
    first = _text(content, encoding).readline()
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=,"):
        return first[4], first
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count), first


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _lines(content: bytes, encoding: str, separator: str) -> Iterator[Line]:
    """Give every row, and for one with wrong quotation marks what is wrong with it."""
    reader = csv.reader(_text(content, encoding), delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            last = reader.line_num
            where = f"line {number}" if last <= number else f"lines {number} to {last}"
            yield Line(number, [], f"In {where} quotation marks do not match, or a cell is huge")
        else:
            # Excel's own hint, which names no columns.
            if number > 1 or not cells or not cells[0].lower().startswith("sep="):
                yield Line(number, cells)
