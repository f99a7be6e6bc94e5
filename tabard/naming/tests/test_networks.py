"""What a network lets an account be called."""

import pytest

from tabard.naming.networks import RULES, are_the_same, label_of, problem_with

LABEL = "a" * 63
NO_ADDRESS = "A handle on Bluesky is an address, such as name.council.gov.uk."
NO_SERVER = "Behind the name stands its server, such as name@social.council.gov.uk."


@pytest.mark.parametrize(
    ("network", "handle"),
    [
        ("x", "ada1"),
        ("x", "Ada_Libraries_1"),
        ("instagram", "a"),
        ("instagram", "ada.libraries_"),
        ("instagram", "a" * 30),
        ("facebook", "ada.l"),
        ("facebook", "a" * 50),
        ("pinterest", "ada"),
        ("pinterest", "a" * 30),
        ("linkedin", "ada-libraries"),
        ("linkedin", "a" * 100),
        ("mastodon", "a"),
        ("mastodon", "Ada_" + "a" * 26),
        ("mastodon", "@ada@social.council.gov.uk"),
        ("bluesky", "ada.council.gov.uk"),
        ("bluesky", f"{LABEL}.bsky.social"),
        ("practice", "ada"),
        ("practice", "ada_libraries_" + "1" * 16),
        ("pixelpost", "@nything-at.all"),
        ("pixelpost", "a" * 253),
    ],
)
def test_a_handle_that_the_network_takes_has_no_problem(network: str, handle: str):
    assert problem_with(handle, network) == ""


@pytest.mark.parametrize(
    ("network", "handle", "why"),
    [
        ("x", "ada", "It has 3 characters, and X needs at least 4."),
        ("x", "stevehillSurreyCouncil", "It has 22 characters, and X allows 15."),
        ("x", "ada-libraries", "X allows letters, numbers and underscores only."),
        ("x", "ada_on_TWITTER", "X keeps the words Twitter and Admin for itself."),
        ("x", "ad\u0430_libraries", "X allows letters, numbers and underscores only."),
        ("instagram", "a" * 31, "It has 31 characters, and Instagram allows 30."),
        ("instagram", ".ada", "A full stop must not stand at the beginning or the end."),
        ("instagram", "ada.", "A full stop must not stand at the beginning or the end."),
        ("instagram", "ada..l", "Two full stops must not stand together."),
        ("instagram", "12345", "It needs at least one letter."),
        ("facebook", "ada1", "It has 4 characters, and Facebook needs at least 5."),
        ("facebook", "ada_libraries", "Facebook allows letters, numbers and full stops only."),
        ("facebook", "ada..lib", "A full stop must stand between letters or numbers."),
        ("facebook", "libraries.com", "It must not end like an address of the web."),
        ("facebook", "123456", "It needs at least one letter."),
        ("pinterest", "ad", "It has 2 characters, and Pinterest needs at least 3."),
        ("pinterest", "_ada", "An underscore must stand between letters or numbers."),
        ("linkedin", "ad", "It has 2 characters, and LinkedIn needs at least 3."),
        ("linkedin", "ada-LinkedIn", "LinkedIn keeps its own name for itself."),
        ("linkedin", "ada--l", "A hyphen must stand between letters or numbers."),
        ("mastodon", "a" * 31, "It has 31 characters, and Mastodon allows 30."),
        ("mastodon", "", "It has 0 characters, and Mastodon needs at least 1."),
        ("mastodon", "ada@", NO_SERVER),
        ("mastodon", "ada@social", NO_SERVER),
        ("mastodon", "ada@social.example@social.example", NO_SERVER),
        ("bluesky", "ada", NO_ADDRESS),
        (
            "bluesky",
            "-ada.example",
            NO_ADDRESS,
        ),
        ("bluesky", f"a{LABEL}.example", "It has 64 characters, and Bluesky allows 63."),
        ("bluesky", "ada_l.example", "Bluesky allows letters, numbers and hyphens only."),
        (
            "bluesky",
            f"{LABEL}.{LABEL}.{LABEL}.{LABEL}.uk",
            NO_ADDRESS,
        ),
        (
            "practice",
            "Ada_L",
            "The practice network allows small letters, numbers and underscores only.",
        ),
        ("practice", "ada at work", "A handle has no spaces."),
        ("pixelpost", "ada at work", "A handle has no spaces."),
        ("pixelpost", "a" * 254, "It has 254 characters, and 253 are the most anywhere."),
    ],
)
def test_a_handle_that_the_network_refuses_is_told_why(network: str, handle: str, why: str):
    assert problem_with(handle, network) == why


@pytest.mark.parametrize("network", RULES)
def test_what_parts_words_is_a_sign_of_the_network(network: str):
    rule = RULES[network]
    handle = rule.joiners[:1].join(["ada", "libraries"])

    assert problem_with(f"{handle}.council.test" if rule.in_domain else handle, network) == ""


@pytest.mark.parametrize(
    ("one", "other", "network"),
    [
        ("ada", "@Ada", "practice"),
        ("ada", "ada@social.example", "mastodon"),
        ("@ada@social.example", " ada@Social.example", "mastodon"),
        ("ada.council.test", "ada.council.test", "bluesky"),
        ("ada", "Ada", "pixelpost"),
    ],
)
def test_ways_of_writing_one_handle_are_the_same(one: str, other: str, network: str):
    assert are_the_same(one, other, network)
    assert are_the_same(other, one, network)


@pytest.mark.parametrize(
    ("one", "other", "network"),
    [
        ("ada", "ada1", "practice"),
        ("ada", "ada1@social.example", "mastodon"),
        ("ada@social.example", "ada@another.example", "mastodon"),
        ("ada.council.test", "ada.another.test", "bluesky"),
        ("ada@one", "ada@two", "pixelpost"),
    ],
)
def test_handles_of_two_accounts_are_not_the_same(one: str, other: str, network: str):
    assert not are_the_same(one, other, network)
    assert not are_the_same(other, one, network)


def test_accounts_on_one_server_are_told_apart_by_what_stands_before_it():
    assert label_of("@ada@social.example", "mastodon") == "ada"
    assert label_of("ada", "mastodon") == "ada"
    assert label_of("@ada@social.example", "pixelpost") == "ada@social.example"


def test_accounts_on_one_host_are_told_apart_by_their_first_label():
    assert RULES["bluesky"].label_of("ada.council.gov.uk") == "ada"
    assert RULES["facebook"].label_of("ada.libraries") == "ada.libraries"
