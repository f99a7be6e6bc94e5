"""Posts on an account are frozen in an emergency, wait, and go again where they are still right."""

import pytest

from tests.demonstration import Demonstration
from tests.journeys.conftest import People

pytestmark = pytest.mark.journey
DUTY_OFFICER, AUTHOR = "Kerry Doyle", "Grace Adeyemi"
WORDS = "Mill Lane is shut until six, and the diversion goes by the church."
ACCOUNT = (
    "SELECT a.id FROM accounts_account a JOIN accounts_holding h ON h.account_id = a.id "
    "JOIN people_person p ON p.id = h.person_id "
    "WHERE p.email = %s AND h.until IS NULL AND a.kind = 'personal' AND a.network = 'practice'"
)


def test_a_duty_officer_freezes_an_account_and_lets_what_is_right_go(
    as_: People, demonstration: Demonstration
):
    account = demonstration.find(ACCOUNT, demonstration.email(AUTHOR))
    duty = as_(DUTY_OFFICER).visit("/").follow("More").follow("Freeze")
    duty.choose("The posts on one account").page.locator("[name=account]").select_option(
        str(account)
    )
    duty.press("Freeze now").sees("Everybody concerned is told.")
    duty.sees("What would have gone by now").assert_fits_everywhere()
    frozen = duty.page.url

    author = as_(AUTHOR).visit("/messages/write/").sees("Nothing goes, and nothing is lost.")
    author.fill("What do you want to say?", WORDS)
    author.page.locator(f"[name=accounts][value='{account}']").check()
    author.press("Send").sees(WORDS)
    posted = author.page.url

    duty.looks_until(frozen, WORDS)
    duty.fill("Why are posts frozen?", "A burst main: we ask everybody to wait.").press("Save")
    author.looks_until("/notices/", "A burst main: we ask everybody to wait.")
    author.visit(posted).sees("Scheduled")
    duty.visit(frozen).follow("Let posts go again").sees("Which posts are still right?")
    duty.assert_fits_everywhere()
    # What the demonstration itself still has on its way there is right as well.
    for post in duty.page.locator("[name=still_right]").all():
        post.check()
    duty.press("Let posts go again").sees("Posts go again. Everybody concerned is told.")

    author.looks_until(posted, "On the network, confirmed")
    author.does_not_see("Nothing goes, and nothing is lost.")
