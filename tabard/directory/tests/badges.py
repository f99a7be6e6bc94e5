"""Badges for tests: of somebody usual, and of anybody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from tabard.directory.queries.badges import Badge, Profile

PAGE = "https://tabard.exampleton.example/directory/people/12/"
USUAL = Badge(
    first_name="Sam",
    last_name="Okafor",
    job_title="Mobile Library Officer",
    service="Libraries",
    council="Exampleton County Council",
    short_name="Exampleton",
    email="sam.okafor@exampleton.example",
    purpose="I drive the mobile library. I say where it stops, and what is new on board.",
    profiles=(Profile("Bluesky", "@sam.example", "https://bsky.app/profile/sam.example"),),
    page=PAGE,
    since=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    until=date(2027, 3, 1),
)


def badge(**differs: Any) -> Badge:
    """Give a badge that differs from the usual one."""
    return replace(USUAL, **differs)


# Whatever the database holds: no surrogates and no NUL, but everything else that people paste.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
HOST = st.from_regex(r"[a-z]{1,60}(\.[a-z]{1,60}){1,3}", fullmatch=True)
ANYBODY = st.builds(
    badge,
    first_name=ANYTHING,
    last_name=ANYTHING,
    job_title=ANYTHING | ANYTHING.map(lambda words: words * 30),
    service=ANYTHING,
    council=ANYTHING | ANYTHING.map(lambda words: words * 20),
    short_name=ANYTHING.map(lambda words: words[:50]),
    purpose=ANYTHING,
    page=HOST.map(lambda host: f"https://{host}/directory/people/1234567/"),
)
