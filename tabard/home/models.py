"""What the first page and the navigation are made of, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things wait for one person, by stage, and whether somebody reports to them."""

    notices: int
    applications: int
    reviews: int
    sent_back: int
    tickets: int
    lost: int
    stopped: int
    leads: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing that waits: how many, of what, and the page where it is done."""

    count: int
    words: str
    page: str


# What can wait: the count, for one and for several, and the page where it is done.
TASKS = (
    ("reviews", "post to review", "posts to review", "composing:waiting"),
    ("applications", "application to decide", "applications to decide", "accreditation:waiting"),
    ("sent_back", "post sent back to you", "posts sent back to you", "publishing:posts"),
    ("stopped", "post that did not go", "posts that did not go", "publishing:posts"),
    ("lost", "account to connect again", "accounts to connect again", "accounts:mine"),
    ("tickets", "account to connect", "accounts to connect", "accounts:mine"),
    ("notices", "unread notice", "unread notices", "notices:list"),
)


def tasks(counts: Counts) -> list[Task]:
    """Put what waits into words, and leave out what does not."""
    found = [(getattr(counts, name), words) for name, *words in TASKS]
    return [
        Task(count, one if count == 1 else several, page)
        for count, (one, several, page) in found
        if count
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    count: int = 0
