"""Who may write, submit and review, and what a network takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tabard.accounts.models import Account
from tabard.common.rules import Refused
from tabard.composing import rules
from tabard.composing.models import Message, MessageState, Picture, Version
from tabard.people.models import Person

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
AUTHOR = Person(pk=1)
OTHER = Person(pk=2)
REVIEWER = Person(pk=3, roles=["reviewer"])
PROGRAMME = Person(pk=4, roles=["programme_team"])
OVERSIGHT = Person(pk=5, roles=["oversight_officer"])
OTHERS = Person(pk=6, roles=["administrator", "duty_officer", "evaluator"])
ACCOUNT = Account(pk=1, network="practice", handle="ada")


def message(**differs: Any) -> Message:
    told: dict[str, Any] = {"author": AUTHOR, "words": "Hello", "state": MessageState.WRITING}
    return Message(**(told | differs))


def why(refusal: Refused | None) -> str | None:
    return refusal.why if refusal else None


@pytest.mark.parametrize("person", [REVIEWER, PROGRAMME, OVERSIGHT])
@pytest.mark.parametrize(
    ("state", "submitted_at", "expected"),
    [
        ("writing", None, "This post is with its author, who is still writing it."),
        ("writing", NOW, "This post is with its author, who is still writing it."),
        ("waiting", NOW, None),
        ("approved", NOW, None),
        ("withdrawn", NOW, None),
        ("withdrawn", None, "This post is with its author, who is still writing it."),
    ],
)
def test_those_who_review_and_oversee_see_what_was_handed_in(
    person: Person, state: str, submitted_at: datetime | None, expected: str | None
):
    found = rules.may_see(person, message(state=state, submitted_at=submitted_at))

    assert why(found) == expected


@pytest.mark.parametrize("person", [OTHER, OTHERS])
def test_other_people_see_nothing(person: Person):
    found = rules.may_see(person, message(state="waiting", submitted_at=NOW))

    assert why(found) == "Only its author and the people who review it can see this post."


@pytest.mark.parametrize("state", MessageState)
def test_author_sees_their_own_message_always(state: MessageState):
    assert rules.may_see(AUTHOR, message(state=state)) is None


@pytest.mark.parametrize(
    ("person", "state", "expected"),
    [
        (AUTHOR, "writing", None),
        (REVIEWER, "writing", "Only the person who wrote a post can change it."),
        (
            AUTHOR,
            "waiting",
            "This post is no longer being written. Take it back first to change it.",
        ),
        (
            AUTHOR,
            "approved",
            "This post is no longer being written. Take it back first to change it.",
        ),
    ],
)
def test_only_the_author_changes_and_only_while_writing(
    person: Person, state: str, expected: str | None
):
    assert why(rules.may_change(person, message(state=state))) == expected


def test_only_the_author_takes_back():
    assert rules.may_take_back(AUTHOR, message()) is None
    assert why(rules.may_take_back(PROGRAMME, message())) == (
        "Only the person who wrote a post can take it back."
    )


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (REVIEWER, None),
        (PROGRAMME, None),
        (OVERSIGHT, "Only a trained reviewer can approve a post."),
        (AUTHOR, "Only a trained reviewer can approve a post."),
    ],
)
def test_reviewers_approve(person: Person, expected: str | None):
    assert why(rules.may_review(person)) == expected
    assert why(rules.may_approve(person, message())) == expected


def test_reviewer_does_not_approve_their_own_words():
    found = rules.may_approve(REVIEWER, message(author=REVIEWER))

    assert why(found) == "Somebody else has to check your own post."


@pytest.mark.parametrize(
    ("person", "said", "expected"),
    [
        (REVIEWER, "Say where.", None),
        (REVIEWER, " \n", "Say what has to change, so that the author knows what to do."),
        (OTHER, "Say where.", "Only a trained reviewer can approve a post."),
    ],
)
def test_reviewer_sends_back_with_words(person: Person, said: str, expected: str | None):
    assert why(rules.may_send_back(person, message(), said)) == expected


def test_message_says_or_shows_something():
    assert rules.says_something("Hello", has_pictures=False) is None
    assert rules.says_something(" ", has_pictures=True) is None
    assert why(rules.says_something(" \n", has_pictures=False)) == "Enter what you want to say"


def test_message_goes_somewhere():
    assert rules.goes_somewhere([ACCOUNT]) is None
    assert why(rules.goes_somewhere([])) == "Choose at least one account for this post"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"alt": "A van.", "people": "nobody"}, None),
        ({"alt": "A queue.", "people": "adults", "consent": "In SharePoint."}, None),
        ({"is_decorative": True, "why_decorative": "A pattern.", "people": "nobody"}, None),
        ({"alt": " ", "people": "nobody"}, "Describe the picture for people who do not see it"),
        (
            {"alt": "A van.", "is_decorative": True, "why_decorative": "A pattern."},
            "Delete the description, or do not call the picture decorative",
        ),
        (
            {"is_decorative": True, "why_decorative": " ", "people": "nobody"},
            "Say why the picture needs no description",
        ),
        ({"alt": "A van."}, "Say whether people can be recognised in the picture"),
        (
            {"alt": "A queue.", "people": "children", "consent": " "},
            "Say where the consent of the people in the picture is recorded",
        ),
        (
            {"alt": "A queue.", "people": "adults"},
            "Say where the consent of the people in the picture is recorded",
        ),
    ],
)
def test_picture_has_its_words_or_a_reason_and_an_answer_about_people(
    said: dict[str, Any], expected: str | None
):
    assert why(rules.lacks_words_or_answer([Picture(**said)])) == expected


def test_without_a_picture_nothing_is_asked_about_it():
    assert rules.lacks_words_or_answer([]) is None


def test_of_several_pictures_the_first_that_lacks_something_is_named():
    whole = Picture(alt="A van.", people="nobody")
    lacking = [Picture(alt="A bus.", people="adults"), Picture()]

    assert why(rules.lacks_words_or_answer([whole, *lacking])) == (
        "Say where the consent of the people in picture 2 is recorded"
    )
    assert rules.lacks_words_or_answer([whole, whole]) is None


def test_pictures_are_as_many_as_any_network_takes():
    assert rules.are_not_too_many(20) is None
    assert why(rules.are_not_too_many(21)) == "Choose fewer pictures: a post has 20 at most"


@pytest.mark.parametrize(
    ("due_at", "expected"),
    [
        (None, None),
        (NOW + timedelta(seconds=1), None),
        (NOW, "The time for this post must be in the future"),
        (NOW + timedelta(days=366), None),
        (
            NOW + timedelta(days=366, seconds=1),
            "The time for this post must be within a year from now",
        ),
        (
            datetime(9999, 12, 31, tzinfo=UTC),
            "The time for this post must be within a year from now",
        ),
    ],
)
def test_message_is_handed_in_before_its_time(due_at: datetime | None, expected: str | None):
    assert why(rules.is_in_time(due_at, NOW)) == expected


@pytest.mark.parametrize(
    ("submitted_at", "read_at", "is_read"),
    [
        (NOW, NOW, True),
        (NOW, NOW - timedelta(microseconds=1), False),
        (NOW, None, False),
        # A moment without its zone is no answer.
        (NOW, NOW.replace(tzinfo=None), False),
        (None, None, False),
        (None, NOW, False),
    ],
)
def test_only_what_was_read_is_decided_about(
    submitted_at: datetime | None,
    read_at: datetime | None,
    is_read: bool,  # noqa: FBT001 - a parameter of the test
):
    found = why(rules.is_what_was_read(message(submitted_at=submitted_at), read_at))

    changed = "The author has changed this post since you opened it. Read it again."
    assert found == (None if is_read else changed)


@pytest.mark.parametrize(
    ("network", "words", "expected"),
    [
        ("practice", "x" * 500, None),
        (
            "practice",
            "x" * 501,
            "Cut 1 character: Practice network takes 500 at most, or split it into a thread",
        ),
        ("bluesky", "x" * 300, None),
        (
            "bluesky",
            "x" * 312,
            "Cut 12 characters: Bluesky takes 300 at most, or split it into a thread",
        ),
        # A family of four counts once, as readers count it.
        ("bluesky", "👩‍👩‍👧‍👦" * 60, None),
        ("gone", "x", "Tabard cannot reach gone now, so take it out"),
    ],
)
def test_words_fit_as_each_network_counts(network: str, words: str, expected: str | None):
    assert why(rules.fits(words, network)) == expected


@pytest.mark.parametrize(
    ("network", "has_pictures", "expected"),
    [
        ("pinterest", False, "Add a picture: Pinterest takes no post without one"),
        ("pinterest", True, None),
        ("practice", False, None),
        ("gone", False, None),
    ],
)
def test_a_network_of_pictures_wants_one(network: str, expected: str | None, *, has_pictures: bool):
    assert why(rules.has_its_picture(network, has_pictures=has_pictures)) == expected


@pytest.mark.parametrize(
    ("differs", "accounts", "held", "expected"),
    [
        ({}, [ACCOUNT], [ACCOUNT], None),
        ({"words": ""}, [ACCOUNT], [ACCOUNT], "Enter what you want to say"),
        ({}, [], [ACCOUNT], "Choose at least one account for this post"),
        (
            {"pictures": [Picture(blob_id="abc")]},
            [ACCOUNT],
            [ACCOUNT],
            "Describe the picture for people who do not see it",
        ),
        ({"due_at": NOW}, [ACCOUNT], [ACCOUNT], "The time for this post must be in the future"),
        ({}, [ACCOUNT], [], "You no longer hold @ada, so take it out"),
        (
            {"words": "x" * 501},
            [ACCOUNT],
            [ACCOUNT],
            "Cut 1 character: Practice network takes 500 at most, or split it into a thread",
        ),
    ],
)
def test_message_is_handed_in_whole(
    differs: dict[str, Any], accounts: list[Account], held: list[Account], expected: str | None
):
    pictures = differs.get("pictures", [])
    written = message(**{name: it for name, it in differs.items() if name != "pictures"})
    versions = [Version(message=written, account=one) for one in accounts]

    assert why(rules.may_go(written, versions, pictures, held, NOW)) == expected


def test_what_is_said_differently_has_to_fit_as_well():
    long = Version(message=message(), account=ACCOUNT, own_words="x" * 501)
    short = Version(message=message(words="x" * 501), account=ACCOUNT, own_words="Short.")

    assert why(rules.may_go(long.message, [long], [], [ACCOUNT], NOW)) == (
        "Cut 1 character: Practice network takes 500 at most, or split it into a thread"
    )
    assert rules.may_go(short.message, [short], [], [ACCOUNT], NOW) is None


def test_described_picture_alone_is_a_message():
    shown = Picture(blob_id="abc", alt="A van.", people="nobody")
    version = Version(message=message(words=""), account=ACCOUNT)

    assert rules.may_go(version.message, [version], [shown], [ACCOUNT], NOW) is None
