"""Reading folders, drawing questions, setting text."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.training.work.courses import LARGEST_FILE, CourseError, read
from tabard.training.work.drawing import draw, is_enough, months_after
from tabard.training.work.text import typeset

PILOT = Path(__file__).parents[1] / "courses" / "pilot"
COURSE = """
id = "first-aid"
title = "First aid"
version = "1"
pass_mark = 80
questions = 2
refresher_questions = 1
refresher_days = 0
pause_days = 0
valid_months = 12
"""
QUESTION = """
[[questions]]
id = "{id}"
asks = "What do you do?"
kind = "one"
[[questions.answers]]
says = "Help."
right = true
because = "It helps."
[[questions.answers]]
says = "Hide."
right = false
because = "It does not."
"""
FIRST = "01-first.md"


def module(title: str, *names: str) -> str:
    questions = "".join(QUESTION.format(id=name) for name in names)
    return (
        f'+++\ntitle = "{title}"\nminutes = 5\nsummary = "You can help."\n{questions}+++\n\n'
        f"# {title}\n\nHelp.\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "course.toml").write_text(COURSE, encoding="utf-8")
    (tmp_path / FIRST).write_text(module("First", "a", "b"), encoding="utf-8")
    (tmp_path / "02-second.md").write_text(module("Second", "c"), encoding="utf-8")
    return tmp_path


def faults(folder: Path) -> list[str]:
    with pytest.raises(CourseError) as refused:
        read(folder)
    return list(refused.value.faults)


def test_course_without_a_fault_is_read_whole(folder: Path):
    found = read(folder)

    assert found.told["title"] == "First aid"
    assert [(one.file, one.told["title"], one.text) for one in found.modules] == [
        (FIRST, "First", "# First\n\nHelp."),
        ("02-second.md", "Second", "# Second\n\nHelp."),
    ]


def test_digest_follows_every_byte(folder: Path):
    before = read(folder).digest

    with (folder / FIRST).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert read(folder).digest != before


def test_byte_order_mark_and_windows_lines_do_no_harm(folder: Path):
    text = (folder / FIRST).read_text(encoding="utf-8")

    (folder / FIRST).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert read(folder).modules[0].text == "# First\n\nHelp."


def test_our_own_course_has_no_fault_and_is_as_long_as_promised():
    found = read(PILOT)

    assert len(found.modules) == 6
    assert min(len(one.text.split()) for one in found.modules) >= 1_500
    assert min(len(one.told["questions"]) for one in found.modules) >= 12


def test_folder_without_a_course_is_refused(tmp_path: Path):
    assert faults(tmp_path) == [
        f"{tmp_path}: there is no course.toml. Give the folder of a course."
    ]


def test_course_without_modules_is_refused(folder: Path):
    for file in folder.glob("*.md"):
        file.unlink()

    assert faults(folder) == [
        "course.toml: there is no module beside it. Add at least one, such as 01-first.md."
    ]


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("file", "change", "fault"),
    [
        ("course.toml", swap('"1"', '"1'), "course.toml: it is not TOML:"),
        ("course.toml", swap('title = "First aid"\n', ""), "course.toml: “title” is missing. Add"),
        ("course.toml", swap("title", "titel"), "course.toml: “titel” means nothing here. Take"),
        ("course.toml", swap('"1"', "1"), "course.toml: “version” is not text. Make it that."),
        ("course.toml", swap("80", "true"), "course.toml: “pass_mark” is not a whole number."),
        ("course.toml", swap("80", "101"), "course.toml: “pass_mark” is 101. Make it 1 to 100."),
        ("course.toml", swap("80", "0"), "course.toml: “pass_mark” is 0. Make it 1 to 100."),
        ("course.toml", swap("first-aid", "First!"), "course.toml: let its id hold only small"),
        ("course.toml", swap("refresher_questions = 1", "refresher_questions = 3"), "course.toml:"),
        ("course.toml", swap("questions = 2", "questions = 4"), "02-second.md: it has 1 questions"),
        (FIRST, swap("+++", "---"), f"{FIRST}: it does not begin with front matter between"),
        (FIRST, swap("minutes = 5", "minutes = "), f"{FIRST}: it is not TOML:"),
        (FIRST, swap("You can help.", " "), f"{FIRST}: “summary” is empty. Fill it in."),
        (FIRST, swap("# First", "## First"), f"{FIRST}: begin the text with “# First”, its only"),
        (FIRST, swap("\nHelp.", "\nHelp.\n\n# More"), f"{FIRST}: begin the text with “# First”"),
        (FIRST, swap("Help.", "x" * 1_001), f"{FIRST}, question a, answer 1: “says” has 1001"),
        (FIRST, swap('id = "a"', 'id = "A"'), f"{FIRST}, question A: let its id hold only"),
        (FIRST, swap('id = "a"', 'id = "b"'), f"{FIRST}, question b: this id stands here twice."),
        (FIRST, swap('id = "a"', 'id = "c"'), "02-second.md, question c: 01-first.md has one of"),
        (FIRST, swap('id = "a"\n', ""), f"{FIRST}, question 1: “id” is missing."),
        (FIRST, swap('"one"', '"many"'), f"{FIRST}, question a: its kind is “many”. Write “one”"),
        (FIRST, swap('"one"', '"some"'), f"{FIRST}, question a: 1 answers are right. Of kind"),
        (FIRST, swap("true", "false"), f"{FIRST}, question a: 0 answers are right. Of kind “one”"),
        (FIRST, swap("true", '"yes"'), f"{FIRST}, question a, answer 1: “right” is not true or"),
        (FIRST, swap("Hide.", "Help."), f"{FIRST}, question a: two of its answers say the same."),
    ],
)
def test_fault_is_told_with_its_place_and_its_cure(
    folder: Path, file: str, change: Callable[[str], str], fault: str
):
    path = folder / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    told = faults(folder)

    assert [one for one in told if one.startswith(fault)] != []


def test_question_with_one_answer_is_refused(folder: Path):
    second = QUESTION[QUESTION.rindex("[[questions.answers]]") :]
    text = module("First", "a").replace(second, "")
    (folder / FIRST).write_text(text, encoding="utf-8")

    assert faults(folder) == [f"{FIRST}, question a: it has only one answer. Give it at least two."]


def test_question_that_is_no_table_is_refused(folder: Path):
    (folder / FIRST).write_text(
        '+++\ntitle = "First"\nminutes = 5\nsummary = "S."\nquestions = ["what"]\n+++\n# First\n',
        encoding="utf-8",
    )

    assert faults(folder) == [
        f"{FIRST}, question 1: it is not a table. Begin it with a line in square brackets."
    ]


def test_module_without_a_number_is_refused(folder: Path):
    (folder / FIRST).rename(folder / "first.md")

    assert faults(folder) == [
        "first.md: name it like 01-a-short-title.md, so that the modules have an order."
    ]


def test_file_that_is_not_utf_8_is_refused(folder: Path):
    (folder / FIRST).write_bytes("Café".encode("cp1252"))

    assert faults(folder)[0] == f"{FIRST}: it is not UTF-8. Save it as UTF-8."


def test_file_that_is_too_large_is_refused(folder: Path):
    with (folder / FIRST).open("a", encoding="utf-8") as file:
        file.write("x" * LARGEST_FILE)

    assert faults(folder)[0] == f"{FIRST}: it is larger than a million bytes. Shorten it."


def test_every_fault_is_told_at_once(folder: Path):
    (folder / "course.toml").write_text(COURSE.replace("80", "0"), encoding="utf-8")
    shutil.copy(folder / FIRST, folder / "03-third.md")

    assert len(faults(folder)) == 3


@given(st.lists(st.integers(5, 9), min_size=1, max_size=6), st.data())
def test_draw_is_even_without_doubles_and_comes_out_the_same_again(sizes, data):
    pools = [[(pool, place) for place in range(size)] for pool, size in enumerate(sizes)]
    how_many = data.draw(st.integers(1, 5 * len(pools)))
    seed = data.draw(st.integers(0, 2**32))

    drawn = draw(pools, how_many, seed=seed)

    per_pool = [sum(one[0] == pool for one in drawn) for pool in range(len(pools))]
    assert len(drawn) == len(set(drawn)) == how_many
    assert max(per_pool) - min(per_pool) <= 1
    assert drawn == draw(pools, how_many, seed=seed)


def test_seeds_differ_in_what_they_draw():
    pools = [list(range(20))]

    assert draw(pools, 5, seed=1) != draw(pools, 5, seed=2)


@pytest.mark.parametrize(("right", "enough"), [(19, False), (20, True), (24, True)])
def test_pass_mark_is_reached_by_whole_answers(right: int, enough: bool):  # noqa: FBT001 - a table
    assert is_enough(right, asked=24, pass_mark=80) is enough


@pytest.mark.parametrize(
    ("months", "day"), [(1, (2027, 2, 28)), (12, (2028, 1, 31)), (11, (2027, 12, 31))]
)
def test_months_after_ends_with_the_month(months: int, day: tuple[int, int, int]):
    assert months_after(datetime(2027, 1, 31, 9, tzinfo=UTC), months) == datetime(
        *day, 9, tzinfo=UTC
    )


def test_text_wears_the_classes_of_the_design_system():
    page = typeset('## Be "kind"\n\nRead [this](/x).\n\n- one\n\n> said\n\n| a |\n| - |\n| b |')

    assert page.contents == (("be-kind", 'Be "kind"'),)
    assert '<h2 class="govuk-heading-m" id="be-kind">Be “kind”</h2>' in page.html
    assert '<a href="/x" class="govuk-link">this</a>' in page.html
    assert '<ul class="govuk-list govuk-list--bullet">' in page.html
    assert '<table class="govuk-table">' in page.html


def test_html_in_a_text_is_shown_and_not_obeyed():
    page = typeset('<script>alert("x")</script>\n\n[x](javascript:alert)')

    assert "<script" not in page.html
    assert "href" not in page.html
