"""Questions about invitations."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from tabard.people.models import Invitation, Outcome, Person, StaffImport

ROUNDS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Round:
    """Invitations that were asked for together, and how far they are."""

    by: str
    asked_at: datetime
    how_many: int
    given: int

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.given < self.how_many

    @property
    def per_cent(self) -> int:
        """How much is done."""
        return 100 * self.given // self.how_many


def again_at(person: Person) -> datetime | None:
    """Give until when somebody is not invited again, if they were invited."""
    found: datetime | None = person.invitations.aggregate(Max("again_at"))["again_at__max"]
    return found


def to_invite(now: datetime, of: StaffImport | None = None) -> QuerySet[Person]:
    """Give who can sign in, never has and was not invited today; of one import, if one is given."""
    lately = Invitation.objects.filter(person=OuterRef("pk"), again_at__gt=now)
    found = Person.objects.filter(~Exists(lately), is_active=True, last_login=None)
    if of is not None:
        added = of.rows.filter(outcome=Outcome.ADD).values("person")
        found = found.filter(pk__in=added)
    return found


def rounds() -> list[Round]:
    """Give the newest rounds of invitations."""
    grouped = Invitation.objects.order_by().values("asked_at", "by__first_name", "by__last_name")
    counted = grouped.annotate(
        how_many=Count("pk"), given=Count("pk", filter=Q(given_at__isnull=False))
    )
    return [
        Round(
            f"{one['by__first_name']} {one['by__last_name']}",
            one["asked_at"],
            one["how_many"],
            one["given"],
        )
        for one in counted.order_by("-asked_at")[:ROUNDS_SHOWN]
    ]


def inviter_of(person: Person) -> str:
    """Give the name of whoever invited somebody last."""
    last = Invitation.objects.filter(person=person).select_related("by").order_by("-pk").first()
    return last.by.name if last else ""


def invitations_to_give(how_many: int) -> list[Invitation]:
    """Give the oldest that nobody has set going, and hold them."""
    waiting = Invitation.objects.filter(given_at=None).select_related("person").order_by("pk")
    return list(waiting.select_for_update(of=["self"], skip_locked=True)[:how_many])
