"""Typing @ or # offers whom and what a post can name, by keyboard and by mouse."""

from playwright.sync_api import expect

from tests.axe import assert_accessible
from tests.journeys.conftest import People

HANDLES = "Handles and hashtags"


def test_typing_a_sign_offers_handles_and_hashtags_and_a_key_puts_one_in(as_: People):
    author = as_("Wren Ashby")
    page = author.visit("/messages/write/").page
    for account in page.get_by_role("checkbox", name="practice network").all():
        account.check()
    words = page.locator("#id_words")

    words.press_sequentially("Walk with @ranger")
    offered = page.get_by_role("listbox", name=HANDLES)
    expect(offered).to_be_visible()
    assert_accessible(page)
    words.press("Enter")
    assert words.input_value() == "Walk with @ranger\n"

    words.fill("")
    words.press_sequentially("Walk with @exampleton_r")
    words.press("ArrowDown")
    words.press("Enter")
    expect(offered).to_be_hidden()
    words.press_sequentially("in #Oak")
    page.get_by_role("option", name="#OakfordPark").click()
    assert words.input_value() == "Walk with @exampleton_rangers in #OakfordPark "

    words.press_sequentially("@ran")
    words.press("Escape")
    expect(offered).to_be_hidden()
    author.assert_fits_everywhere()
