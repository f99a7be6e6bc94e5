"""Who holds accounts and has another place in the council than before."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tabard.accounts.models import AccountState, Holding
from tabard.keeping.models import OPEN, Placing, Succession
from tabard.keeping.settings import MANAGER_COUNTS
from tabard.people.models import Person
from tabard.people.queries import away_today

AT_A_TIME = 1_000


def begin_to_watch() -> None:
    """Note the place of everybody who holds an account and is not watched yet."""
    held = Holding.objects.filter(person=OuterRef("pk"), until=None)
    new = Person.objects.filter(Exists(held), placing=None, left_at=None)
    Placing.objects.bulk_create(
        [
            Placing(person=one, service_id=one.service_id, manager_id=one.manager_id)
            for one in new[:AT_A_TIME]
        ],
        ignore_conflicts=True,
    )


def moved() -> QuerySet[Placing]:
    """Give the watched whose service or line manager is another one now."""
    place = ~Q(service=F("person__service"))
    if MANAGER_COUNTS.value:
        # IS DISTINCT FROM, so that nobody before or after is another manager, too.
        place |= ~Q(manager=F("person__manager"))
        place |= Q(manager=None, person__manager__isnull=False)
        place |= Q(manager__isnull=False, person__manager=None)
    # Nobody is moved while they are away: it is asked once they are back.
    away = away_today().filter(person=OuterRef("person"))
    return Placing.objects.filter(place).exclude(Exists(away)).select_related("person")


def held_by(people: Collection[int]) -> QuerySet[Holding]:
    """Give what these people hold and are not asked about yet; whoever leaves is asked as such."""
    asked = Succession.objects.filter(
        account=OuterRef("account"), person=OuterRef("person"), state__in=OPEN
    )
    return (
        Holding.objects.filter(
            person__in=people, until=None, person__leaves_on=None, person__left_at=None
        )
        .exclude(account__state=AccountState.ENDED)
        .exclude(Exists(asked))
        .select_related("account", "person")
    )
