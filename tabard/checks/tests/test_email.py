"""E-mail addresses of people are found, also spelled out; mailboxes of offices are not."""

from tabard.checks.api import Facts, Level
from tabard.checks.personal.email import Email
from tabard.checks.tests.contract import CheckContract


class TestEmail(CheckContract):
    check = Email
    facts = Facts(domains=("exampleton.org", "@exampleton-homes.co.uk"))
    noticed = {
        "Write to ⟦jane.doe@gmail.com⟧.": "email",
        "Mail ⟦Jane_Doe+swim@Hotmail.co.uk⟧ or ⟦j@smith.example.com⟧": "email",
        "(⟦o'brien@btinternet.com⟧)": "email",
        "⟦jane dot doe at gmail dot com⟧": "email",
        "⟦jane.doe (at) gmail (dot) com⟧ please": "email",
        "⟦jane [at] gmail.com⟧": "email",
        "it is ⟦bob underscore jones at hotmail dot com⟧": "email",
        "⟦jane\u200b@gmail.com⟧ hides a sign": "email",
        "Ask ⟦jane.doe@surrey.nhs.uk⟧": "email",
        "mailto:⟦jane@gmail.com⟧": "email",
        "⟦zoë@posteo.de⟧": "email",
    }
    left_alone = (
        "enquiries@anytown.gov.uk or highways.team@anytown.gov.uk",
        "jane.doe@exampleton.org and jane@mail.exampleton-homes.co.uk are ours",
        "info@friendsofthepark.org.uk",
        "@jane@mastodon.social is a handle, @jane.example.com another",
        "Meet us at the.museum.example.com",
        "Look at gov.uk, or at example dot com",
        "jane@localhost",
        "a@b",
    )


def test_a_mailbox_that_anybody_can_have_stops():
    look = TestEmail().look

    assert [one.level for one in look("jane@gmail.com")] == [Level.STOP]
    assert [one.level for one in look("jane@smith.example")] == [Level.WARNING]
    assert [one.level for one in look("jane.doe@surrey.nhs.uk")] == [Level.ADVICE]


def test_near_children_health_and_debt_nothing_is_mere_advice():
    (found,) = TestEmail().look("About her daughter, ask jane.doe@surrey.nhs.uk")

    assert (found.level, found.sure) == (Level.WARNING, 0.6)
