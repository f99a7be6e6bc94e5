"""What the product and a network tell each other, in small pieces that never change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it goes out: bytes, what it shows in words, and its size in pixels.

    `address` is where a network that fetches pictures itself finds it for now.
    """

    content: bytes
    media_type: str
    alt: str
    width: int
    height: int
    address: str = ""

    @property
    def sha256(self) -> str:
        """Give the digest by which the picture is known again."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Card:
    """A page that the words link to; its picture says nothing that its title does not."""

    address: str
    title: str
    description: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What goes out, the same at every try, byte for byte.

    A `card` is for networks that look at no page themselves, and for posts without a picture.
    `answers` is the network's identifier of the post that it answers, its own or somebody else's.
    """

    words: str
    pictures: tuple[Picture, ...]
    once_only_key: str
    created_at: datetime
    language: str = "en-GB"
    answers: str | None = None
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where the network says that it has put a post."""

    network_id: str
    url: str


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A picture as the network shows it; the digest is None where the network alters pictures."""

    alt: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class SeenCard:
    """The page that a network shows beside the words; empty where it shows none."""

    address: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as the network has it.

    `answers` is the post that it answers, or nothing, and `card` the page that is shown beside its
    words; None is what the network does not tell.
    """

    network_id: str
    url: str
    words: str
    links: tuple[str, ...]
    pictures: tuple[SeenPicture, ...]
    answers: str | None = None
    card: SeenCard | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A page of what an account said, newest first, each with when; `before` leads on to older."""

    posts: tuple[tuple[Seen, datetime], ...]
    unreadable: int
    before: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom the network says the secrets belong to; `stable_id` outlives every handle."""

    stable_id: str
    handle: str
    display_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Described:
    """How an account presents itself on its network; None is what the network does not tell."""

    display_name: str
    about: str
    links: tuple[str, ...]
    followers: int | None = None
    following: int | None = None
    verified: bool | None = None


class Kind(StrEnum):
    """What was heard: said of an account, below something that it said, by whom it follows, or to
    it alone.
    """

    MENTION = "mention"
    ANSWER = "answer"
    POST = "post"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that somebody else said; `answers` is the post that it stands below.

    Everybody may read it, unless its kind says that it was said in private.
    """

    kind: Kind
    network_id: str
    url: str
    words: str
    author: Profile
    at: datetime
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard, oldest first; `after` leads on to what comes later."""

    heard: tuple[Heard, ...]
    unreadable: int
    after: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """A page of what the followed accounts say, newest first; `before` leads on to older."""

    posts: tuple[Heard, ...]
    unreadable: int
    before: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A page of the accounts that an account follows; `before` leads on to the rest."""

    accounts: tuple[Profile, ...]
    unreadable: int
    before: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """A warning that somebody has put on an account or on a post, in the network's own word.

    `by` is the network's identifier of whoever has put it there.
    """

    says: str
    by: str
    about: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What an account says in public of another: that it is who its handle and name say."""

    network_id: str
    whom: Profile
    at: datetime


@dataclass(frozen=True, slots=True)
class Quota:
    """How many posts the network takes from an account in a span of time, and how many it took."""

    used: int
    most: int
    span: timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many calls a network still takes for now, as it said itself with an answer.

    Networks count what is written apart from what is read. Those that tell a share alone have told
    it of a hundred. `until` is when they take as many as ever again; None where they do not say.
    """

    writes: bool
    left: int
    most: int
    until: datetime | None

    @property
    def percent(self) -> int:
        """Give what is left of a hundred; nothing only where nothing is left."""
        return min(100, -(-100 * self.left // self.most))


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that the network takes: of words (counted by `count`), pictures, alt text, bytes.

    Some networks take no post without a picture. `parts` is how many posts may follow one another
    as a thread, each of them answering the one before; with 1, the network has no threads. With
    `cards`, it shows the page that a link leads to beside a post without a picture.
    """

    length: int
    unit: str
    pictures: int
    alt_text: int
    picture_bytes: int
    least_pictures: int = 0
    parts: int = 1
    cards: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What a pasted link or handle names."""

    network: str
    handle: str | None = None
    stable_id: str | None = None
    post_id: str | None = None
    server: str | None = None
