"""What is longer than any network takes is said not to have been checked."""

from tabard.checks.api import LONGEST, Checks, Facts, Text, Written, all_checks
from tabard.checks.plain.length import Length


def test_from_where_on_it_was_not_checked_is_said():
    (found,) = Length(Facts()).look(Written(Text("a" * (LONGEST + 5))))

    assert (found.kind, found.start, found.end) == ("not_read", LONGEST, LONGEST + 5)


def test_what_a_network_takes_is_checked_in_full():
    assert list(Length(Facts()).look(Written(Text("a" * LONGEST)))) == []


def test_ten_megabytes_are_looked_at_by_every_check():
    words = "jane@gmail.com, 07700 900123! " * 350_000

    looked = Checks.of(Facts()).look(Written(Text(words)))

    assert (len(words) > 10_000_000, looked.could_not) == (True, ())
    assert {"email", "phone", "not_read"} <= {one.kind for one in looked.findings}
    assert len(all_checks()) > 30
