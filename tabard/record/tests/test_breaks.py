"""Whoever gets past the database's guard is found out by `manage.py check_record`."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tabard.record import actions, queries
from tabard.record.models import Entry, Link, Waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_entries() -> None:
    actions.record("message begun", message=1, by=5)
    actions.record("message submitted", message=1, by=5, words="Hello")
    actions.record("message approved", message=1, by=6)
    actions.keep_bytes(b"picture", media_type="image/jpeg")
    actions.chain()


# What <1> stands for: the entry that has the first place in the chain.
ENTRY = r"(SELECT entry_id FROM record_link WHERE number = \1)"


def tamper(*statements: str) -> None:
    """Do what a superuser can do: switch the triggers off, and on again."""
    with connection.cursor() as cursor:
        # A table cannot be altered while its foreign keys have yet to be looked at.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("record_entry", "record_link", "record_disclosure"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(re.sub("<(.)>", ENTRY, statement))
        for table in ("record_entry", "record_link", "record_disclosure"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_untouched_record_holds():
    assert list(queries.breaks()) == []


def test_an_empty_record_holds(capsys: pytest.CaptureFixture[str]):
    tamper("TRUNCATE record_entry CASCADE")

    call_command("check_record")

    assert "The record holds: 0 entries" in capsys.readouterr().out


def head() -> str:
    link = Link.objects.get(number=3)
    return f"{link.number}:{bytes(link.hash).hex()}"


def test_the_head_is_printed_to_be_kept(capsys: pytest.CaptureFixture[str]):
    call_command("check_record")

    said = capsys.readouterr().out
    assert said.startswith("The record holds: 3 entries, each in its place.")
    assert f"Its head: {head()}\n" in said
    assert "cannot be seen from here" in said


def test_a_record_that_went_on_after_its_head_was_kept_holds(capsys: pytest.CaptureFixture[str]):
    kept = head()
    actions.record("message begun", message=2)
    actions.chain()

    call_command("check_record", f"--head={kept.upper()}")

    said = capsys.readouterr().out
    assert said.startswith("The record holds: 4 entries")
    assert "cannot be seen from here" not in said


def cut_off_the_end() -> None:
    tamper(
        "CREATE TEMPORARY TABLE cut AS SELECT entry_id FROM record_link WHERE number = 3",
        "DELETE FROM record_link WHERE number = 3",
        "DELETE FROM record_disclosure WHERE entry_id IN (SELECT entry_id FROM cut)",
        "DELETE FROM record_entry WHERE id IN (SELECT entry_id FROM cut)",
    )


def test_an_end_that_was_cut_off_is_found_only_against_a_head_that_was_kept():
    kept = head()
    cut_off_the_end()

    assert list(queries.breaks()) == []
    with pytest.raises(CommandError, match="Link 3, whose hash was kept, is missing"):
        call_command("check_record", f"--head={kept}")


def test_an_end_that_was_written_anew_is_found_against_a_head_that_was_kept():
    kept = head()
    cut_off_the_end()
    actions.record("message approved", message=1, by=7)
    actions.chain()

    assert list(queries.breaks()) == []
    with pytest.raises(CommandError, match="Link 3 is not the one whose hash was kept"):
        call_command("check_record", f"--head={kept}")


@pytest.mark.parametrize("said", ["", "3", "3:abc", f"x:{'a' * 64}", f"{'9' * 19}:{'a' * 64}"])
def test_what_is_no_head_is_refused(said: str):
    with pytest.raises(CommandError, match="as this command printed it"):
        call_command("check_record", f"--head={said}")


@pytest.mark.parametrize(
    ("statement", "first_break"),
    [
        (
            "UPDATE record_entry SET kind = 'message bagun' WHERE id = <1>",
            "Link 1: the entry is not what was chained.",
        ),
        (
            "UPDATE record_entry SET at = at + interval '1 microsecond' WHERE id = <2>",
            "Link 2: the entry is not what was chained.",
        ),
        (
            "UPDATE record_link SET chained = set_byte(chained, 9, 0) WHERE number = 2",
            "Link 2: the entry is not what was chained.",
        ),
        (
            "UPDATE record_link SET hash = set_byte(hash, 0, 1 # get_byte(hash, 0)) WHERE number=3",
            "Link 3: the hash does not fit what was chained.",
        ),
        (
            "UPDATE record_disclosure SET value = '7' WHERE name = 'by' AND entry_id = <3>",
            "Link 3: “by” is not what was committed to.",
        ),
        (
            (
                "UPDATE record_disclosure SET salt = set_byte(salt, 0, get_byte(salt, 0) # 1) "
                "WHERE name = 'words'"
            ),
            "Link 2: “words” is not what was committed to.",
        ),
        (
            "UPDATE record_disclosure SET name = 'bx' WHERE name = 'by' AND entry_id = <1>",
            "Link 1: “bx” is not what was committed to.",
        ),
        (
            ("UPDATE record_disclosure SET commitment = reverse(commitment) WHERE name = 'words'"),
            "Link 2: the entry is not what was chained.",
        ),
        (
            "UPDATE record_disclosure SET salt = NULL, value = '\"Forged\"' WHERE name = 'words'",
            "Link 2: “words” is not what was committed to.",
        ),
        (
            "UPDATE record_disclosure SET value = NULL WHERE name = 'words'",
            "Link 2: “words” is not what was committed to.",
        ),
        (
            "DELETE FROM record_disclosure WHERE entry_id = <1> AND name = 'by'",
            "Link 1: the entry is not what was chained.",
        ),
        (
            "INSERT INTO record_disclosure (entry_id, name, commitment) VALUES (<1>, 'added', 'x')",
            "Link 1: the entry is not what was chained.",
        ),
        (
            "DELETE FROM record_link WHERE number = 1",
            "Link 1 is missing: the next one is 2.",
        ),
        (
            "UPDATE record_link SET number = 9 WHERE number = 3",
            "Link 3 is missing: the next one is 9.",
        ),
        (
            "UPDATE record_blob SET content = set_byte(content, 0, get_byte(content, 0) # 1)",
            "is not what was kept.",
        ),
    ],
)
def test_every_touch_is_found(statement: str, first_break: str):
    tamper(statement)

    assert first_break in next(queries.breaks())
    with pytest.raises(CommandError, match="THE RECORD DOES NOT HOLD"):
        call_command("check_record")


def test_two_entries_that_changed_places_are_found():
    tamper(
        "UPDATE record_entry SET kind = 'aside' WHERE id = <1>",
        "UPDATE record_entry SET kind = 'message begun' WHERE id = <3>",
        "UPDATE record_entry SET kind = 'message approved' WHERE id = <1>",
    )

    assert next(queries.breaks()) == "Link 1: the entry is not what was chained."


def test_a_link_that_was_forged_with_its_own_hash_breaks_the_next_one():
    tamper(
        "UPDATE record_link SET hash = sha256(hash) WHERE number = 1",
    )

    assert list(queries.breaks()) == [
        "Link 1: the hash does not fit what was chained.",
        "Link 2: the entry is not what was chained.",
    ]


def test_an_entry_that_waits_for_its_place_is_no_break():
    actions.record("message begun", message=2)

    assert list(queries.breaks()) == []


def test_an_entry_that_was_kept_out_of_the_chain_is_found_after_an_hour():
    entry = actions.record("message begun", message=2)
    Waiting.objects.all().delete()
    tamper(
        "UPDATE record_entry SET at = now() - interval '61 minutes' "
        "WHERE id = (SELECT max(id) FROM record_entry)"
    )

    [told] = queries.breaks()
    day = f"{Entry.objects.get(pk=entry.pk).at:%-d %B %Y}"
    assert told == (
        f"Entry {entry.pk} has waited for its place in the chain since {day}. "
        "Is the worker running?"
    )


def test_the_record_is_walked_a_few_links_at_a_time(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
):
    monkeypatch.setattr(queries.chain, "LINKS_AT_A_TIME", 2)

    # Links and facts of two, of one, no links; then entries without a place, and pictures.
    with django_assert_num_queries(7):
        assert list(queries.breaks()) == []


def test_what_is_chained_during_the_walk_is_no_break(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries.chain, "LINKS_AT_A_TIME", 1)
    walk = queries.chain._links()
    next(walk)
    actions.record("message begun", message=2)
    actions.chain()

    assert [link.number for link in walk] == [2, 3, 4]


def test_after_a_gap_every_later_link_is_out_of_place():
    tamper("DELETE FROM record_link WHERE number = 1")

    assert list(queries.breaks()) == [
        "Link 1 is missing: the next one is 2.",
        "Link 2 is missing: the next one is 3.",
    ]
