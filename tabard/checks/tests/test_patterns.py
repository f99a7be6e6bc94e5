"""Expressions that a council writes are run in linear time, or refused with the reason."""

import pytest

from tabard.checks.patterns import Patterns, UnfitPatternError, compiled


def test_they_do_not_mind_capitals_and_know_whole_and_part():
    patterns = Patterns([r"zx\d{3}", "é+"])

    assert list(patterns.places("\U0001f468 ZX123, É")) == [(2, 7), (9, 10)]
    assert (patterns.fits("zX999"), patterns.fits("zx9999")) == (True, False)


def test_what_is_found_nowhere_in_particular_is_not_found():
    assert list(Patterns(["x*"]).places("aaxx")) == [(2, 4)]


@pytest.mark.parametrize("pattern", ["(", r"(a)\1", "(?=a)", "a{1001}", "((a{100}){100}){100}"])
def test_what_cannot_be_run_in_linear_time_is_refused(pattern: str):
    with pytest.raises(UnfitPatternError, match="cannot be run"):
        compiled(pattern)


def test_an_expression_that_would_run_for_ever_does_not():
    assert list(Patterns(["(a+)+$"]).places("a" * 60_000 + "b")) == []
