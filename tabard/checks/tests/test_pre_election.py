"""Candidates, parties and slogans stop in a pre-election period, where and while it runs."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tabard.checks.api import Election, Facts, Level, Part, Picture, Text, Written
from tabard.checks.election.pre_election import PreElection
from tabard.checks.tests.contract import CheckContract

MAY = Election(
    "County, May",
    datetime(2027, 3, 20, tzinfo=UTC),
    datetime(2027, 5, 6, 22, tzinfo=UTC),
    areas=frozenset({"Egham"}),
    candidates=("Jane Doe",),
    parties=("Better Roads Party",),
    slogans=("Roads first!",),
)
ALWAYS = Election(
    "Every day",
    datetime(2000, 1, 1, tzinfo=UTC),
    datetime(2999, 1, 1, tzinfo=UTC),
    candidates=("Jane Doe",),
    parties=("Better Roads Party",),
    slogans=("Roads first!",),
)
WITHIN = datetime(2027, 4, 1, 12, tzinfo=UTC)


class TestPreElection(CheckContract):
    check = PreElection
    facts = Facts(elections=(ALWAYS,))
    noticed = {
        "⟦Jane Doe⟧ of the ⟦Better Roads Party⟧: ⟦roads first⟧": ["candidate", "party", "slogan"],
        "⟦Cllr Roe said⟧ so": "political",
        "Read the ⟦manifesto⟧": "political",
        "We ⟦launch a new campaign⟧": "political",
    }
    left_alone = (
        "Register to vote by Friday, and bring photo ID to your polling station",
        "Janet Doe mends roads at first",
    )


def found(**how: Any) -> list[tuple[str, Level, Part]]:
    written = Written(**{"words": Text("Jane Doe"), "at": WITHIN, **how})
    return [
        (one.kind, one.level, one.part)
        for one in PreElection(Facts(elections=(MAY,))).look(written)
    ]


STOPPED = ("candidate", Level.STOP, Part.WORDS)


@pytest.mark.parametrize(
    ("at", "stopped"),
    [
        (datetime(2027, 3, 19, 23, 59, tzinfo=UTC), []),
        (datetime(2027, 3, 20, tzinfo=UTC), [STOPPED]),
        (datetime(2027, 5, 6, 22, tzinfo=UTC), [STOPPED]),
        (datetime(2027, 5, 6, 22, 1, tzinfo=UTC), []),
        (datetime(2027, 4, 1, 12), [STOPPED]),  # noqa: DTZ001 - as somebody may write it
    ],
)
def test_it_holds_between_its_dates(at: datetime, stopped: list[object]):
    assert found(at=at) == stopped


def test_it_holds_in_its_areas_and_for_what_is_about_everywhere():
    assert found(areas=frozenset({"Egham", "Woking"})) == [STOPPED]
    assert found(areas=frozenset()) == [STOPPED]
    assert found(areas=frozenset({"Woking"})) == []


def test_pictures_titles_of_pages_and_shared_posts_are_looked_at_too():
    told = found(
        words=Text("Good news"),
        pictures=(Picture(Text("Jane Doe smiles")),),
        linked_pages=(Text("Why I vote for Jane Doe"),),
        reshared=Text("Roads first"),
    )

    assert told == [
        ("candidate", Level.STOP, Part.ALT_TEXT),
        ("candidate", Level.STOP, Part.LINKED_PAGE),
        ("political", Level.WARNING, Part.LINKED_PAGE),
        ("slogan", Level.STOP, Part.RESHARED),
    ]
