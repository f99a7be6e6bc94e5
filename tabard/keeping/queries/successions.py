"""Accounts whose holders go, and what was decided about them."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from tabard.accounts.models import SHARED, Account, AccountState, Holding, Revocation
from tabard.accreditation.models import Accreditation, AccreditationState
from tabard.keeping.models import (
    AGREED,
    FAREWELL_STAYS,
    OPEN,
    Cause,
    Farewell,
    Succession,
    SuccessionState,
)
from tabard.people.models import Person
from tabard.people.queries import away_among, in_line_of, programme_team
from tabard.publishing.models import Delivery, DeliveryState

# How long, and how many, things to do by hand are shown.
SHOWN_FOR = timedelta(days=30)
MOST_BY_HAND = 50
GOES = Q(person__leaves_on__isnull=False) | Q(person__left_at__isnull=False)
DIED = Q(person__death_noted_at__isnull=False)
# How long after somebody's accreditation was ended it is asked about the accounts that ended so.
ENDED_SINCE = timedelta(days=30)


def holds_that_end() -> QuerySet[Holding]:
    """Give every open hold of somebody who is to leave or has left."""
    return Holding.objects.filter(GOES, until=None)


def to_ask_about() -> QuerySet[Holding]:
    """Give the holds that end with nobody to go on, and about which nobody was asked yet."""
    asked = Succession.objects.filter(
        account=OuterRef("account"), person=OuterRef("person"), state__in=OPEN
    )
    return (
        holds_that_end()
        .exclude(DIED)
        .exclude(account__state=AccountState.ENDED)
        .exclude(Exists(_staying()), account__kind__in=SHARED)
        .exclude(Exists(asked))
        .select_related("person", "account")
    )


def held_by_the_dead() -> QuerySet[Holding]:
    """Give every open hold of somebody who has died; what was decided before is not carried out."""
    return Holding.objects.filter(DIED, until=None).select_related("person", "account")


def held_alone_by(holding: Holding) -> bool:
    """Say whether nobody else holds an account, whether they can sign in today or not.

    Of several who have died at once each counts, until their hold has ended: so it is asked once.
    """
    others = Holding.objects.filter(DIED | Q(person__left_at=None), account=holding.account)
    return not others.filter(until=None).exclude(person=holding.person).exists()


def put_to_rest_by_mistake() -> QuerySet[Succession]:
    """Give what was asked of those of whom it was noted by mistake that they died.

    What was asked last tells for whom an account rests; what was asked before it is history.
    """
    died = Succession.objects.filter(cause=Cause.DIED)
    later = died.filter(account=OuterRef("account"), pk__gt=OuterRef("pk"))
    alive = Q(~Exists(later), person__death_noted_at=None, account__is_at_rest=True)
    return died.filter(alive).select_related("person", "account")


def rests_by_mistake() -> QuerySet[Holding]:
    """Give the holds that ended as it was noted by mistake that somebody had died."""
    ended = Holding.objects.filter(rests=True, person__death_noted_at=None)
    return ended.select_related("account", "person")


def ended_by_hand() -> QuerySet[Holding]:
    """Give the holds that ended with an account because somebody's accreditation was ended.

    It is asked once, and not about what they had disconnected before.
    """
    asked = Succession.objects.filter(
        account=OuterRef("account"), person=OuterRef("person"), raised_at__gte=OuterRef("until")
    )
    of_them = Accreditation.objects.filter(person=OuterRef("person"))
    ended = of_them.filter(state=AccreditationState.ENDED, changed_at__lte=OuterRef("until"))
    in_force = of_them.exclude(state=AccreditationState.ENDED)
    held = Holding.objects.filter(account=OuterRef("account"), until=None)
    return (
        Holding.objects.filter(
            Exists(ended),
            ~Exists(in_force),
            ~Exists(asked),
            ~Exists(held),
            Q(until__gte=F("account__official_until")),
            until__gte=timezone.now() - ENDED_SINCE,
            account__state=AccountState.ENDED,
            person__left_at=None,
        )
        .select_related("person", "account")
        .order_by("pk")
    )


def _staying() -> QuerySet[Holding]:
    """Give who else holds the account of a hold, or of a succession, and stays."""
    stays = Holding.objects.filter(account=OuterRef("account"), until=None)
    return stays.filter(person__is_active=True).exclude(GOES).exclude(person=OuterRef("person"))


def left_alone() -> QuerySet[Account]:
    """Give the shared accounts that nobody holds, and about which nobody was asked yet."""
    held = Holding.objects.filter(account=OuterRef("pk"), until=None)
    asked = Succession.objects.filter(account=OuterRef("pk"), state__in=OPEN)
    return (
        Account.objects.filter(kind__in=SHARED, holdings__isnull=False)
        .exclude(state=AccountState.ENDED)
        .exclude(Exists(held))
        .exclude(Exists(asked))
        .distinct()
    )


def not_needed() -> QuerySet[Succession]:
    """Give the open questions that have answered themselves.

    Somebody stays after all, somebody else holds the account with them, or holds it now; what was
    asked about an account that has ended meanwhile stays, as it says where people can go.
    """
    stays = Q(cause=Cause.LEAVES, person__leaves_on=None, person__left_at=None)
    others = Q(Exists(_staying()), cause=Cause.LEAVES, account__kind__in=SHARED)
    held = Holding.objects.filter(account=OuterRef("account"), until=None)
    has_somebody = Q(Exists(held), cause=Cause.ALONE)
    mine = held.filter(person=OuterRef("person"))
    not_theirs = Q(~Exists(mine), cause=Cause.MOVED)
    lives = Q(person__death_noted_at=None) | Q(Exists(held), account__kind__in=SHARED)
    wakes = lives & Q(cause=Cause.DIED, account__is_at_rest=False)
    ours = Q(cause=Cause.ENDED) & ~Q(account__state=AccountState.ENDED)
    rests = DIED & ~Q(cause=Cause.DIED)
    needless = stays | others | has_somebody | not_theirs | wakes | ours | rests
    return Succession.objects.filter(needless, state__in=OPEN)


def on_another_day() -> QuerySet[Succession]:
    """Give the open questions about people whose last working day is another one now."""
    leavers = Succession.objects.filter(
        cause=Cause.LEAVES, state__in=OPEN, person__leaves_on__isnull=False
    )
    return leavers.exclude(due_on=F("person__leaves_on"))


def ready() -> QuerySet[Succession]:
    """Give what was decided and can be carried out: at once, or once somebody has left."""
    gone = ~Q(cause=Cause.LEAVES) | Q(person__left_at__isnull=False)
    return Succession.objects.filter(gone, state=SuccessionState.DECIDED)


def holds_of_leavers() -> QuerySet[Holding]:
    """Give what is held still by those who have left, and was not decided about for its day."""
    decided = Succession.objects.filter(
        account=OuterRef("account"), person=OuterRef("person"), state=SuccessionState.DECIDED
    )
    return (
        Holding.objects.filter(until=None, person__left_at__isnull=False)
        .exclude(DIED)
        .exclude(Exists(decided))
        .select_related("account", "person")
    )


def open_to_leavers() -> QuerySet[Account]:
    """Give the accounts that nobody holds since somebody left, and that can be reached still.

    While a post is being taken down there, the access is needed.
    """
    held = Holding.objects.filter(account=OuterRef("pk"), until=None)
    left = Holding.objects.filter(account=OuterRef("pk"), person__left_at__isnull=False)
    removing = Delivery.objects.filter(
        version__account=OuterRef("pk"), state=DeliveryState.REMOVING
    )
    return (
        Account.objects.filter(Exists(left), connection__isnull=False)
        .exclude(Exists(held))
        .exclude(Exists(removing))
    )


def to_remind_of(today: date, *, begin: date, again: date) -> QuerySet[Succession]:
    """Give what has to be decided soon, and of which nobody was reminded lately."""
    lately = Q(reminded_on__isnull=True) | Q(reminded_on__lte=again)
    return Succession.objects.filter(
        lately, state=SuccessionState.WAITING, due_on__lte=begin, raised_at__date__lt=today
    ).exclude(cause=Cause.DIED)


def those_to_remind() -> QuerySet[Person]:
    """Give the programme team, without those who are away today."""
    team = programme_team()
    return team.exclude(pk__in=away_among(team.values_list("pk", flat=True)))


def successions() -> QuerySet[Succession]:
    """Give every question with what it names, the first due first."""
    return Succession.objects.select_related(
        "account__service", "person__service", "colleague", "successor", "decided_by"
    ).order_by("due_on", "person__last_name", "pk")


def to_do() -> QuerySet[Succession]:
    """Give what is open, the first due first."""
    return successions().filter(state__in=OPEN)


def to_decide(person: Person) -> QuerySet[Succession]:
    """Give what this person can decide now, of others than themselves."""
    if not person.runs_the_pilot:
        return Succession.objects.none()
    waiting = Succession.objects.filter(state=SuccessionState.WAITING)
    mine = Q(person=person) | Q(person__in=in_line_of(person))
    return waiting.exclude(mine | Q(cause=Cause.DIED))


def farewells_to_write(person: Person) -> QuerySet[Succession]:
    """Give the farewell posts that were agreed on, are this person's, and were not begun yet."""
    own = Q(farewell=Farewell.FROM_IT, person=person, over_at=None)
    held = Holding.objects.filter(account=OuterRef("successor"), person=person, until=None)
    in_time = Q(over_at=None) | Q(over_at__gte=timezone.now() - FAREWELL_STAYS)
    of_others = Q(Exists(held), in_time, farewell=Farewell.FROM_OTHERS)
    return successions().filter(own | of_others, state__in=AGREED, farewell_begun_at=None)


def left_to_do() -> QuerySet[Revocation]:
    """Give what people have still to do at a network, as Tabard could not, the last first."""
    since = timezone.now() - SHOWN_FOR
    ended = Revocation.objects.exclude(left_to_do="").filter(ended_at__gte=since)
    return ended.select_related("account").order_by("-ended_at")[:MOST_BY_HAND]


def of(person: Person) -> QuerySet[Succession]:
    """Give what is asked about the accounts of one person and is not over."""
    return successions().filter(person=person, state__in=OPEN)


def farewells_from(account: Account) -> QuerySet[Succession]:
    """Give the accounts to which those who hold this one can say goodbye from it."""
    since = timezone.now() - FAREWELL_STAYS
    return successions().filter(
        Q(over_at__isnull=True) | Q(over_at__gte=since),
        successor=account,
        farewell=Farewell.FROM_OTHERS,
        state__in=AGREED,
    )


def posts_out(account: Account) -> int:
    """Say how many posts from an account are on its network now."""
    return Delivery.objects.filter(version__account=account, state=DeliveryState.CONFIRMED).count()
