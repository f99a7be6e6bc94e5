"""Trying a change of what is set of the checks on the posts of the last month, before it holds."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from datetime import timedelta
from functools import cache, partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tabard.checks.api import About, Checks, Facts, all_checks
from tabard.composing.models import Message, MessageState, Seen
from tabard.composing.queries import check_title
from tabard.composing.settings import levels_of
from tabard.composing.work.checking import TOLD, Checking, Told, facts_from, own_words_in
from tabard.council.queries import values
from tabard.council.settings import Lines

BACK = timedelta(days=30)
# As many as are looked at twice within a second or two.
MOST_POSTS = 1_000
# Of the posts about which something would be different, as many are shown.
MOST_SHOWN = 10
HANDED_IN = (MessageState.WAITING, MessageState.APPROVED)


@dataclass(slots=True)
class Outcome:
    """What would have been different, had a setting been another one until now."""

    posts: int = 0
    is_cut: bool = False
    added: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    levels: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    # The posts about which something would be different, the newest first.
    about: list[Message] = field(default_factory=list)


def trial(setting: Lines, value: list[str]) -> SafeString:
    """Say, as HTML, what a value would have changed last month."""
    return said(outcome(setting, value))


def outcome(setting: Lines, value: list[str]) -> Outcome:
    """Check the posts of the last month as it is set now, and as it would be; nothing is kept."""
    held = values(TOLD)
    tried = [value if one is setting else told for one, told in zip(TOLD, held, strict=True)]
    before, after = _two(Told(*held), Told(*tried))
    found = Outcome()
    for message in _posts(found):
        _compare(found, message, _look(before, message), _look(after, message))
    return found


def _posts(found: Outcome) -> Iterator[Message]:
    """Give what was handed in within the last month, the newest first, and count it."""
    since = timezone.now() - BACK
    handed_in = Message.objects.filter(submitted_at__gte=since, state__in=HANDED_IN)
    rows = handed_in.prefetch_related("versions__account", "pictures")
    newest = list(rows.order_by("-submitted_at")[: MOST_POSTS + 1])
    found.is_cut, found.posts = len(newest) > MOST_POSTS, min(len(newest), MOST_POSTS)
    yield from newest[:MOST_POSTS]


def _look(checking: Checking, message: Message) -> dict[str, Seen]:
    own, networks = own_words_in(message.versions.all())
    at = message.due_at or message.submitted_at
    seen = checking.look(message.words, message.alts, networks=networks, own=own, at=at)
    return {one.fingerprint: one for one in seen}


def _compare(
    found: Outcome, message: Message, before: dict[str, Seen], after: dict[str, Seen]
) -> None:
    both = before.keys() & after.keys()
    added, gone = after.keys() - both, before.keys() - both
    other = [mark for mark in both if _level(before[mark]) != _level(after[mark])]
    found.added.update(after[mark].finding.check for mark in added)
    found.gone.update(before[mark].finding.check for mark in gone)
    found.levels.update(
        (after[mark].finding.check, _level(before[mark]), _level(after[mark])) for mark in other
    )
    if added or gone or other:
        found.about.append(message)


def _level(seen: Seen) -> str:
    return str(seen.finding.level)


def _two(held: Told, tried: Told) -> tuple[Checking, Checking]:
    """Make the checks of whose answers the change may be a part, as they are and as they would be.

    Of personal data only the surest is told, so that there all of them are asked or none.
    """
    facts = facts_from(held), facts_from(tried)
    changed = {
        one.name
        for one in fields(Facts)
        if getattr(facts[0], one.name) != getattr(facts[1], one.name)
    }
    asked = {name for name in all_checks() if not changed.isdisjoint(read_by(name))}
    asked |= set(held.off) ^ set(tried.off)
    asked |= {name for name, _ in set(_levels(held)) ^ set(_levels(tried))}
    personal = {name for name, kind in all_checks().items() if kind.about is About.PERSONAL}
    asked |= personal if asked & personal else set()
    return (
        _only(asked, facts[0], held),
        _only(asked, facts[1], tried),
    )


def _levels(told: Told) -> Collection[tuple[str, Any]]:
    return levels_of(told.levels).items()


def _only(asked: set[str], facts: Facts, told: Told) -> Checking:
    others = all_checks().keys() - asked
    return Checking(Checks.of(facts, without={*others, *told.off}), levels_of(told.levels))


class _Watched:
    """Facts that remember what of them was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        """Give what stands in empty facts."""
        self.asked.add(name)
        return getattr(Facts(), name)


@cache
def read_by(name: str) -> frozenset[str]:
    """Say which facts a check asks for when it is made."""
    watched: Any = _Watched()
    all_checks()[name](watched)
    return frozenset(watched.asked)


def said(found: Outcome) -> SafeString:
    """Put an outcome into words."""
    if not found.posts:
        return format_html(
            "<p class='govuk-body'>{}</p>", "No post was handed in within the last 30 days."
        )
    posts = f"{found.posts:,} post{'s' if found.posts > 1 else ''}"
    which = f"the newest {posts}" if found.is_cut else posts
    head = f"Tried on {which}, handed in within the last 30 days."
    lines = list(_lines(found)) or ["It would have made no difference."]
    listed = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html(
        "<p class='govuk-body'>{}</p><ul class='govuk-list govuk-list--bullet'>{}</ul>{}",
        head,
        listed,
        _shown(found),
    )


def _lines(found: Outcome) -> Iterator[str]:
    for name, count in found.added.most_common():
        yield f"{check_title(name)}: {count:,} more would be noticed"
    for name, count in found.gone.most_common():
        yield f"{check_title(name)}: {count:,} would no longer be noticed"
    for (name, before, after), count in found.levels.most_common():
        yield f"{check_title(name)}: {count:,} would be taken as {after} instead of {before}"


def _shown(found: Outcome) -> SafeString:
    """Lead to the posts, for those who may read them."""
    if not found.about:
        return SafeString("")
    links = (
        (reverse("publishing:post", args=[one.pk]), f"post {one.pk}")
        for one in found.about[:MOST_SHOWN]
    )
    joined = format_html_join(", ", "<a class='govuk-link' href='{}'>{}</a>", links)
    more = len(found.about) - MOST_SHOWN
    rest = f" and {more:,} more" if more > 0 else ""
    return format_html("<p class='govuk-body'>It would be different for {}{}.</p>", joined, rest)


def offer() -> None:
    """Let a change of anything that the checks are told of be tried first."""
    for setting in TOLD:
        setting.tried_by(partial(trial, setting))
