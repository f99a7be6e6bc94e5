"""The words for the profile on each network: official, within the limit, and leading back to us."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tabard.connectors.counting import graphemes
from tabard.connectors.mastodon import names as mastodon
from tabard.directory.queries.badges import Badge
from tabard.directory.work.words import one_line

BLUESKY_BYTES = 2_560


def code_units(words: str) -> int:
    """Count UTF-16 code units, as browsers do.

    These networks do not say how they count; other ways of counting never come out higher.
    """
    return len(words.encode("utf-16-le", errors="surrogatepass")) // 2


def bluesky(words: str) -> int:
    """Count graphemes, as the lexicon of app.bsky.actor.profile says."""
    return graphemes(words, most=256, most_bytes=BLUESKY_BYTES)


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a network somebody says who they are, and how much fits there."""

    network: str
    called: str
    limit: int
    unit: str
    count: Callable[[str], int]

    @property
    def anchor(self) -> str:
        """What the place is called on our page."""
        return f"bio-{self.network.lower()}"


PLACES = (
    Place("X", "Bio", 160, "characters", code_units),
    Place("Facebook", "Bio", 101, "characters", code_units),
    Place("Instagram", "Bio", 150, "characters", code_units),
    Place("LinkedIn", "Headline", 220, "characters", code_units),
    Place("Pinterest", "About your profile", 500, "characters", code_units),
    Place("Bluesky", "Description", 256, "characters as readers see them", bluesky),
    Place("Mastodon", "Bio", 500, "characters as readers see them, a link as 23", mastodon.count),
)


@dataclass(frozen=True, slots=True)
class Bio:
    """The words for one place."""

    place: Place
    words: str
    # Whether our address did fit.
    leads_back: bool

    @property
    def used(self) -> int:
        """How much of the limit they take, as the network counts."""
        return self.place.count(self.words)


def bios(badge: Badge) -> list[Bio]:
    """Give the words for every place."""
    return [bio(badge, place) for place in PLACES]


def bio(badge: Badge, place: Place) -> Bio:
    """Say as much as fits in one place."""
    words = next(words for words in _from_most_to_least(badge) if place.count(words) <= place.limit)
    return Bio(place, words, leads_back=badge.page in words)


def _from_most_to_least(badge: Badge) -> Iterator[str]:
    """Say who somebody is in fewer and fewer words; the last ones fit everywhere."""
    job, service = _ending(badge.job_title), _ending(badge.service)
    council, short = _ending(badge.council), _ending(badge.short_name)
    purpose = one_line(badge.purpose)
    official = f"Official account, checked by the council: {badge.page}"
    yield f"{job}, {service}, {council}. {purpose} {official}"
    yield f"{job}, {service}, {council}. {_first_sentence(purpose)} {official}"
    yield f"{job}, {service}, {council}. {official}"
    yield f"{job} at {council}. {official}"
    yield f"{job} at {council}. Official account: {badge.page}"
    yield f"{job} at {short}. Official: {badge.page}"
    yield f"{job}. Official: {badge.page}"
    yield f"Official {short} account: {badge.page}"
    yield f"Official: {badge.page}"
    yield f"{job}, {council}. Official account."
    yield f"Official {short} account."
    yield "Official council account."


def _ending(words: str) -> str:
    """Give the words on one line, to be followed by a full stop or a comma of ours."""
    return one_line(words).rstrip(" .,;:")


def _first_sentence(words: str) -> str:
    return re.split(r"(?<=[.!?])\s", words, maxsplit=1)[0]
