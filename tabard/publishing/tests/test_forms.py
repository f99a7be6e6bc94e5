"""What is asked before a post is taken down, and how a list is narrowed."""

import pytest

from tabard.publishing.forms import StateForm, TakeDownForm


def test_author_need_not_say_why():
    form = TakeDownForm({"reason": ""}, by_author=True)

    assert form.is_valid()
    assert form["reason"].label == "Why are you taking it down?"


def test_oversight_officer_has_to_name_the_danger():
    form = TakeDownForm({"reason": " "}, by_author=False)

    assert form.errors == {
        "reason": ["Say what the danger is. The author sees your reason at once."]
    }
    assert form["reason"].label == "What is the danger?"


def test_reason_has_an_end():
    form = TakeDownForm({"reason": "x" * 2001}, by_author=True)

    assert form.errors == {"reason": ["Your reason must be 2000 characters or fewer"]}


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [("", ""), ("confirmed", "confirmed"), ("waiting", "waiting"), ("nonsense", "")],
)
def test_list_is_narrowed_to_a_state_that_there_is(asked: str, chosen: str):
    assert StateForm({"state": asked}).chosen() == chosen


def test_list_is_whole_when_nothing_is_asked():
    assert StateForm({}).chosen() == ""
