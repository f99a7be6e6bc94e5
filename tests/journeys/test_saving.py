"""What is typed is saved as it is typed: through a lost connection, and beside another tab."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import People
from tests.journeys.someone import PATIENCE, Someone

FIRST = "The badger gate at Oakford is mended."
MORE = f"{FIRST} Three of them tried it last night."
OTHER = f"{FIRST} Please keep dogs away from it."
SAVED = "Only you can see it."
LOST = "Your words cannot be saved just now."
KEPT = "This browser kept words of yours that could not be saved."
ELSEWHERE = "This post was changed in another tab or on another device"


def begun(author: Someone) -> str:
    """Type a post, wait until it is saved, and give where it is changed."""
    author.visit("/messages/write/").page.locator("#id_words").fill(FIRST)
    expect(author.page.locator("#saved")).to_contain_text(SAVED, timeout=PATIENCE)
    number = author.page.locator("#saved input[name=message]").get_attribute("value")
    return f"/messages/{number}/edit/"


def words_in(page: Page) -> str:
    return page.locator("#id_words").input_value()


def test_what_is_typed_is_there_without_a_button(as_: People):
    author = as_("Hamza Malik")

    draft = begun(author)

    assert words_in(author.visit(draft).page) == FIRST
    author.assert_fits_everywhere()


def test_what_is_typed_while_the_connection_is_lost_is_saved_once_it_is_back(as_: People):
    author = as_("Hamza Malik")
    draft = begun(author)

    with author.cut_off():
        author.page.locator("#id_words").fill(MORE)
        expect(author.page.get_by_text(LOST)).to_be_visible(timeout=PATIENCE)
    expect(author.page.get_by_text(LOST)).to_be_hidden(timeout=PATIENCE)

    assert words_in(author.visit(draft).page) == MORE


def test_what_could_not_be_saved_is_offered_by_the_browser_that_kept_it(as_: People):
    author = as_("Hamza Malik")
    draft = begun(author)
    with author.cut_off():
        author.page.locator("#id_words").fill(MORE)
        expect(author.page.get_by_text(LOST)).to_be_visible(timeout=PATIENCE)
        # The browser is closed before the connection is back.
        author.page.goto("about:blank")

    author.visit(draft)
    expect(author.page.get_by_text(KEPT)).to_be_visible()
    author.assert_fits_everywhere()
    assert words_in(author.page) == FIRST
    author.page.get_by_role("button", name="Put them back").click()
    expect(author.page.locator("#saved")).to_contain_text(SAVED, timeout=PATIENCE)
    assert words_in(author.page) == MORE

    expect(author.page.get_by_text(KEPT)).to_be_hidden()
    author.page.wait_for_function("() => Object.keys(localStorage).length === 0")
    assert words_in(author.visit(draft).page) == MORE


def test_of_two_tabs_neither_overwrites_the_other(as_: People):
    author = as_("Hamza Malik")
    draft = begun(author)
    other = author.context.new_page()
    other.goto(draft)
    other.locator("#id_words").fill(OTHER)
    other.get_by_role("button", name="Save draft").click()
    other.close()

    author.page.locator("#id_words").fill(MORE)
    expect(author.page.locator("#saved")).to_contain_text(ELSEWHERE, timeout=PATIENCE)
    author.press("Save draft", status=409)

    author.sees(OTHER)
    assert words_in(author.page) == MORE
    author.assert_fits_everywhere()
    assert words_in(author.visit(draft).page) == OTHER
