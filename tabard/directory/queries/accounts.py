"""Accounts as residents meet them, with those who speak from them, and what was said there."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from tabard.accounts.models import SHARED, Account, AccountState, EarlierTime, Holding
from tabard.accreditation.models import Accreditation, AccreditationState
from tabard.council.models import Council
from tabard.directory.queries.people import MOST_WORDS, POSTS, holdings, people
from tabard.keeping.models import Adoption
from tabard.keeping.queries.adoptions import of_account
from tabard.keeping.settings import AT_REST
from tabard.people.models import Person
from tabard.publishing.models import Delivery, DeliveryState


@dataclass(frozen=True, slots=True)
class Signed:
    """A post with the name that stands over it."""

    post: Delivery
    name: str

    @property
    def face(self) -> str:
        """What stands where a network has a portrait."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class Profile:
    """One account: whether anybody may speak from it now, and those of them who are named."""

    account: Account
    is_spoken_from: bool
    speakers: list[Person]
    posts: list[Delivery]
    adoption: Adoption | None
    # Where people can go now, if it is the council's no more.
    successor: Account | None
    earlier: list[EarlierTime]
    # What is said of it if it rests.
    at_rest: str

    @property
    def is_ended(self) -> bool:
        """Whether it is the council's no more."""
        return self.account.state == AccountState.ENDED

    @property
    def signed(self) -> list[Signed]:
        """The posts, under the names of those who speak from it; those of others under its own."""
        named = {person.pk: person.name for person in self.speakers}
        return [
            Signed(post, named.get(post.version.message.author_id, self.account.name))
            for post in self.posts
        ]


def accounts(council: Council) -> QuerySet[Account]:
    """Give the accounts about which residents may ask."""
    known = Account.objects.all()
    return known if council.is_demonstration else known.exclude(network="practice")


def of_their_own(council: Council) -> QuerySet[Account]:
    """Give those that stand in the directory by their own name, not by that of one person."""
    alone = Q(kind__in=SHARED) | Q(shows_people=False)
    return (
        accounts(council)
        .filter(alone)
        .exclude(state=AccountState.ENDED)
        .select_related("service")
        .order_by("public_name", "pk")
    )


def spoken_from() -> QuerySet[Holding]:
    """Give the open holds of those who may speak today."""
    in_force = Accreditation.objects.filter(
        person=OuterRef("person"), state=AccreditationState.ACTIVE
    )
    return Holding.objects.filter(Exists(in_force), until=None, person__is_active=True)


def search(council: Council, words: str) -> QuerySet[Account]:
    """Give those in whose name, handle or service every one of these words occurs."""
    found = of_their_own(council)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(
            Q(public_name__icontains=word)
            | Q(handle__icontains=word)
            | Q(service__name__icontains=word)
        )
    return found


def profile(account: Account, council: Council) -> Profile:
    """Put together what residents see of one account."""
    speakers = people(council).filter(holdings__account=account, holdings__until=None)
    is_spoken_from = spoken_from().filter(account=account).exists()
    return Profile(
        account,
        is_spoken_from=is_spoken_from,
        speakers=list(speakers) if account.shows_people else [],
        posts=list(_latest(account)) if is_spoken_from else [],
        adoption=of_account(account),
        successor=successor_of(account, council),
        earlier=list(account.earlier_times.all()),
        at_rest=AT_REST.value if account.is_at_rest else "",
    )


def successor_of(account: Account, council: Council) -> Account | None:
    """Give the account of today that goes on for one that ended, if residents may know of it."""
    if account.successor_id is None:
        return None
    today = accounts(council).exclude(state=AccountState.ENDED)
    return today.filter(pk=account.successor_id).first()


def _latest(account: Account) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(version__account=account, part=1, state=DeliveryState.CONFIRMED)
        .select_related("version__account", "version__message")
        .prefetch_related("version__message__pictures")
        .order_by("-confirmed_at")[:POSTS]
    )


def public_posts(council: Council) -> QuerySet[Delivery]:
    """Give every post that a page of the directory may show."""
    shown = holdings(council).filter(
        person=OuterRef("version__message__author"), account=OuterRef("version__account")
    )
    speaking = people(council).filter(pk=OuterRef("version__message__author"))
    by_a_voice = Exists(shown) & Exists(speaking)
    of_an_account = of_their_own(council).filter(pk__in=spoken_from().values("account"))
    return Delivery.objects.filter(
        by_a_voice | Q(version__account__in=of_an_account), state=DeliveryState.CONFIRMED
    )
