"""Links are read as people mean them, without the full stop of the sentence."""

from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import Text
from tabard.checks.links.addresses import belongs, links


def test_where_a_link_ends_and_what_it_says():
    words = "See https://Example.org/a_(b)?x=1, (www.example.org/c). HTTP://[::1 file://a/b"

    assert [(one.address, one.scheme, one.host, one.asked) for one in links(Text(words))] == [
        ("https://Example.org/a_(b)?x=1", "https", "example.org", [("x", "1")]),
        ("www.example.org/c", "", "www.example.org", []),
        ("HTTP://[::1", "http", "", []),
        ("file://a/b", "file", "a", []),
    ]


def test_a_link_of_signs_alone_is_none_to_speak_of():
    assert [one.address for one in links(Text("www....,,,"))] == ["www"]


def test_a_host_belongs_to_its_domain_and_to_no_longer_one():
    assert belongs("a.example.org", "example.org")
    assert belongs("example.org", "example.org")
    assert not belongs("badexample.org", "example.org")


@given(st.text(max_size=60))
def test_any_text_behind_a_link_can_be_read(rest: str):
    for one in links(Text(f"https://{rest}")):
        assert one.place[1] - one.place[0] == len(one.address)
        assert isinstance(one.host, str)
        assert all(len(pair) == len(("name", "value")) for pair in one.asked)
