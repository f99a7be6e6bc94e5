"""What a council can set of notices and e-mails."""

from datetime import date

import pytest

from tabard.council.settings import ALL, Template, UnfitError
from tabard.notices.settings import DAYS_OFF, days_in
from tabard.notices.work import TOLD
from tabard.notices.work.words import ASKED, WORDS
from tabard.record.queries import SENTENCES


def test_days_off_are_written_out():
    assert days_in(["25 December 2026", "1 January 2027"]) == {
        date(2026, 12, 25),
        date(2027, 1, 1),
    }


@pytest.mark.parametrize("line", ["25.12.2026", "Christmas", "31 April 2027", "1 Janvier 2027"])
def test_what_is_no_day_is_refused_by_its_words(line: str):
    with pytest.raises(UnfitError, match=f"“{line}” is not one"):
        DAYS_OFF.fit(["25 December 2026", line])


@pytest.mark.parametrize("kind", TOLD)
def test_every_kind_of_notice_has_words_that_a_council_can_change(kind: str):
    words = WORDS[kind]

    assert ALL[words.key] is words
    assert words.default == ASKED.get(kind, SENTENCES[kind])
    assert not words.example(words.default)[0].islower()


@pytest.mark.parametrize(
    "setting", [one for one in ALL.values() if one.key.startswith("notices.")], ids=repr
)
def test_every_text_shows_an_example_without_places(setting):
    if isinstance(setting, Template):
        assert "{" not in setting.example(setting.default)


def test_a_place_that_a_sentence_does_not_have_is_refused():
    with pytest.raises(UnfitError, match=r"\{why\} is not known here"):
        WORDS["message approved"].fit("{by} approved it: {why}")
