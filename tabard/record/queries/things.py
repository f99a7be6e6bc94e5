"""What people know the things of entries by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from tabard.common.quoting import beginning
from tabard.record.models import Disclosure, Entry
from tabard.record.queries.entries import facts_of

# The kinds of entry that hold the words of a message as they were handed in.
HANDED_IN = ("message submitted", "message let go", "message let go within an experiment")


@dataclass(frozen=True, slots=True)
class Things:
    """What people know the things of entries by: posts by author and first words, accounts."""

    posts: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)
    handles: Mapping[int, str] = field(default_factory=dict)

    def called(self, name: str, value: Any) -> str:
        """Give what a thing is called; nothing, if all that is known of it is its number."""
        if name == "message":
            _, words = self.posts.get(value, (None, ""))
            return f"“{words}”" if words else ""
        return self.handles.get(value, "") if name == "account" else ""

    def without_words(self) -> "Things":
        """Give the same with posts by their number, for a place where their words may not stand."""
        authors = {post: (author, "") for post, (author, _) in self.posts.items()}
        return Things(posts=authors, handles=self.handles)


NUMBERED = Things()


def things_in(facts: Iterable[Mapping[str, Any]]) -> Things:
    """Look up what the things of these facts are called, as the record itself tells it."""
    messages, accounts = set(), set()
    for some in facts:
        messages.add(some.get("message"))
        accounts.add(some.get("account"))
    telling = Disclosure.objects.filter(
        Q(entry__kind__in=HANDED_IN, name="message", value__in=_numbers(messages))
        | Q(entry__kind="account connected", name="account", value__in=_numbers(accounts))
    )
    found = Entry.objects.filter(pk__in=telling.values("entry")).prefetch_related("disclosures")
    # The last one to tell is believed.
    told = [facts_of(entry) for entry in found.order_by("pk")]
    return Things(
        posts={
            one["message"]: (one.get("author"), beginning(one["words"]))
            for one in told
            if one.get("words")
        },
        handles={
            one["account"]: f"@{one['handle'].removeprefix('@')}"
            for one in told
            if one.get("handle")
        },
    )


def _numbers(values: Iterable[Any]) -> list[int]:
    return sorted(value for value in values if isinstance(value, int))
