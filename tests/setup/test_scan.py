"""What must never be in the repository is found before it is."""

import pytest

from scripts import scan


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("-----BEGIN EC PRIVATE" + " KEY-----", "a private key"),
        ("token = 'ghp" + "_0123456789abcdefghij'", "an access token"),
        ("eyJhbGciOiJI" + "UzI1.eyJzdWIiOiIx" + "MjM0.SflKxwRJSMeKKF2", "a signed token"),
        ("open('/hom" + "e/tess/notes')", "somebody's home folder"),
        ("'resolved': 'https://registry.npm" + "js.org/x'", "a registry's address"),
        ("# TO" + "DO: later", "unfinished work"),
    ],
)
def test_what_must_never_be_there_is_found(line, what):
    assert scan.found_in(f"fine\n{line}\n") == [(2, what)]


@pytest.mark.parametrize("line", ["tabard/home/views.py", "a mastodon", "GET /home/ HTTP/1.1"])
def test_what_only_looks_like_it_is_left_alone(line):
    assert scan.found_in(line) == []


def test_the_scan_finds_nothing_in_itself():
    assert scan.found_in((scan.PROJECT / "scripts" / "scan.py").read_text()) == []
