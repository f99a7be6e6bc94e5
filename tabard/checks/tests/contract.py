"""What every check has to do right, whatever it looks for: inherit this in its test.

What is to be noticed stands between ⟦ and ⟧ in `noticed`, beside its kind.
"""

import re
from collections.abc import Mapping, Sequence
from time import process_time
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import Check, Checks, Facts, Finding, Text, Written

MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)
# Eight times the text takes eight times as long, or 64 times if the time grows with its square.
TOO_MUCH_MORE = 32
LONG, FLOOR = 16_384, 0.01
REPEATED = (
    *("a", "1", "@", ".", " ", "a@", "a.", "1 ", "1-", "a b ", "A1 ", "0", "07", "(", "#A", "x@y."),
    *("\u200b", "e\u0301", "\U0001f468\u200d", "\n", "at ", "dot ", "Flat 1, ", "born ", "http://"),
    *("!", "?", "AB12 ", "12 High Street ", "the ", "we will ", "-", "'", "I'm ", "ABCDEFGH "),
    *("O'", "AB'C "),
)


class CheckContract:
    """The test of one check: what it notices, what it leaves alone, and all else by itself."""

    check: ClassVar[type[Check]]
    facts: ClassVar[Facts] = Facts()
    noticed: ClassVar[Mapping[str, str | Sequence[str]]]
    left_alone: ClassVar[Sequence[str]]
    # A family, a flag and a ligature.
    before: ClassVar[str] = (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7 \ufb01ne. "
    )

    def look(self, words: str) -> list[Finding]:
        """Ask the check of some words."""
        return [*Checks({"it": self.check(self.facts)}).look(Written(Text(words))).findings]

    def found_in(self, words: str) -> list[tuple[str, str]]:
        """Give the kinds, and the words that they are about."""
        return [(one.kind, words[one.start : one.end]) for one in self.look(words)]

    def test_what_is_to_be_noticed_is(self):
        wrong = {}
        for marked, kinds in self.noticed.items():
            words = MARKED.sub(r"\1", marked)
            each = [kinds] * marked.count("⟦") if isinstance(kinds, str) else kinds
            expected = list(zip(each, MARKED.findall(marked), strict=True))
            if (found := self.found_in(words)) != expected:
                wrong[marked] = found

        assert wrong == {}

    def test_what_is_harmless_is_left_alone(self):
        wrong = {words: found for words in self.left_alone if (found := self.found_in(words))}

        assert wrong == {}

    def test_places_hold_after_signs_of_several_code_points(self):
        before = self.before
        for marked in self.noticed:
            words = MARKED.sub(r"\1", marked)
            alone = [one for one in self.found_in(words) if one[1] != words]

            assert [one for one in self.found_in(before + words) if one in alone] == alone

    def test_any_text_can_be_looked_at(self):
        @given(st.text(st.characters(), max_size=300))
        def holds(words: str) -> None:
            for one in self.look(words):
                assert 0 <= one.start <= one.end <= len(words)
                assert 0 <= one.sure <= 1
                assert (one.kind.strip(), one.why[-1], one.what_to_do[-1]) == (one.kind, ".", ".")

        holds()

    def test_time_grows_with_the_text_and_not_faster(self):
        slow, check = {}, self.check(self.facts)
        for piece in (*REPEATED, *(MARKED.sub(r"\1", marked) for marked in self.noticed)):
            words = (piece * LONG)[:LONG]
            short, long = time_of(check, words[: LONG // 8]), time_of(check, words)
            if long > TOO_MUCH_MORE * max(short, FLOOR):
                slow[piece] = (short, long)

        assert slow == {}


def time_of(check: Check, words: str) -> float:
    """Measure how long a check works on some words, at best: something else may come between."""
    text = Text(words)

    def once() -> float:
        began = process_time()
        list(check.look(Written(text)))
        return process_time() - began

    return min(once(), once())
