"""Reading what somebody wrote for signals, with the words that show each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.training.work.scenarios.folders import shared_signals
from tabard.training.work.scenarios.phrases import PhraseError, stands_at, understood
from tabard.training.work.scenarios.scripts import signals_of
from tabard.training.work.scenarios.signals import COUNTED, Reader
from tabard.training.work.scenarios.words import parted

READER = Reader(signals_of(shared_signals(), {}))
LISTS = {
    "day": ["monday", "tomorrow"],
    "we-will": ["we will just?", "^ will", "^ just?"],
    "when": ["<day>", "first thing"],
    "round": ["<round> again"],
    "broken": ["one & two"],
}


def shown(text: str) -> set[str]:
    return set(READER.read(text))


def words_for(signal: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in READER.read(text).get(signal, [])]


class TestWords:
    def test_places_are_those_in_the_text_as_it_was_written(self):
        text = "I can\u2019t \u2013 I won't! 😂"

        words = parted(text)

        assert [word.says for word in words] == ["i", "can", "not", "i", "will", "not", "😂"]
        assert [text[word.start : word.end] for word in words][1:3] == ["can\u2019t"] * 2

    def test_sentences_and_clauses_are_told_apart(self):
        words = parted("No, sorry. It is gone but read")

        assert [(word.says, word.sentence, word.clause) for word in words] == [
            ("no", 0, 0),
            ("sorry", 0, 1),
            ("it", 1, 2),
            ("is", 1, 2),
            ("gone", 1, 2),
            ("but", 1, 3),
            ("read", 1, 3),
        ]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("mum's", ["mum"]),
            ("it's", ["it", "is"]),
            ("we'd", ["we", "would"]),
            ("u r gonna", ["you", "are", "going", "to"]),
            ("4,000 km", ["4,000", "km"]),
            ("press@exampleton.example", ["press@exampleton.example"]),
        ],
    )
    def test_what_is_run_together_or_shortened_is_written_out(self, text, says):
        assert [word.says for word in parted(text)] == says

    @given(st.text())
    def test_every_word_stands_where_it_says(self, text):
        for word in parted(text):
            assert 0 <= word.start < word.end <= len(text)


class TestPhrases:
    @pytest.mark.parametrize(
        ("phrase", "text", "stands"),
        [
            ("mend|fix it", "We are fixing it", True),
            ("mend really? soon", "Mended soon", True),
            ("mend * soon", "Mended by one of us soon", False),
            ("mend * soon", "Mended by us soon", True),
            ("mend ... soon", "Mended by one of us and quite soon", True),
            ("mend * soon", "Mended. Soon", False),
            ("by <day>", "By tomorrow", True),
            ("by <day>|noon", "By noon", True),
            ("=ringing you", "I ring you", False),
            ("=ringing you", "Ringing you", True),
            ("i'm sorry", "I am sorry", True),
            ("can't", "cannot", True),
            ("can't|won't mend", "we won't mend it", True),
            ("city_council|us", "ask the city council", True),
            ("city_council|us", "ask the council", False),
            ("mend & road", "On that road we are mending a hole", True),
            ("mend & road", "We mend it. That road", False),
            ("mend & mend", "We mend it", False),
            ("mend it ?", "Will you mend it?", True),
            ("mend it ?", "can you mend it", True),
            ("mend it ?", "We mend it.", False),
            ("mend it .", "We mend it.", True),
            ("mend it .", "Will you mend it?", False),
            ("^ mend", "Yes, mending it", True),
            ("^ mend", "Do mend it", False),
            ("mend $", "We mend, then rest", True),
            ("mend $", "We mend it", False),
            ("we !mend|fill it", "We see it", True),
            ("we !mend|fill it", "We filled it", False),
            ("~ing!ring it", "Mending it", True),
            ("~ing!ring it", "Ring it", False),
            ("~ing it", "Ring it", True),
            ("<we-will> mend", "We will mend it", True),
            ("<we-will> mend", "We will just mend it", True),
            ("<we-will> mend", "Yes, will mend it", True),
            ("<we-will> mend", "Mending it", True),
            ("<we-will> mend", "You mend it", False),
            ("mend <when>", "Mended first thing", True),
            ("mend <when>|noon", "Mended at noon", False),
            ("mend <when>|noon", "Mended noon", True),
        ],
    )
    def test_phrase_stands_in_a_text_or_does_not(self, phrase, text, stands):
        words = parted(text)

        places = [stands_at(understood(phrase, LISTS), words, at) for at in range(len(words))]

        assert any(places) is stands

    @pytest.mark.parametrize(
        ("phrase", "why"),
        [
            ("", "begin and to end with a word"),
            ("* soon", "begin and to end with a word"),
            ("soon ...", "begin and to end with a word"),
            ("really?", "may be missing"),
            ("by <year>", "no list “year”"),
            ("=can't|won't", "several words"),
            ("mend . soon", "at its end alone"),
            ("by <round>", "in a circle"),
            ("by <broken>", "cannot be read"),
            ("(soon) <", "mean nothing"),
        ],
    )
    def test_phrase_that_cannot_be_read_is_refused(self, phrase, why):
        with pytest.raises(PhraseError, match=why):
            understood(phrase, LISTS)


class TestSignals:
    @pytest.mark.parametrize(
        "text",
        ["I'm sorry", "We apologise", "so sory about that", "im soz", "I can't apologise enough"],
    )
    def test_apology_is_seen(self, text):
        assert "apology" in shown(text)

    @pytest.mark.parametrize(
        "text",
        [
            "I won't say sorry",
            "I am not sorry",
            "Why should we apologise? Never apologise!",
            "Sorry you feel that way",
            "Sorry if you were offended",
            "We apologise for any inconvenience caused",
        ],
    )
    def test_no_apology_is_seen_where_there_is_none(self, text):
        assert "apology" not in shown(text)

    def test_comma_ends_what_a_not_is_about(self):
        assert "apology" in shown("Not great, sorry")

    def test_not_before_hesitate_does_not_turn_round_what_follows(self):
        assert "invites-privately" in shown("Do not hesitate to message us")

    def test_words_that_show_it_are_given(self):
        assert words_for("names-999", "Please ring 999 now") == ["999"]

    def test_misspelt_word_is_taken_for_the_one_that_was_meant(self):
        assert "tells-safeguarding" in shown("im passing it to the childrens saftey team")

    def test_dropped_g_and_drawn_out_letters_are_understood(self):
        assert "tells-safeguarding" in shown("im ringin the duty team")
        assert "apology" in shown("soooorry, so sorrrry")

    def test_word_that_is_right_as_it_stands_is_not_mended(self):
        assert "apology" not in shown("A sorted story")

    @pytest.mark.parametrize(
        ("signal", "text"),
        [
            ("phone-number", "ring 07700 900143"),
            ("phone-number", "+44 7700 900143"),
            ("public-number", "ring 0300 123 4567 or 999"),
            ("email-address", "write to a.b@example.com"),
            ("postcode", "at ex40 9qt"),
            ("home-address", "at 3 Larch Close"),
            ("link", "see www.exampleton.example/roads"),
            ("link", "see exampleton.gov.uk"),
            ("asks", "Why? Because."),
            ("shouts", "WHAT IS THIS SUPPOSED TO BE"),
            ("few-words", "ok then"),
            ("many-words", "word " * 91),
        ],
    )
    def test_what_can_be_counted_is_seen(self, signal, text):
        assert signal in shown(text)

    @pytest.mark.parametrize(
        ("signal", "text"),
        [
            ("phone-number", "ring 0300 123 4567"),
            ("shouts", "OK THEN"),
            ("few-words", ""),
            ("many-words", "word " * 90),
            ("home-address", "20 people came"),
        ],
    )
    def test_what_cannot_be_counted_is_not_seen(self, signal, text):
        assert signal not in shown(text)

    @given(st.text())
    def test_any_text_is_read_twice_alike_and_shows_only_what_stands_in_it(self, text):
        first, again = READER.read(text), READER.read(text)

        assert first == again
        for spans in first.values():
            assert spans == sorted(set(spans))
            assert all(0 <= span.start < span.end <= len(text) for span in spans)

    def test_nothing_is_shown_by_nothing(self):
        assert shown("") == set()
        assert set(COUNTED).isdisjoint(shared_signals()["signals"])
