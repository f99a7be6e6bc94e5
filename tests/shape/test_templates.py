"""No page shows a space before a full stop or a comma, which the lines of a template can leave."""

import re

import pytest

from tabard.config.places import PROJECT

TEMPLATES = sorted(PROJECT.glob("tabard/*/templates/**/*.html"))
# What a space is seen before: a mark that ends a word, and is followed by nothing of one.
MARK = r"[.,;:!?](?=[\s{<]|$)"
FAULTS = {
    "a value or a tag, a space or a new line, and then a mark": rf"[}}%]\}}\s+{MARK}",
    "a word or a value, a space or a new line, and then a mark inside of a condition": (
        rf"[^\s%{{]\s+\{{%\s*(?:if|endif|endfor)[^%]*%\}}{MARK}"
    ),
    "a mark right after what is included, whose last line ends": (
        rf"\{{%\s*include[^%]*%\}}{MARK}"
    ),
}


def faults_in(text: str) -> list[tuple[str, str]]:
    """Give each place in a template that shows a space before a mark, and what is wrong there."""
    return [
        (what, match.group())
        for what, pattern in FAULTS.items()
        for match in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize(
    ("text", "how_many"),
    [
        ("{{ day }}.", 0),
        ("{{ day }}\n  .", 1),
        ("{% endfor %} , and", 1),
        ("60 minutes\n  {% if sent %}, and 75{% endif %}", 1),
        ("60 minutes{% if sent %}, and 75{% endif %}", 0),
        ("{{ minutes }} minutes {% if sent %}.net{% endif %}", 0),
        ("one{% if two %} and {% else %}, {% endif %}", 0),
        ('{% include "where.html" %}. Then', 1),
        ('{% include "where.html" %} Then', 0),
        ("<p>{% if sent %}, {% endif %}", 0),
    ],
)
def test_faults_are_told_from_what_is_well(text: str, how_many: int):
    assert len(faults_in(text)) == how_many


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: str(one.relative_to(PROJECT)))
def test_template_leaves_no_space_before_a_mark(template):
    assert faults_in(template.read_text()) == []
