"""What a module says of the law, it says with a source; and the guide shows how."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tabard.training import actions
from tabard.training.models import Edition, SittingState
from tabard.training.work.courses import PILOT, CourseError, read
from tabard.training.work.sources import sentences
from tabard.training.work.text import typeset
from tests import make

GUIDE = Path(__file__).parents[3] / "docs" / "users" / "writing-courses.md"
# The name of a file, and what stands in it.
BLOCK = r"`([^`]+)`:\n\n```\w+\n(.*?)```"
MODULE = "01-help.md"
SOURCE = f"{MODULE}, source 1: "
CHECKED = (
    "“First aid on the street”, version 1, has no fault: 1 modules, 2 questions. "
    "Load it with manage.py load_course."
)
OF_LAW = (
    "speaks of the law without a source. Put one behind it, such as [1], or say it in other words."
)
TEXT = f"{MODULE}: "
ANSWER = f"{MODULE}, question 01-afterwards, answer 3: "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the course of the guide into a folder, as its reader would."""
    told = re.findall(BLOCK, GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    for name, text in told:
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    file = folder / MODULE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(CourseError) as refused:
        read(folder)
    return list(refused.value.faults)


def swap(old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: change(folder, old, new)


@pytest.mark.django_db
class TestGuide:
    def test_its_course_has_no_fault_and_is_loaded(self, folder, capsys):
        call_command("check_course", str(folder))
        assert not Edition.objects.exists()
        call_command("load_course", str(folder))

        assert capsys.readouterr().out.splitlines() == [
            CHECKED,
            "Loaded “First aid on the street”, version 1: 1 modules, 5 minutes.",
        ]

    def test_check_tells_every_fault_at_once_and_fails(self, folder):
        change(folder, 'kind = "one"', 'kind = "won"')
        change(folder, "minutes = 5", "minutes = 0")
        (folder / "course.toml").write_text("title = 1\n", encoding="utf-8")

        with pytest.raises(CommandError) as refused:
            call_command("check_course", str(folder))

        told = str(refused.value).splitlines()
        assert told[0] == "To mend before it can be loaded:"
        assert "- course.toml: “title” is not text. Make it that." in told
        assert f"- {TEXT}“minutes” is 0. Make it 1 to 240." in told
        assert not Edition.objects.exists()

    def test_check_of_no_folder_says_so(self, tmp_path):
        with pytest.raises(CommandError, match=r"there is no course\.toml"):
            call_command("check_course", str(tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("mend", "fault"),
    [
        (
            swap("data (UK GDPR, article 9 [1]).", "data under the UK GDPR."),
            f"{TEXT}“What happened to somebody's health is special category data…” {OF_LAW}",
        ),
        (
            swap("theirs to tell (UK GDPR, article 9 [1]).", "theirs. The law says so."),
            f"{ANSWER}“The law says so.” {OF_LAW}",
        ),
        (
            swap("Help first.", "Help first [7]."),
            f"{TEXT}[7] is no source. Add one with id = 7, or mend the number.",
        ),
        (
            swap("[1]", ""),
            f"{SOURCE}nothing refers to it. Write [1] where it belongs, or take it out.",
        ),
        (
            swap("id = 1\n", ""),
            f"{SOURCE}“id” is missing. Add it; it is a whole number.",
        ),
        (
            swap("+++\n\n# Help", '[[sources]]\nid = 1\ntitle = "T"\n+++\n\n# Help'),
            f"{SOURCE}this id stands here twice. Change one.",
        ),
        (
            swap("[[sources]]\n", "[[other]]\n"),
            f"{TEXT}“other” means nothing here. Take it out, or mend its spelling.",
        ),
    ],
)
def test_fault_is_told_with_its_place_and_its_cure(folder, mend, fault):
    mend(folder)

    assert fault in faults(folder)


def test_source_that_is_no_table_is_told(folder):
    file = folder / MODULE
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition("[[sources]]")
    after = rest.partition("+++")[2]
    head = before.replace('summary = "', 'sources = ["the law"]\nsummary = "')
    file.write_text(f"{head}+++{after}", encoding="utf-8")

    assert faults(folder)[0] == (
        f"{MODULE}, source 1: it is not a table. Begin it with a line in square brackets."
    )


@pytest.mark.parametrize(
    "words", ["> The law is the law.", "## What the law says", "Act at once.", "Help inlaws."]
)
def test_headings_quotes_and_calls_to_act_need_no_source(folder, words):
    change(folder, "Help first.", f"Help first.\n\n{words}\n\nHelp.")

    assert read(folder)


def test_one_module_with_sources_asks_for_them_in_every_other(folder):
    text = (folder / MODULE).read_text(encoding="utf-8").replace("01-", "02-")
    text = text[: text.index("[[sources]]")] + text[text.index("+++\n\n# Help") :]
    (folder / "02-more.md").write_text(text, encoding="utf-8")

    told = faults(folder)

    assert {one.partition(":")[0] for one in told} == {
        "02-more.md",
        "02-more.md, question 02-afterwards, answer 3",
    }


def test_course_without_sources_is_not_asked_for_any(folder):
    file = folder / MODULE
    text = file.read_text(encoding="utf-8")
    text = text[: text.index("[[sources]]")] + text[text.index("+++\n\n# Help") :]
    file.write_text(text, encoding="utf-8")

    assert read(folder).modules[0].told.get("sources") is None


def test_each_statement_of_our_course_about_the_law_has_a_source_with_a_date():
    modules = read(PILOT).modules

    assert [bool(module.told["sources"]) for module in modules] == [True] * 6
    for module in modules:
        for source in module.told["sources"]:
            assert source["read"] == "November 2026"
            assert source["date"]


def test_number_of_a_paper_ends_no_sentence():
    assert sentences("See Regulations (No. 2) of 2018. Then ask. “Act!” he said.") == [
        "See Regulations (No.\N{NO-BREAK SPACE}2) of 2018.",
        "Then ask.",
        "“Act!” he said.",
    ]


def test_reference_leads_to_its_source_and_anything_else_stays_as_it_is():
    html = typeset("Law [1], list[2], **law [1]** and `code [1]`.", sources=frozenset({1})).html

    way = (
        '<a class="govuk-link" href="#source-1">'
        '[<span class="govuk-visually-hidden">source </span>1]</a>'
    )
    assert html == (
        f'<p class="govuk-body">Law {way}, list[2], <strong>law {way}</strong> and '
        "<code>code [1]</code>.</p>\n"
    )


@pytest.mark.django_db
class TestPages:
    def test_module_ends_with_its_sources(self, folder):
        make.council()
        edition = actions.load_course(folder)
        assert edition
        client = Client()
        client.force_login(make.person())

        address = reverse("training:module", args=[edition.modules.get().pk])
        shown = client.get(address).content.decode()

        assert 'href="#source-1"' in shown
        assert 'id="source-1"' in shown
        assert (
            "[1] UK General Data Protection Regulation. legislation.gov.uk, 2016, as amended. "
            "Read: November 2026." in shown
        )

    def test_explanation_names_the_sources_that_it_refers_to(self, folder):
        make.council()
        edition = actions.load_course(folder)
        assert edition
        sitting = make.sitting(make.person(), edition, state=SittingState.NOT_PASSED)
        client = Client()
        client.force_login(sitting.person)

        result = reverse("training:result", args=[sitting.pk])
        shown = client.get(result).content.decode()

        assert shown.count("[1] UK General Data Protection Regulation.") == 1
