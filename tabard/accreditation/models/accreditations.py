"""Accreditations: who may speak, and until when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from tabard.accreditation.models.applications import Application
from tabard.accreditation.models.permissions import Rung
from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person

if TYPE_CHECKING:
    from tabard.accreditation.models.suspensions import Suspension


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
    # Where it was noted by mistake that somebody has died.
    take_up=({AccreditationState.ENDED}, AccreditationState.ACTIVE),
    take_up_suspended=({AccreditationState.ENDED}, AccreditationState.SUSPENDED),
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
    rung = models.CharField(max_length=20, choices=Rung, default=Rung.CHECKED)
    # When the rung was given.
    rung_since = models.DateTimeField()
    # Whether it ended because the person died; it is taken up again if that was a mistake.
    rests = models.BooleanField(default=False)
    # The day on which it is looked at next whether another rung would be right.
    review_on = models.DateField()
    # For how many days its end was put off since it was last renewed, as nobody could renew it.
    put_off_days = models.PositiveSmallIntegerField(default=0)
    # The one whose place it took, and whose rung it keeps.
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )

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
            models.CheckConstraint(
                name="only_an_ended_accreditation_rests",
                condition=models.Q(rests=False) | models.Q(state="ended"),
            ),
            models.CheckConstraint(
                name="accreditation_stands_on_a_rung", condition=models.Q(rung__in=list(Rung))
            ),
        ]

    def __str__(self) -> str:
        return f"accreditation of {self.person}"

    def go(self, move: str, *, reason: str = "") -> None:
        """Make one move of its life cycle, with the reason where it has one."""
        self.state = ACCREDITATION_LIFECYCLE.after(self.state, move)
        self.reason, self.changed_at = reason, timezone.now()

    @property
    def open_suspension(self) -> "Suspension | None":
        """The suspension that has not ended, of those that were looked up with it."""
        return next((one for one in self.suspensions.all() if one.ended_at is None), None)

    @property
    def last_working_day(self) -> date | None:
        """The last working day of its person, if it ends with that and not on its own day."""
        leaves_on = self.person.leaves_on
        ends_with_it = leaves_on is not None and leaves_on < timezone.localdate(self.until)
        return leaves_on if ends_with_it else None

    @property
    def ends_on(self) -> date:
        """The last day on which it holds: its own, or its person's last working day."""
        return self.last_working_day or timezone.localdate(self.until)

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
        why = f"Your accreditation has ended: “{accreditation.reason}”"
        return Standing(StandingKind.ENDED, accreditation.changed_at, why)
    return _by_its_date(accreditation, now)


def _by_its_date(accreditation: Accreditation, now: datetime) -> Standing:
    day = f"{timezone.localtime(accreditation.until):%-d %B %Y}"
    if accreditation.has_run_out(now):
        why = f"Your accreditation ran out on {day}, so every post is checked again before it goes."
        return Standing(StandingKind.LAPSED, accreditation.until, why)
    why = f"You are accredited until {day}."
    if accreditation.last_working_day is not None:
        last = f"{accreditation.last_working_day:%-d %B %Y}"
        why = f"You are accredited until your last working day, {last}."
    return Standing(StandingKind.ACCREDITED, accreditation.since, why)
