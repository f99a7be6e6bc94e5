"""Pictures are pasted into a post, put in another order, and described."""

from base64 import b64encode

import pytest
from playwright.sync_api import expect

from tabard.practice.tests.make import picture_bytes
from tests.journeys.conftest import People
from tests.journeys.someone import PATIENCE

pytestmark = pytest.mark.journey
# Makes an event as a browser does when somebody pastes a file; says how many are chosen then.
PASTE = """(content) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
  const told = { bubbles: true, cancelable: true, clipboardData: data };
  document.querySelector("#id_words").dispatchEvent(new ClipboardEvent("paste", told));
  return document.querySelector("#pictures input[type=file]").files.length;
}"""
SAVED = "Only you can see it."
WORDS = "The badger gate at Oakford, before and after."


def test_pictures_are_pasted_and_put_in_order(as_: People):
    author = as_("Grace Adeyemi").visit("/messages/write/")
    author.fill("What do you want to say?", WORDS)
    # Saved as it is typed, so that nothing is saved any more while a button is pressed.
    expect(author.page.locator("#saved")).to_contain_text(SAVED, timeout=PATIENCE)
    teal, red = (b64encode(picture_bytes(colour=colour)).decode() for colour in ("teal", "red"))
    author.sees("or paste one that you copied")

    assert [author.page.evaluate(PASTE, content) for content in (teal, red)] == [1, 2]
    author.press("Upload").sees("Picture 1 of 2").sees("Picture 2 of 2")
    first = author.page.locator("#pictures img").first.get_attribute("src")
    author.press("Later", within=author.page.locator("#pictures")).sees("Picture 1 of 2")

    shown = author.page.locator("#pictures img")
    assert shown.last.get_attribute("src") == first
    assert author.page.locator("#id_words").input_value() == WORDS
    author.assert_fits_everywhere()

    author.press("Remove picture 1").sees("The picture was removed. Everything else was saved.")
    assert shown.first.get_attribute("src") == first
