"""What stands in the DNS beside addresses, asked of a real server on this machine."""

import pytest

from tabard.common.nameserver import answering
from tabard.common.texts import NoAnswerError, ask_texts


@pytest.fixture
def names(monkeypatch):
    known = {"_atproto.roads.test": ["did=one", "v=spf1 -all"], "long.test": ["a" * 300]}
    with answering(lambda name: known.get(name, [])) as place:
        monkeypatch.setenv("TABARD_DNS", place)
        yield known


@pytest.mark.usefixtures("names")
def test_texts_of_a_name_are_given_whatever_its_capitals():
    assert sorted(ask_texts("_atproto.Roads.test")) == ["did=one", "v=spf1 -all"]


@pytest.mark.usefixtures("names")
def test_name_that_is_not_there_has_no_texts():
    assert ask_texts("_atproto.parks.test") == []


@pytest.mark.usefixtures("names")
def test_text_in_several_pieces_is_one():
    assert ask_texts("long.test") == ["a" * 300]


def test_dns_that_does_not_answer_says_nothing_of_the_name(monkeypatch):
    monkeypatch.setattr("tabard.common.texts.PATIENCE", 0.2)
    monkeypatch.setenv("TABARD_DNS", "127.0.0.1:1")

    with pytest.raises(NoAnswerError, match=r"nothing of roads\.test"):
        ask_texts("roads.test")


def test_name_that_is_none_says_nothing(monkeypatch):
    monkeypatch.setenv("TABARD_DNS", "127.0.0.1:1")

    with pytest.raises(NoAnswerError):
        ask_texts(f"{'a' * 64}.test")
