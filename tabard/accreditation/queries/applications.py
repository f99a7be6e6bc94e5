"""Questions across applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils import timezone

from tabard.accounts.models import AccountKind
from tabard.accounts.queries import held_by, networks, open_tickets
from tabard.accreditation.models import (
    AN_APPLICATION,
    UNDER_WAY,
    Application,
    ApplicationState,
    Draft,
    Today,
)
from tabard.accreditation.settings import DAYS_TO_ANSWER
from tabard.people.models import Person
from tabard.people.queries import (
    absences_ever,
    acted_for,
    acts_for,
    appeal_panel,
    days_away,
    in_line_of,
    line_of,
    programme_team,
    stand_ins_among,
    stand_ins_for,
)

# How often whoever lets an application wait is told so, before others are.
BEFORE_OTHERS = 1
# How often an applicant is told of what waits for themselves.
MOST_OF_ONES_OWN = 3
# Fewer say too little about the next one.
ENOUGH_TO_MEASURE = 10


def applications() -> QuerySet[Application]:
    """Give every application with the people it names."""
    return Application.objects.select_related(
        *("applicant__service", "applicant__manager", "accreditation"),
        *("endorsed_by", "endorsed_for", "decided_by", "heard_by"),
    )


def today(person: Person, about: Application | None = None) -> Today:
    """Give what the rules have to know of the day for somebody.

    One query; two for an applicant who is about to appeal.
    """
    appeals = about is not None and about.applicant_id == person.pk
    more = _put_off(about) if about is not None and appeals else timedelta()
    return Today(now=timezone.now(), acts_for=acts_for(person), put_off=more)


def _put_off(application: Application) -> timedelta:
    """Give by how much an absence has put off the end of the time to appeal so far."""
    if application.state != ApplicationState.DECLINED or application.decided_at is None:
        return timedelta()
    since = timezone.localdate(application.decided_at)
    absences = absences_ever(application.applicant)
    return timedelta(days=days_away(absences, since, timezone.localdate()))


def appeal_ends(application: Application) -> datetime | None:
    """Give until when an applicant can appeal; of an absence the days that are over count."""
    until = application.appeal_until
    return until and until + _put_off(application)


def line_now(application: Application) -> list[int]:
    """Give everybody above and below the applicant as it is now, in one query."""
    return sorted(line_of(application.applicant))


def waiting_for(person: Person) -> QuerySet[Application]:
    """Give what this person can endorse, decide or hear now, in one query."""
    applied = Q(state=ApplicationState.APPLIED)
    manager = Q(applicant__manager=person) | Q(applicant__manager__in=acted_for(person))
    mine = applied & manager
    # Of today, as in the rule; who was in line when something was decided is for the database.
    not_mine = ~Q(applicant__in=in_line_of(person)) & ~Q(endorsed_by=person)
    if person.runs_the_pilot:
        mine |= Q(state=ApplicationState.ENDORSED) & not_mine
    if person.runs_the_pilot or person.oversees:
        mine |= Q(state=ApplicationState.APPEALED) & not_mine & ~Q(decided_by=person)
    return (
        Application.objects.filter(mine)
        .exclude(applicant=person)
        .select_related("applicant__service", "applicant__manager")
    )


def with_the_manager(application: Application) -> list[int]:
    """Give the ids of those who can endorse: the line manager and whoever stands in today."""
    manager = application.applicant.manager
    if manager is None:
        return []
    others = stand_ins_for(manager).exclude(pk=application.applicant_id)
    return [manager.pk, *others.values_list("pk", flat=True)]


def deciders(application: Application) -> list[int]:
    """Give the ids of those on the programme team who can decide an application."""
    return _without_part(programme_team(), application)


def hearers(application: Application) -> list[int]:
    """Give the ids of those who can hear the appeal of an application."""
    return _without_part(appeal_panel(), application)


def _without_part(people: QuerySet[Person], application: Application) -> list[int]:
    """Leave out the applicant, their line, and whoever endorsed or decided."""
    return list(people.exclude(pk__in=_with_part(application)).values_list("pk", flat=True))


def _with_part(application: Application) -> set[int]:
    part = {application.applicant_id, application.endorsed_by_id, application.decided_by_id}
    return {*filter(None, part), *application.line}


def let_wait(now: datetime, days: int) -> QuerySet[Application]:
    """Give the applications of which somebody has to be reminded, as one has waited so long.

    They are reminded anew after each time as long again; an applicant a few times alone, as it is
    theirs to leave it.
    """
    told = ExpressionWrapper(
        (F("reminders") + 1) * Value(timedelta(days=days)), output_field=DurationField()
    )
    ones_own = Q(state=ApplicationState.SENT_BACK, reminders__gte=MOST_OF_ONES_OWN)
    waiting = Application.objects.filter(state__in=UNDER_WAY).exclude(ones_own)
    return waiting.alias(told=told).filter(waits_since__lte=now - F("told"))


@dataclass(frozen=True, slots=True)
class Turns:
    """Who can take the next step of applications, looked up for many at once."""

    # Who acts today for which line manager.
    stand_ins: Mapping[int, int]
    team: Sequence[int]
    panel: Sequence[int]

    def readers(self, application: Application) -> list[int]:
        """Give the line manager and whoever stands in, as far as they are here."""
        return readers_for(application.applicant, self.stand_ins)

    def deciders(self, application: Application) -> list[int]:
        """Give those on the programme team who can decide it."""
        return [one for one in self.team if one not in _with_part(application)]

    def hearers(self, application: Application) -> list[int]:
        """Give those who can hear its appeal; before there is one, those who can help it on."""
        return [one for one in self.panel if one not in _with_part(application)]


def readers_for(person: Person, stand_ins: Mapping[int, int]) -> list[int]:
    """Give somebody's line manager and whoever stands in, as far as they sign in."""
    manager = person.manager
    if manager is None:
        return []
    found = [manager.pk] if manager.is_active else []
    stand_in = stand_ins.get(manager.pk, person.pk)
    return found if stand_in == person.pk else [*found, stand_in]


def turns_of(applications: Sequence[Application]) -> Turns:
    """Look up who can take the next step of some applications, in three queries."""
    managers = {one.applicant.manager_id for one in applications if one.applicant.manager_id}
    return Turns(
        stand_ins=stand_ins_among(managers),
        team=list(programme_team().values_list("pk", flat=True)),
        panel=list(appeal_panel().values_list("pk", flat=True)),
    )


def drafts_let_wait(now: datetime, days: int) -> QuerySet[Draft]:
    """Give what somebody has written and not sent for so long, and was not told of."""
    since = now - timedelta(days=days)
    return Draft.objects.filter(reminded=False, saved_at__lte=since, applicant__is_active=True)


def days_to_answer() -> int:
    """Say within how many days four of five applications of the last year were decided.

    The council's own number stands in until enough were.
    """
    lately = timezone.now() - timedelta(days=365)
    decided = Application.objects.filter(decided_at__gte=lately)
    times = sorted(
        end - start for start, end in decided.values_list("applied_at", "decided_at") if end
    )
    if len(times) < ENOUGH_TO_MEASURE:
        return DAYS_TO_ANSWER.value
    return max(1, times[len(times) * 4 // 5 - 1].days + 1)


def draft_of(person: Person, about: str = AN_APPLICATION) -> Draft:
    """Give what somebody has written about a thing and not sent yet, or an empty draft."""
    drafts = Draft.objects.filter(applicant=person, about=about)
    return drafts.first() or Draft(applicant=person, about=about)


def application_under_way(person: Person) -> Application | None:
    """Give the application that a person has under way."""
    return Application.objects.filter(applicant=person, state__in=UNDER_WAY).first()


def latest_application(person: Person) -> Application | None:
    """Give the last application that a person made."""
    return applications().filter(applicant=person).last()


def not_connected(application: Application) -> list[str]:
    """Give the networks that were agreed, can be connected, and were not by the applicant alone."""
    own = held_by(application.applicant).filter(kind=AccountKind.PERSONAL)
    connected = set(own.values_list("network", flat=True))
    possible = {network.key for network in networks() if network.can_be_connected}
    return [one for one in application.networks if one in possible - connected]


def without_leave(application: Application) -> list[str]:
    """Give the networks that were agreed, are not connected and can no longer be."""
    own = open_tickets(application.applicant).filter(kind=AccountKind.PERSONAL, is_exact=False)
    open_now = set(own.values_list("network", flat=True))
    return [network for network in not_connected(application) if network not in open_now]
