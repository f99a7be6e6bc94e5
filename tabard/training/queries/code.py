"""Who agreed to which version of the code of practice, and who has to agree by when."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    PositiveIntegerField,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from tabard.people.models import Person
from tabard.people.queries import away_today
from tabard.training.models import (
    Arrangement,
    ArrangementKind,
    CodeAgreement,
    CodeReminder,
    CodeStanding,
    CodeVersion,
)
from tabard.training.queries.after_absence import with_time_after_absence

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NEVER = 0
# More days than any deadline is away.
AT_ONCE = 1_000


class _Code(TypedDict):
    """What is added to a person in the database."""

    code_agreed: int
    code_agreed_at: datetime | None
    code_newest: int | None
    code_deadline: datetime | None
    code_due: datetime | None
    code_more_time: datetime | None
    code_must_agree_by: datetime | None


def newest_code() -> CodeVersion | None:
    """Give the version of the code that is in force."""
    return CodeVersion.objects.last()


def with_code(people: QuerySet[Person]) -> "QuerySet[WithAnnotations[Person, _Code]]":
    """Add to each person how they stand to the code, for sets and rules in the database.

    `code_agreed` is 0 for whoever never agreed; `code_must_agree_by` is NULL for whoever
    agreed to the newest version, or if there is none. More time puts a deadline off, and whoever
    is away then has some days more once they are back.
    """
    agreed = CodeAgreement.objects.filter(person=OuterRef("pk")).order_by("-version")
    newest = CodeVersion.objects.order_by("-number")
    more_time = Arrangement.objects.filter(
        person=OuterRef("pk"), kinds__contains=[ArrangementKind.MORE_TIME], until__gt=timezone.now()
    )
    ahead = CodeVersion.objects.filter(number__gt=OuterRef("code_agreed")).order_by("agree_by")
    known = people.annotate(
        code_agreed=Coalesce(
            Subquery(agreed.values("version")[:1]), NEVER, output_field=PositiveIntegerField()
        ),
        code_agreed_at=Subquery(agreed.values("agreed_at")[:1]),
        code_newest=Subquery(newest.values("number")[:1]),
        code_deadline=Subquery(newest.values("agree_by")[:1]),
        code_due=Subquery(ahead.values("agree_by")[:1]),
        code_more_time=Subquery(more_time.values("until")[:1]),
        code_first_deadline=Case(
            When(code_due__isnull=False, then=Greatest("code_due", "code_more_time"))
        ),
    )
    return with_time_after_absence(
        known, "code_first_deadline", person="pk", called="code_must_agree_by"
    )


def behind(people: QuerySet[Person], now: datetime) -> QuerySet[Person]:
    """Keep those whose deadline to agree is over."""
    return with_code(people).filter(code_must_agree_by__lte=now)


def code_standing(person: Person, now: datetime) -> CodeStanding:
    """Say how somebody stands to the code, in one query."""
    return code_standings([person.pk], now)[person.pk]


def code_standings(people: Iterable[int], now: datetime) -> dict[int, CodeStanding]:
    """Say how each of these people stands to the code, in one query."""
    asked = with_code(Person.objects.filter(pk__in=people)).order_by()
    rows = asked.values_list(
        "pk",
        "code_agreed",
        "code_agreed_at",
        "code_newest",
        "code_deadline",
        "code_must_agree_by",
    )
    return {
        person: CodeStanding(
            agreed=agreed or None,
            agreed_at=agreed_at,
            newest=newest,
            deadline=deadline,
            must_agree_by=must_agree_by,
            is_behind=must_agree_by is not None and must_agree_by <= now,
        )
        for person, agreed, agreed_at, newest, deadline, must_agree_by in rows
    }


def versions_since(number: int) -> QuerySet[CodeVersion]:
    """Give the versions that came after one, oldest first; all of them after 0."""
    return CodeVersion.objects.filter(number__gt=number)


def history() -> QuerySet[CodeVersion]:
    """Give every version, newest first, each with how many have agreed to it."""
    versions = CodeVersion.objects.select_related("published_by").order_by("-number")
    return versions.annotate(how_many=Count("agreements"))


def who_agreed() -> QuerySet[Any]:
    """Give everybody who ever agreed and still signs in, those with the first deadline first."""
    agreed = CodeAgreement.objects.filter(person=OuterRef("pk"))
    people = Person.objects.filter(Exists(agreed), is_active=True).select_related("service")
    soonest = F("code_must_agree_by").asc(nulls_last=True)
    return with_code(people).order_by(soonest, "last_name", "first_name", "pk")


def to_be_told(
    people: QuerySet[Person], newest: CodeVersion, *, now: datetime, days: Sequence[int]
) -> QuerySet[Any]:
    """Give those who have yet to be told to agree to the newest version, as is due by now.

    `days_before` says what is due: 0 when somebody's deadline is over, else the least of `days`
    that is reached, else AT_ONCE. Whoever was told as much, or more, is left out, and whoever is
    away today.
    """
    reached = [
        When(code_must_agree_by__lte=now + timedelta(days=day), then=day)
        for day in sorted({0, *days})
    ]
    told = CodeReminder.objects.filter(person=OuterRef("pk"), version=newest)
    away = away_today().filter(person=OuterRef("pk"))
    asked = with_code(people).filter(~Exists(away), code_must_agree_by__isnull=False)
    due = asked.annotate(
        days_before=Case(*reached, default=AT_ONCE, output_field=PositiveIntegerField()),
        told_before=Subquery(told.order_by("days_before").values("days_before")[:1]),
    )
    untold = Q(told_before=None) | Q(told_before__gt=F("days_before"))
    return due.filter(untold).order_by("code_must_agree_by", "days_before", "pk")
