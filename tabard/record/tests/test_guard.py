"""The database's own guard: nothing of the record changes but a fact that is erased."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from tabard.record import actions
from tabard.record.models import Disclosure, Entry, Link, commitment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chained() -> None:
    actions.record("message approved", concerns=[5], message=12, by=5)
    actions.chain()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET kind = 'nothing'",
        "UPDATE record_entry SET at = now()",
        "UPDATE record_entry SET people = '{}'",
        "DELETE FROM record_entry",
        "UPDATE record_link SET chained = ''",
        "UPDATE record_link SET hash = ''",
        "UPDATE record_link SET number = 7",
        "DELETE FROM record_link",
        "DELETE FROM record_disclosure",
        "UPDATE record_disclosure SET value = '13'",
        "UPDATE record_disclosure SET value = NULL",
        "UPDATE record_disclosure SET salt = NULL",
        "UPDATE record_disclosure SET salt = '', value = NULL",
        "UPDATE record_disclosure SET salt = NULL, value = 'null'",
        "UPDATE record_disclosure SET salt = NULL, value = NULL, name = 'other'",
        "UPDATE record_disclosure SET salt = NULL, value = NULL, commitment = ''",
        (
            "INSERT INTO record_disclosure (entry_id, name, commitment) "
            "SELECT id, 'late', '' FROM record_entry"
        ),
    ],
)
def test_the_database_refuses(statement: str):
    with (
        pytest.raises(IntegrityError, match="only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["record_entry", "record_link", "record_disclosure"])
def test_the_database_refuses_to_empty_the_record(table: str):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # The test runner has switched this trigger off to clear up between tests.
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_never_emptied")

    with (
        pytest.raises(IntegrityError, match="TRUNCATE on"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_value_and_salt_can_be_erased_together_and_the_record_still_holds(capsys):
    facts = Disclosure.objects.filter(name="by")

    facts.update(value=None, salt=None)

    assert [one.is_erased for one in Disclosure.objects.all()] == [False, True]
    call_command("check_record")
    assert capsys.readouterr().out.startswith("The record holds: 1 entries, each in its place.\n")


def test_what_is_erased_can_not_be_written_again():
    facts = Disclosure.objects.filter(name="by")
    salt = facts.get().salt
    facts.update(value=None, salt=None)

    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        facts.update(value=5, salt=salt)


def test_an_entry_that_is_not_chained_yet_can_still_get_its_facts():
    entry = Entry.objects.create(kind="message begun", at=Entry.objects.get().at)

    Disclosure.objects.create(
        entry=entry, name="message", value=1, salt=b"s", commitment=commitment(b"s", "message", 1)
    )

    assert not Link.objects.filter(entry=entry).exists()
