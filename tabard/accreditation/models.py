"""Applications, and the accreditations that come of them: who may speak, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.accounts.models import network_name
from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person


class ApplicationState(models.TextChoices):
    """Where an application is on its way."""

    APPLIED = "applied", "With the line manager"
    ENDORSED = "endorsed", "With the programme team"
    SENT_BACK = "sent_back", "Sent back to the applicant"
    ACCREDITED = "accredited", "Accredited"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


UNDER_WAY = {ApplicationState.APPLIED, ApplicationState.ENDORSED, ApplicationState.SENT_BACK}

APPLICATION_LIFECYCLE = Lifecycle(
    ApplicationState.APPLIED,
    endorse=({ApplicationState.APPLIED}, ApplicationState.ENDORSED),
    send_back=(
        {ApplicationState.APPLIED, ApplicationState.ENDORSED},
        ApplicationState.SENT_BACK,
    ),
    apply_again=({ApplicationState.SENT_BACK}, ApplicationState.APPLIED),
    accredit=({ApplicationState.ENDORSED}, ApplicationState.ACCREDITED),
    decline=({ApplicationState.ENDORSED}, ApplicationState.DECLINED),
    withdraw=(UNDER_WAY, ApplicationState.WITHDRAWN),
)


class Application(models.Model):
    """What a member of staff asks for, and what was said to it."""

    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    purpose = models.TextField(max_length=2_000)
    audience = models.TextField(max_length=1_000)
    networks = ArrayField(models.CharField(max_length=50))
    # The proposed handle by network.
    handles = models.JSONField(default=dict)
    state = models.CharField(
        max_length=20, choices=ApplicationState, default=ApplicationState.APPLIED
    )
    applied_at = models.DateTimeField()
    endorsed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    endorsed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # The words with which it was sent back or declined, and what would change the answer.
    reason = models.TextField(max_length=2_000, blank=True)
    would_change = models.TextField(max_length=2_000, blank=True)

    class Meta:
        ordering = ["applied_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=models.Q(state__in=sorted(UNDER_WAY)),
                name="one_application_under_way_per_person",
            ),
            models.CheckConstraint(
                name="application_not_endorsed_by_its_applicant",
                condition=~models.Q(endorsed_by=models.F("applicant")),
            ),
            models.CheckConstraint(
                name="application_not_decided_by_its_applicant",
                condition=~models.Q(decided_by=models.F("applicant")),
            ),
            models.CheckConstraint(
                name="declined_with_a_reason_and_what_would_change_it",
                condition=~models.Q(state="declined")
                | (~models.Q(reason="") & ~models.Q(would_change="")),
            ),
        ]

    def __str__(self) -> str:
        return f"application of {self.applicant}"

    @property
    def wishes(self) -> list[tuple[str, str]]:
        """The networks asked for, by their names for people, each with the proposed handle."""
        return [(network_name(network), self.handles.get(network, "")) for network in self.networks]


class AccreditationState(models.TextChoices):
    """How an accreditation stands; that it has run out is read off its date."""

    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended"


ACCREDITATION_LIFECYCLE = Lifecycle(
    AccreditationState.ACTIVE,
    suspend=({AccreditationState.ACTIVE}, AccreditationState.SUSPENDED),
    resume=({AccreditationState.SUSPENDED}, AccreditationState.ACTIVE),
    end=(
        {AccreditationState.ACTIVE, AccreditationState.SUSPENDED},
        AccreditationState.ENDED,
    ),
)


class Accreditation(models.Model):
    """A person's standing to speak for the council, until a date."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accreditations")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="accreditation"
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=AccreditationState, default=AccreditationState.ACTIVE
    )
    reason = models.TextField(max_length=2_000, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(state="ended"),
                name="one_accreditation_in_force_per_person",
            ),
            models.CheckConstraint(
                name="accreditation_runs_forward", condition=models.Q(until__gt=models.F("since"))
            ),
            models.CheckConstraint(
                name="suspended_or_ended_with_a_reason",
                condition=models.Q(state="active") | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"accreditation of {self.person}"

    def has_run_out(self, now: datetime) -> bool:
        """Say whether its last day is over."""
        return self.until <= now


class StandingKind(models.TextChoices):
    """What a person may do today."""

    ACCREDITED = "accredited", "Accredited"
    LAPSED = "lapsed", "Lapsed"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended"
    NONE = "none", "Not accredited"


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's standing at one moment: its kind, since when, and the reason in one sentence."""

    kind: StandingKind
    since: datetime | None
    why: str


def standing_of(accreditation: Accreditation | None, now: datetime) -> Standing:
    """Say how a person stands, given the last accreditation they were given."""
    if accreditation is None:
        return Standing(StandingKind.NONE, None, "You are not accredited.")
    if accreditation.state == AccreditationState.SUSPENDED:
        why = f"Your accreditation is suspended: {accreditation.reason}"
        return Standing(StandingKind.SUSPENDED, accreditation.changed_at, why)
    if accreditation.state == AccreditationState.ENDED:
        why = f"Your accreditation has ended: {accreditation.reason}"
        return Standing(StandingKind.ENDED, accreditation.changed_at, why)
    return _by_its_date(accreditation, now)


def _by_its_date(accreditation: Accreditation, now: datetime) -> Standing:
    day = f"{timezone.localtime(accreditation.until):%-d %B %Y}"
    if accreditation.has_run_out(now):
        why = f"Your accreditation ran out on {day}, so every post is checked again before it goes."
        return Standing(StandingKind.LAPSED, accreditation.until, why)
    return Standing(
        StandingKind.ACCREDITED, accreditation.since, f"You are accredited until {day}."
    )
