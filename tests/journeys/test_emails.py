"""From an e-mail to the thing that it is about, and out of such e-mails again."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from tests.demonstration import Demonstration, wait_for
from tests.journeys.conftest import People

pytestmark = pytest.mark.journey
# Her notices are in no other journey.
WHO = "Rosa Delgado"


def emails_to(address: str, here: Demonstration) -> list[EmailMessage]:
    """Read what the demonstration would have sent to somebody."""
    files = (here.data / "outbox").glob("*.eml")
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [one for one in read if address in one["To"]]


def test_an_email_leads_to_its_thing_through_signing_in_and_is_stopped_without(
    as_: People, demonstration: Demonstration
):
    address = demonstration.email(WHO)
    # The demonstration gathers what happens within a minute.
    assert wait_for(lambda: emails_to(address, demonstration), seconds=150)
    [email] = emails_to(address, demonstration)
    body = email.get_body(["plain"])
    assert body
    lines = str(body.get_content()).split()
    sent_back = next(word for word in lines if "/accreditation/applications/" in word)

    somebody = as_()
    somebody.visit(urlsplit(sent_back).path)
    somebody.fill("E-mail address", address).fill("Password", demonstration.password)
    somebody.press("Sign in")
    assert somebody.page.url == sent_back

    stranger = as_("", locale="en-GB")
    stop = email["List-Unsubscribe"].strip("<>")
    stranger.visit(urlsplit(stop).path).sees("Get no more e-mails like that one?")
    stranger.press("Stop these e-mails").sees("No more e-mails like that one")

    somebody.visit("/notices/preferences/")
    never = somebody.page.get_by_role("group", name="What happened to yours").get_by_label("Never")
    assert never.is_checked()
