"""What has to be there before a message can be handed in, and what a network takes of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from tabard.accounts.models import Account, network_name
from tabard.common.rules import Refused
from tabard.composing.models import InParts, Message, Picture, Version, fit_in_one, parts_of
from tabard.composing.rules.pictures import lacks_words_or_answer
from tabard.connectors import api
from tabard.connectors.links import links_in

# Further ahead than this, nobody knows whether a post will still be right: a year, or a leap year.
FURTHEST_AHEAD = timedelta(days=366)


def says_something(words: str, *, has_pictures: bool) -> Refused | None:
    """A message has words or shows something."""
    if words.strip() or has_pictures:
        return None
    return Refused("Enter what you want to say")


def goes_somewhere(accounts: Iterable[Account]) -> Refused | None:
    """A message is for at least one account."""
    if any(True for _ in accounts):
        return None
    return Refused("Choose at least one account for this post")


def is_in_time(due_at: datetime | None, now: datetime) -> Refused | None:
    """What is to go at a time is handed in before it, and not years before."""
    if due_at is None or now < due_at <= now + FURTHEST_AHEAD:
        return None
    if due_at > now:
        return Refused("The time for this post must be within a year from now")
    return Refused("The time for this post must be in the future")


def fits(
    words: str, network: str, *, in_parts: str = InParts.NO, most_parts: int = 1
) -> Refused | None:
    """A network takes so many characters, by its own way of counting, or so many in each part."""
    connector = api.all_connectors().get(network)
    if connector is None:
        return Refused(f"Tabard cannot reach {network_name(network)} now, so take it out")
    parts = parts_of(words, network, in_parts)
    if parts:
        return _fits_in_parts(connector, words, parts, most_parts)
    over = connector.count(words) - connector.limits.length
    if over <= 0:
        return None
    unit = connector.limits.unit if over > 1 else connector.limits.unit.removesuffix("s")
    most = f"{connector.name} takes {connector.limits.length} at most"
    instead = "or split it into a thread" if connector.limits.parts > 1 else "and has no threads"
    return Refused(f"Cut {over} {unit}: {most}, {instead}")


def _fits_in_parts(
    connector: type[api.Connector], words: str, parts: tuple[str, ...], most_parts: int
) -> Refused | None:
    most = min(connector.limits.parts, most_parts)
    if len(parts) > most:
        return Refused(
            f"Shorten your post: on {connector.name} it would be a thread of {len(parts)} posts, "
            f"and {most} is the most"
        )
    whole = {link for part in parts for link in links_in(part)}
    if broken := [link for link in links_in(words) if link not in whole]:
        return Refused(
            f"Shorten the link that begins with {broken[0][:40]}: it is too long for one post on "
            f"{connector.name}"
        )
    if not all(fit_in_one(connector, part) for part in parts):
        return Refused(f"{connector.name} does not take these words: one character is too long")
    return None


def has_its_picture(network: str, *, has_pictures: bool) -> Refused | None:
    """A network of pictures takes no words alone."""
    connector = api.all_connectors().get(network)
    if has_pictures or connector is None or connector.limits.least_pictures == 0:
        return None
    return Refused(f"Add a picture: {connector.name} takes no post without one")


def may_go(
    message: Message,
    versions: Iterable[Version],
    pictures: Sequence[Picture],
    open_accounts: Iterable[Account],
    now: datetime,
    *,
    most_parts: int = 1,
) -> Refused | None:
    """A message is handed in when it is whole and every network it is for would take it."""
    return next(
        _missing(message, list(versions), pictures, set(open_accounts), now, most_parts), None
    )


def _missing(
    message: Message,
    versions: list[Version],
    pictures: Sequence[Picture],
    open_accounts: set[Account],
    now: datetime,
    most_parts: int,
) -> Iterator[Refused]:
    accounts = [one.account for one in versions]
    said = {(one.account.network, one.words): 0 for one in versions}
    networks = {network: 0 for network, _ in said}
    asked = [
        says_something(message.words, has_pictures=bool(pictures)),
        goes_somewhere(accounts),
        lacks_words_or_answer(pictures),
        is_in_time(message.due_at, now),
        *(
            Refused(f"You no longer hold {account}, so take it out")
            for account in accounts
            if account not in open_accounts
        ),
        *(
            fits(words, network, in_parts=message.in_parts, most_parts=most_parts)
            for network, words in said
        ),
        *(has_its_picture(network, has_pictures=bool(pictures)) for network in networks),
    ]
    yield from (refusal for refusal in asked if refusal)
