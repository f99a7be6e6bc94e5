"""Every decision has a number of its own, in its name and in its heading."""

import re

from tabard.config.places import PROJECT

DECISIONS = sorted((PROJECT / "docs" / "decisions").glob("*.md"))


def test_decisions_are_numbered_one_by_one():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_a_decision_carries_its_number_in_its_heading():
    headings = {path.name: path.read_text(encoding="utf-8").split("\n")[0] for path in DECISIONS}

    for name, heading in headings.items():
        assert re.match(rf"# {int(name[:4])}\. ", heading), (name, heading)


def test_a_link_from_one_decision_to_another_arrives():
    links = [
        (path.name, link)
        for path in DECISIONS
        for link in re.findall(r"\]\((\d{4}[^)]*)\)", path.read_text(encoding="utf-8"))
    ]

    assert [link for link in links if not (PROJECT / "docs" / "decisions" / link[1]).exists()] == []
