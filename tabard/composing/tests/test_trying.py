"""A change of what is set of the checks is tried on past posts before it holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.composing.models import Finding, MessageState
from tabard.composing.settings import (
    ALLOWED,
    CASE_REFERENCES,
    CHECK_LEVELS,
    CHECKS_OFF,
    MOST_PARTS,
    OWN_NUMBERS,
    PHRASES,
    PUBLIC_REFERENCES,
    SWEARWORDS,
)
from tabard.composing.work import look, trying
from tabard.composing.work.trying import Outcome, outcome, read_by, said
from tabard.council.settings import UnfitError
from tests import make

pytestmark = pytest.mark.django_db

CALL = "Call Ann on 07700 900123 about the fair."


def handed_in(words: str, *, days_ago: int = 1, **differs: Any):
    made = make.waiting_message(words=words, **differs)
    made.submitted_at = timezone.now() - timedelta(days=days_ago)
    made.save(update_fields=["submitted_at"])
    return made


def test_an_own_number_would_no_longer_be_noticed():
    post = handed_in(CALL)
    handed_in("The mobile library stops at Oakford.")

    found = outcome(OWN_NUMBERS, ["07700 900123"])

    assert (found.posts, dict(found.gone), dict(found.added)) == (2, {"phone": 1}, {})
    assert found.about == [post]


def test_a_check_that_is_switched_off_says_nothing_more():
    handed_in(CALL)

    assert outcome(CHECKS_OFF, ["phone"]).gone["phone"] == 1


def test_a_check_that_is_switched_on_again_says_what_it_would_have_said():
    handed_in(CALL)
    make.chosen(CHECKS_OFF, ["phone"])

    assert outcome(CHECKS_OFF, []).added["phone"] == 1


def test_a_check_that_is_taken_more_seriously_says_the_same_at_another_level():
    handed_in(CALL)
    level = next(one for one in look(CALL, networks=[]) if one.finding.check == "phone")

    found = outcome(CHECK_LEVELS, ["phone = stop"])

    assert dict(found.levels) == {("phone", str(level.finding.level), "stop"): 1}
    assert (dict(found.added), dict(found.gone)) == ({}, {})


def test_a_phrase_is_noticed_wherever_it_was_written():
    handed_in("Take it to the tip.")
    handed_in("Two things for the tip, and one tip for you.")

    found = outcome(PHRASES, ["tip | Residents say recycling centre | Write that"])

    assert sum(found.added.values()) >= 2
    assert len(found.about) == 2


def test_nothing_is_kept_and_nothing_holds():
    handed_in(CALL)

    outcome(CHECKS_OFF, ["phone"])

    assert CHECKS_OFF.value == []
    assert not Finding.objects.exists()


def test_drafts_what_was_withdrawn_and_older_posts_are_not_looked_at():
    make.message(words=CALL)
    handed_in(CALL, days_ago=31)
    withdrawn = handed_in(CALL)
    withdrawn.state = MessageState.WITHDRAWN
    withdrawn.save(update_fields=["state"])

    assert outcome(CHECKS_OFF, ["phone"]) == Outcome()


def test_of_very_many_posts_the_newest_are_looked_at(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(trying, "MOST_POSTS", 2)
    author = make.author()
    for days_ago in (1, 2, 3):
        handed_in(CALL, days_ago=days_ago, by=author)

    found = outcome(CHECKS_OFF, ["phone"])

    assert (found.posts, found.is_cut, found.gone["phone"]) == (2, True, 2)
    assert "Tried on the newest 2 posts, handed in" in said(found)


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_posts_take_as_many_queries(how_many: int, django_assert_num_queries):
    author = make.author()
    for _ in range(how_many):
        handed_in(CALL, by=author)

    with django_assert_num_queries(11):
        outcome(CHECKS_OFF, ["phone"])


def test_only_checks_that_ask_for_a_fact_are_asked_again():
    assert "phone" in [name for name in ("phone", "emoji") if "numbers" in read_by(name)]
    assert read_by("emoji") == frozenset()


# In words


def test_it_says_that_nothing_was_handed_in():
    assert "No post was handed in within the last 30 days." in said(Outcome())


def test_it_says_that_it_would_make_no_difference():
    handed_in("The mobile library stops at Oakford.")

    assert "It would have made no difference." in said(outcome(CHECKS_OFF, ["phone"]))


def test_more_posts_than_are_shown_are_counted():
    author = make.author()
    posts = [handed_in(CALL, by=author) for _ in range(12)]

    told = said(outcome(CHECKS_OFF, ["phone"]))

    assert told.count("<a ") == 10
    assert "and 2 more" in told
    assert f"post {posts[-1].pk}</a>" in told


# On the page


def tried(value: str, setting: Any = CHECKS_OFF, seen: str = "[]") -> str:
    client = Client()
    client.force_login(make.administrator())
    address = reverse("council:setting", args=[setting.key])
    return client.post(address, {"value": value, "seen": seen, "try": "past"}).text


def test_the_page_of_a_setting_shows_what_came_of_trying_it():
    handed_in(CALL)

    page = tried("phone")

    assert "Tried on 1 post, handed in within the last 30 days" in page
    assert "1 would no longer be noticed" in page
    assert "Nothing is saved yet." in page
    assert CHECKS_OFF.value == []


def test_trying_is_offered_where_checks_are_told_of_something_and_nowhere_else():
    client = Client()
    client.force_login(make.administrator())
    pages = [
        client.get(reverse("council:setting", args=[one.key])).text
        for one in (CHECKS_OFF, MOST_PARTS)
    ]

    assert ["Try it on past posts" in page for page in pages] == [True, False]


def test_what_does_not_fit_is_not_tried():
    handed_in(CALL)

    page = tried("emial")

    assert "There is no check “emial”" in page
    assert "last 30 days" not in page


def test_an_administrator_reads_nothing_of_the_posts():
    handed_in("Call the quaint octopus on 07700 900123.")

    page = tried("phone")

    assert "octopus" not in page
    assert "900123" not in page


# What a council adds


def checks_of(words: str) -> set[str]:
    return {one.finding.check for one in trying_now(words)}


def trying_now(words: str):
    from tabard.composing.work.checking import make_checking  # noqa: PLC0415 - made anew each time

    return make_checking().look(words, networks=[], at=None)


def test_swearwords_and_words_that_are_allowed_are_the_councils():
    make.chosen(SWEARWORDS, ["flibbert = stop"])
    assert "profanity" in checks_of("What a flibbert.")

    make.chosen(ALLOWED, ["flibbert"])
    assert "profanity" not in checks_of("What a flibbert.")


def test_references_are_private_or_public_as_the_council_says():
    make.chosen(CASE_REFERENCES, ["QX[0-9]{3}"])
    assert "case_reference" in checks_of("We looked at QX123 today.")

    make.chosen(PUBLIC_REFERENCES, ["QX1[0-9]+"])
    assert "case_reference" not in checks_of("We looked at QX123 today.")
    assert "case_reference" in checks_of("We looked at QX923 today.")


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        (CASE_REFERENCES, ["(a"], "This expression cannot be run"),
        (PUBLIC_REFERENCES, ["(?<=a)b"], "This expression cannot be run"),
        (SWEARWORDS, ["flibbert"], "Write the word, then = and one of advice, warning, stop"),
        (SWEARWORDS, ["= stop"], "Write the word"),
    ],
)
def test_what_cannot_be_used_is_explained(setting: Any, value: list[str], told: str):
    with pytest.raises(UnfitError) as refused:
        setting.fit(value)

    assert told in str(refused.value)
