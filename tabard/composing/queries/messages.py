"""Questions across messages, and how a message will look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tabard.accounts.models import Account
from tabard.composing.models import (
    LinkedPage,
    Message,
    MessageState,
    Picture,
    Piece,
    Suggestion,
    SuggestionState,
    card_of,
    parts_of,
    pieces,
    shows_cards,
    taken_on,
)
from tabard.connectors import api
from tabard.people.models import Person, Role
from tabard.record.queries import entries_about, facts_of

# With what a message is handed in, to be reviewed or to go.
HANDED_IN = {"message submitted", "message let go", "message let go within an experiment"}


def waiting_for_review(person: Person) -> QuerySet[Message]:
    """Give the messages that this person can review, the first due first."""
    if not person.reviews_messages:
        return Message.objects.none()
    return (
        Message.objects.filter(state=MessageState.WAITING)
        .exclude(author=person)
        .exclude(author=person.manager_id)
        .select_related("author__service")
        .prefetch_related("versions__account", "pictures")
        .order_by("due_at", "submitted_at")
    )


def reviewers() -> QuerySet[Person]:
    """Give those who review messages."""
    return Person.objects.filter(
        roles__overlap=[Role.REVIEWER, Role.PROGRAMME_TEAM], is_active=True
    )


def open_suggestion(message: Message | None) -> Suggestion | None:
    """Give the last suggestion for the words that a message has now, if its author has it."""
    # Whoever suggests words says why, and that stands there until it is handed in again.
    if message is None or not message.said:
        return None
    waiting = message.suggestions.filter(state=SuggestionState.OPEN, was=message.words)
    return waiting.select_related("by").last()


def to_take_up() -> QuerySet[Message]:
    """Give the approved messages that the next stage has not looked at."""
    return Message.objects.filter(state=MessageState.APPROVED, is_taken_up=False).order_by(
        "approved_at"
    )


def what_goes(message: Message) -> dict[str, str | int | list[str]]:
    """Give what the record is to hold beside the words, so that nothing else takes its place.

    That is each of the message's pictures with what is said of it, its experiment, and for each
    account what it says differently and the parts of its thread.
    """
    versions = list(message.versions.all())
    own = {f"words_{one.account_id}": one.own_words for one in versions if one.own_words}
    threads = {f"thread_{one.account_id}": list(one.parts) for one in versions if one.parts}
    made_from = {"material": message.material_id} if message.material_id else {}
    return {**_shown(message), **_tried(message), **made_from, **own, **threads}


def _shown(message: Message) -> dict[str, str]:
    """Give each picture in its place with its words or why it has none, and whom it shows."""
    return {
        f"{name}_{number}" if number > 1 else name: said
        for number, one in enumerate(message.shown, start=1)
        for name, said in _said_of(one).items()
    }


def _said_of(picture: Picture) -> dict[str, str]:
    why = {"decorative": picture.why_decorative} if picture.is_decorative else {}
    agreed = {"consent": picture.consent} if picture.shows_people else {}
    shows = {"picture": picture.blob_id, "alt": picture.alt, "shows": picture.people}
    return {**shows, **why, **agreed}


def words_changed(message: Message) -> bool | None:
    """Say whether a message says something else than when it was first handed in, if it is known.

    What is said differently on single accounts counts as well.
    """
    first = entries_about("message", message.pk).filter(kind__in=HANDED_IN).order_by("pk").first()
    if first is None:
        return None
    now = {"words": message.words, **what_goes(message)}
    return _words_in(facts_of(first)) != _words_in(now)


def _words_in(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: said for name, said in facts.items() if name.startswith("words")}


def _tried(message: Message) -> dict[str, str | int]:
    within = message.experiment
    return {"experiment": within.pk, "title": within.title} if within else {}


@dataclass(frozen=True, slots=True)
class Part:
    """How one post will look: the only one, or a part of a thread."""

    number: int
    pieces: tuple[Piece, ...]
    # What the network shows of the page that it links to, unless there is a picture.
    card: LinkedPage | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """How words will look on one account, as one post or as a thread."""

    account: Account
    parts: tuple[Part, ...]
    # Those that the network takes, and how many it does not.
    pictures: tuple[Picture, ...] = ()
    left_out: int = 0

    @property
    def is_thread(self) -> bool:
        """Whether it goes as more than one post."""
        return len(self.parts) > 1

    @property
    def name(self) -> str:
        """The name that readers see."""
        return self.account.display_name or self.account.handle

    @property
    def initials(self) -> str:
        """What stands where a network has a portrait."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a network's limit words take, counted as it counts.

    `parts` is of how many posts a thread would be; `can_be_split` says whether there can be one.
    """

    network: str
    unit: str
    used: int
    limit: int
    parts: int = 0
    can_be_split: bool = False

    @property
    def over(self) -> int:
        """How much has to be cut."""
        return 0 if self.parts else max(self.used - self.limit, 0)

    @property
    def over_unit(self) -> str:
        """What has to be cut is counted in these."""
        return self.unit if self.over != 1 else self.unit.removesuffix("s")


def previews(
    posts: Iterable[tuple[Account, Sequence[str]]],
    pages: Mapping[str, LinkedPage],
    pictures: Sequence[Picture],
) -> list[Preview]:
    """Give for each account how the words of its posts will look there, with what goes along."""
    return [_preview(account, some, pages, pictures) for account, some in posts]


def _preview(
    account: Account,
    posts: Sequence[str],
    pages: Mapping[str, LinkedPage],
    pictures: Sequence[Picture],
) -> Preview:
    parts = (
        Part(
            number,
            tuple(one for one in pieces(words) if one.text),
            card_of(words, pages) if shows_cards(account.network) else None,
        )
        for number, words in enumerate(posts, start=1)
    )
    taken = taken_on(account.network, pictures)
    return Preview(account, tuple(parts), tuple(taken), len(pictures) - len(taken))


def rooms(posts: Iterable[tuple[Account, str]], words: str, in_parts: str) -> list[Room]:
    """Give for what is said on each network what is left of its limit, or how long its thread is.

    Where an account does not say the shared words, it is named.
    """
    told = {
        (one.network, said): "" if said == words else f"{one} on {one.network_name}"
        for one, said in posts
        if one.network in api.all_connectors()
    }
    return [
        _room(api.all_connectors()[network], name, said, parts_of(said, network, in_parts))
        for (network, said), name in told.items()
    ]


def _room(connector: type[api.Connector], name: str, words: str, parts: Sequence[str]) -> Room:
    return Room(
        name or connector.name,
        connector.limits.unit,
        connector.count(words),
        connector.limits.length,
        parts=len(parts),
        can_be_split=connector.limits.parts > 1,
    )
