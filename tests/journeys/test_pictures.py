"""Pictures are dropped and pasted into a post, put in another order, and described."""

from base64 import b64encode

import pytest
from playwright.sync_api import expect

from tabard.practice.tests.make import picture_bytes
from tests.journeys.conftest import People

pytestmark = pytest.mark.journey
# Makes an event as a browser does when somebody pastes or drops a file.
COMES = """([kind, where, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], `${kind}.png`, { type: "image/png" }));
  const told = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...told, clipboardData: data })
    : new DragEvent("drop", { ...told, dataTransfer: data });
  document.querySelector(where).dispatchEvent(event);
}"""
WORDS = "The badger gate at Oakford, before and after."


def test_pictures_are_dropped_pasted_and_put_in_order(as_: People):
    author = as_("Grace Adeyemi").visit("/messages/write/")
    author.fill("What do you want to say?", WORDS)
    teal, red = (b64encode(picture_bytes(colour=colour)).decode() for colour in ("teal", "red"))
    author.sees("You can also paste a picture that you copied")

    author.page.evaluate(COMES, ["drop", "#pictures .govuk-file-upload-button", teal])
    author.page.evaluate(COMES, ["paste", "#id_words", red])
    expect(author.page.locator("#pictures .govuk-file-upload-button")).to_contain_text(
        "2 files chosen"
    )
    author.press("Upload").sees("Picture 1 of 2").sees("Picture 2 of 2")
    first = author.page.locator("#pictures img").first.get_attribute("src")
    author.fill("Describe picture 1", "The gate, broken.")
    author.press("Later: picture 1").sees("Picture 1 of 2")

    shown = author.page.locator("#pictures img")
    assert shown.last.get_attribute("src") == first
    expect(author.page.get_by_label("Describe picture 2")).to_have_value("The gate, broken.")
    assert author.page.locator("#id_words").input_value() == WORDS
    author.assert_fits_everywhere()

    author.press("Remove picture 1").sees("The picture was removed. Everything else was saved.")
    expect(author.page.get_by_label("Describe the picture")).to_have_value("The gate, broken.")
