"""What every network's connector shares: differences, and being found by name."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tabard.connectors.api import (
    AsksLeave,
    Card,
    Picture,
    Post,
    Seen,
    SeenCard,
    SeenPicture,
    UnknownNetworkError,
    all_connectors,
    find,
)
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.comparing import Difference, differences
from tabard.connectors.practice import Practice

# What is asked for on each network, which is what the pages of today need.
RIGHTS = {
    "bluesky": ["atproto", "repo:app.bsky.feed.post", "blob:image/*"],
    "facebook": ["pages_show_list", "pages_read_engagement", "pages_manage_posts"],
    "instagram": [
        *("pages_show_list", "pages_read_engagement", "instagram_basic"),
        *("instagram_content_publish", "instagram_manage_contents"),
    ],
    "linkedin": ["r_organization_social", "w_organization_social", "r_organization_admin"],
    "mastodon": ["read:accounts", "read:statuses", "write:statuses", "write:media"],
    "pinterest": [
        *("user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write"),
    ],
    "x": ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"],
}
ONE = Picture(b"one", "image/png", "One gritter", 4, 3)
TWO = Picture(b"two", "image/png", "Two gritters", 4, 3)
POST = Post("See https://a.example now", (ONE, TWO), "key", datetime(2026, 11, 23, tzinfo=UTC))
AS_SENT = Seen(
    network_id="1",
    url="https://network.example/1",
    words=POST.words,
    links=("https://a.example",),
    pictures=(SeenPicture(ONE.alt, ONE.sha256), SeenPicture(TWO.alt, None)),
)


def but(**changed: Any) -> Seen:
    return replace(AS_SENT, **changed)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (AS_SENT, ()),
        (
            but(words="See https://a.example"),
            (Difference("words", POST.words, "See https://a.example"),),
        ),
        (but(links=()), (Difference("link", "https://a.example", ""),)),
        (
            but(links=("https://b.example",)),
            (
                Difference("link", "https://a.example", ""),
                Difference("link", "", "https://b.example"),
            ),
        ),
        (
            but(pictures=AS_SENT.pictures[:1]),
            (Difference("picture 2", "there", ""),),
        ),
        (
            but(pictures=(*AS_SENT.pictures, SeenPicture("", None))),
            (Difference("picture 3", "", "there"),),
        ),
        (
            but(pictures=(SeenPicture("", TWO.sha256), AS_SENT.pictures[1])),
            (
                Difference("picture 1", ONE.sha256, TWO.sha256),
                Difference("alt text of picture 1", "One gritter", ""),
            ),
        ),
    ],
    ids=[
        "none",
        "words",
        "link lost",
        "link changed",
        "picture lost",
        "picture more",
        "picture changed",
    ],
)
def test_differences_are_what_did_not_arrive_as_it_was_sent(seen, found):
    assert differences(POST, seen) == found


def test_post_that_answers_another_than_it_was_to_is_in_the_wrong_place():
    answer = replace(POST, answers="1")

    assert differences(answer, but(answers="2")) == (Difference("place in the thread", "1", "2"),)
    assert differences(answer, but(answers="1")) == ()
    assert differences(answer, but(answers=None)) == ()


BEES = Card("https://garden.gov.uk/bees", "Bees", "Where they live", ONE)


@pytest.mark.parametrize(
    ("pictures", "shown", "found"),
    [
        ((), None, ()),
        ((), SeenCard("https://garden.gov.uk/bees", "Bees"), ()),
        ((), SeenCard(), (Difference("page that is shown", BEES.address, ""),)),
        (
            (),
            SeenCard("https://b.example", "Bees"),
            (Difference("page that is shown", BEES.address, "https://b.example"),),
        ),
        (
            (),
            SeenCard(BEES.address, "Wasps"),
            (Difference("title of the page that is shown", "Bees", "Wasps"),),
        ),
        # A post with pictures of its own shows no page.
        (POST.pictures, SeenCard(), ()),
        (
            POST.pictures,
            SeenCard(BEES.address, "Bees"),
            (Difference("page that is shown", "", BEES.address),),
        ),
    ],
    ids=str,
)
def test_page_that_is_shown_beside_the_words_is_compared_where_the_network_tells(
    pictures, shown, found
):
    post = replace(POST, pictures=pictures, card=BEES)
    seen = but(pictures=AS_SENT.pictures if pictures else (), card=shown)

    assert differences(post, seen) == found


def test_connectors_are_found_by_name():
    assert find("practice") is Practice
    assert find("bluesky") is Bluesky
    assert {"practice", "bluesky"} <= all_connectors().keys()


def test_network_that_is_not_installed_is_named():
    with pytest.raises(UnknownNetworkError, match="pixelpost"):
        find("pixelpost")


def test_no_more_rights_are_asked_for_than_pages_use():
    asked = {
        name: list(connector.rights())
        for name, connector in all_connectors().items()
        if issubclass(connector, AsksLeave)
    }

    assert asked == RIGHTS
