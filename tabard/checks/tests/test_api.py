"""Checks are found by entry point, asked one after another, and their findings put together."""

from collections.abc import Iterator
from importlib.metadata import entry_points
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import (
    About,
    Check,
    Checks,
    Facts,
    Finding,
    Level,
    Looked,
    Part,
    Picture,
    Text,
    Written,
    all_checks,
)
from tabard.checks.api.check import merged

P, L = About.PERSONAL, About.PLAIN


def finding(
    start: int,
    end: int,
    *,
    check: str = "one",
    kind: str = "kind",
    sure: float = 0.5,
    level: Level = Level.ADVICE,
) -> Finding:
    return Finding(kind, start, end, "Why.", "Do it.", sure, level, check=check)


class Broken:
    name: ClassVar[str] = "Broken"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None: ...

    def look(self, written: Written) -> Iterator[Finding]:
        yield Finding("kind", 0, len(written.words.written), "Why.", "Do it.", 1, Level.STOP)
        raise ZeroDivisionError


def test_every_check_of_ours_has_its_entry_point_and_says_what_it_is():
    ours = {one.name for one in entry_points(group="tabard.checks") if "tabard.checks" in one.value}

    assert ours == set(all_checks())
    for name, check in all_checks().items():
        assert name.replace("_", "").isalpha()
        assert (check.name[:1].isupper(), check.about in About) == (True, True)


def test_every_check_of_ours_has_a_test_of_its_own():
    checks = Path(__file__).parents[1]
    tests = {path.stem for path in checks.rglob("test_*.py")}

    assert {f"test_{name}" for name in all_checks()} <= tests


def test_a_check_that_breaks_is_named_and_takes_no_other_with_it(
    caplog: pytest.LogCaptureFixture,
):
    both: dict[str, Check] = {"broken": Broken(Facts()), **Checks.of(Facts()).checks}

    looked = Checks(both).look(Written(Text("jane@gmail.com")))

    assert [one.check for one in looked.findings if one.check in {"broken", "email"}] == ["email"]
    assert looked.could_not == ("broken",)
    assert "ZeroDivisionError" in caplog.text


def test_a_check_that_is_switched_off_is_not_asked():
    checks = Checks.of(Facts(), without=["email"])

    assert set(checks.checks) == set(all_checks()) - {"email"}
    assert checks.look(Written(Text("jane@gmail.com"))).findings == ()


def test_nothing_written_gives_nothing():
    assert Checks.of(Facts()).look(Written(Text(""))) == Looked((), ())


def test_of_personal_data_that_overlaps_the_surest_is_left():
    nhs = finding(0, 12, check="nhs", kind="nhs_number", sure=0.9)
    phone = finding(4, 16, check="phone", kind="phone", sure=0.6)
    stop = finding(0, 3, check="stop", kind="stop", sure=0.1, level=Level.STOP)

    assert merged([(P, phone), (P, nhs)]) == (nhs,)
    assert merged([(P, phone), (P, nhs), (P, stop)]) == (stop, phone)


def test_what_has_a_form_goes_before_a_name_that_is_guessed():
    name = finding(0, 20, check="names", kind="person_name", sure=0.9, level=Level.WARNING)
    plate = finding(9, 16, check="plate", kind="plate", sure=0.6)

    assert merged([(P, name), (P, plate)]) == (plate,)
    assert merged([(P, name)]) == (name,)


def test_other_findings_rival_only_their_own_kind():
    long, caps = finding(0, 90, kind="long"), finding(0, 5, kind="caps")
    twice = finding(3, 8, kind="caps", sure=0.9)

    assert merged([(L, caps), (L, long), (L, twice)]) == (long, twice)


def test_findings_at_one_empty_place_are_one_and_those_beside_it_others():
    here, again, beside = finding(3, 3), finding(3, 3, sure=0.9), finding(2, 4)

    assert merged([(L, here), (L, again), (L, beside)]) == (beside, again)


PLACES = st.tuples(st.integers(0, 20), st.integers(0, 8), st.sampled_from([0.2, 0.5, 0.9]))


@given(st.lists(PLACES, max_size=12))
def test_no_two_places_of_personal_data_overlap(places: list[tuple[int, int, float]]):
    found = [finding(start, start + long + 1, sure=sure) for start, long, sure in places]

    kept = merged([(P, one) for one in found])

    assert all(one.end <= after.start for one, after in pairwise(kept))
    for one in found:
        assert any(other.start < one.end and one.start < other.end for other in kept)


def test_every_text_that_people_read_is_a_part():
    written = Written(
        Text("words"),
        pictures=(Picture(Text("a dog")), Picture(Text("a cat"))),
        linked_pages=(Text("title"),),
        reshared=Text("theirs"),
    )

    assert [(part, which, text.plain) for part, which, text in written.parts()] == [
        (Part.WORDS, 0, "words"),
        (Part.ALT_TEXT, 0, "a dog"),
        (Part.ALT_TEXT, 1, "a cat"),
        (Part.LINKED_PAGE, 0, "title"),
        (Part.RESHARED, 0, "theirs"),
    ]
    assert [part for part, *_ in Written(Text("")).parts()] == [Part.WORDS]


def test_what_others_said_is_not_looked_at_unless_asked_for():
    written = Written(Text("mine"), pictures=(Picture(Text("alt")),), reshared=Text("theirs"))

    def look(text: Text) -> Iterator[Finding]:
        yield finding(0, len(text.plain))

    assert [(one.part, one.end) for one in written.each(look)] == [
        (Part.WORDS, 4),
        (Part.ALT_TEXT, 3),
    ]
    assert [one.part for one in written.each(look, {Part.RESHARED})] == [Part.RESHARED]


def test_levels_stand_in_order():
    assert sorted(Level, key=lambda one: one.weight) == [Level.ADVICE, Level.WARNING, Level.STOP]


def test_personal_data_is_found_in_whatever_people_will_read():
    address = "jane.doe@gmail.com"
    written = Written(
        Text("A van."),
        pictures=(Picture(Text("A van.")), Picture(Text(f"A poster: {address}"))),
        reshared=Text(f"{address} has it"),
    )

    found = Checks.of(Facts()).look(written).findings

    assert [(one.part, one.which, one.start) for one in found if one.kind == "email"] == [
        (Part.ALT_TEXT, 1, 10),
        (Part.RESHARED, 0, 0),
    ]
