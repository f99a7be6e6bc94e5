"""E-mails that are put down in a folder."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import override_settings


@pytest.fixture
def folder(tmp_path: Path):
    backend = "tabard.common.outbox.EmailBackend"
    folder = tmp_path / "outbox"
    with override_settings(
        MAILERS={"default": {"BACKEND": backend, "OPTIONS": {"folder": str(folder)}}}
    ):
        yield folder


def send(message_id: str, body: str = "Grüße") -> None:
    email = EmailMessage(
        "Hello", body, "tabard@example.org", ["ada@example.org"], headers={"Message-ID": message_id}
    )
    email.send(using="default")


def test_every_email_is_a_file_that_a_mail_program_opens(folder: Path):
    send("<1@example.org>")
    send("<2@example.org>")

    assert sorted(file.name for file in folder.iterdir()) == [
        "1@example.org.eml",
        "2@example.org.eml",
    ]
    content = (folder / "1@example.org.eml").read_bytes()
    read = message_from_bytes(content, policy=policy.default)
    assert (read["To"], read["Subject"]) == ("ada@example.org", "Hello")
    assert read.get_content().strip() == "Grüße"


def test_an_email_that_is_sent_again_is_there_once(folder: Path):
    send("<1@example.org>", "First")
    send("<1@example.org>", "Second")

    [file] = folder.iterdir()
    assert "Second" in file.read_text(encoding="utf-8")


def test_nothing_is_written_outside_the_folder(folder: Path):
    send("<../../1@example.org>")

    assert [file.name for file in folder.iterdir()] == ["..-..-1@example.org.eml"]


def test_only_its_owner_enters_the_folder(folder: Path):
    send("<1@example.org>")

    assert folder.stat().st_mode & 0o777 == 0o700
