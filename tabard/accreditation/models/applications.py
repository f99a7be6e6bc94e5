"""Applications: what somebody asks for, and what was said to it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.common.lifecycle import Lifecycle, NotNowError
from tabard.common.templatetags.moments import moment
from tabard.people.models import Person


class ApplicationState(models.TextChoices):
    """Where an application is on its way."""

    APPLIED = "applied", "With the line manager"
    ENDORSED = "endorsed", "With the programme team"
    SENT_BACK = "sent_back", "Sent back to the applicant"
    ACCREDITED = "accredited", "Accredited"
    DECLINED = "declined", "Declined"
    APPEALED = "appealed", "With whoever hears the appeal"
    UPHELD = "upheld", "Declined, also on appeal"
    WITHDRAWN = "withdrawn", "Withdrawn"


UNDER_WAY = {
    ApplicationState.APPLIED,
    ApplicationState.ENDORSED,
    ApplicationState.SENT_BACK,
    ApplicationState.APPEALED,
}

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
    appeal=({ApplicationState.DECLINED}, ApplicationState.APPEALED),
    uphold=({ApplicationState.APPEALED}, ApplicationState.UPHELD),
    overturn=({ApplicationState.APPEALED}, ApplicationState.ACCREDITED),
    # Where the applicant has yet to train, agree to the code or practise.
    overturn_for_later=({ApplicationState.APPEALED}, ApplicationState.ENDORSED),
    withdraw=(UNDER_WAY, ApplicationState.WITHDRAWN),
    # Where it was taken back because it was noted by mistake that the applicant had died.
    take_up=({ApplicationState.WITHDRAWN}, ApplicationState.APPLIED),
    take_up_endorsed=({ApplicationState.WITHDRAWN}, ApplicationState.ENDORSED),
    take_up_sent_back=({ApplicationState.WITHDRAWN}, ApplicationState.SENT_BACK),
    take_up_appeal=({ApplicationState.WITHDRAWN}, ApplicationState.APPEALED),
)

# The moves of those who decide, of whom two may be at it at once.
DECISIONS = {"send_back", "accredit", "decline", "uphold", "overturn", "overturn_for_later"}


@dataclass(frozen=True, slots=True)
class Today:
    """What a rule has to know of the day: the moment, and for whom somebody acts as manager.

    By how much an absence puts off the end of the time to appeal, if that is what it is about.
    """

    now: datetime
    acts_for: AbstractSet[int] = field(default_factory=frozenset)
    put_off: timedelta = timedelta()


def _not_by(who: str, others: str) -> models.Q:
    """Say that one of the people of an application is not another one of them."""
    return ~models.Q((who, models.F(others)))


class Application(models.Model):
    """What a member of staff asks for, and what was said to it."""

    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    purpose = models.TextField(max_length=2_000)
    audience = models.TextField(max_length=1_000)
    networks = ArrayField(models.CharField(max_length=50))
    # The proposed handle by network.
    handles = models.JSONField(default=dict)
    # An honest estimate; unknown of those who applied before it was asked for.
    minutes_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    # What the applicant thinks could go wrong, and what they would do then.
    risks = models.TextField(max_length=2_000, blank=True)
    state = models.CharField(
        max_length=20, choices=ApplicationState, default=ApplicationState.APPLIED
    )
    # Where it was when it was taken back because the applicant died; it is taken up again there if
    # that was a mistake.
    rests_from = models.CharField(max_length=20, choices=ApplicationState, blank=True)
    applied_at = models.DateTimeField()
    # Since when it is with whoever has it now, and how often they were reminded.
    waits_since = models.DateTimeField(default=timezone.now)
    reminders = models.PositiveSmallIntegerField(default=0)
    # Everybody above and below the applicant, as it was when somebody last decided something.
    line = ArrayField(models.BigIntegerField(), default=list)
    endorsed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The line manager, where somebody else stood in.
    endorsed_for = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    endorsed_at = models.DateTimeField(null=True, blank=True)
    # What was agreed to by endorsing, in the council's words of that day.
    agreed_to = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was agreed, in words for the applicant.
    agreed_because = models.TextField(max_length=2_000, blank=True)
    # Those of the council's reasons for which it was declined or sent back.
    reasons = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    # The words with which it was sent back or declined, and what would change the answer.
    reason = models.TextField(max_length=2_000, blank=True)
    would_change = models.TextField(max_length=2_000, blank=True)
    # Until when the applicant can appeal, as it was promised; their words; and what came of it.
    appeal_until = models.DateTimeField(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(max_length=2_000, blank=True)
    heard_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2_000, blank=True)

    class Meta:
        ordering = ["applied_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=models.Q(state__in=sorted(UNDER_WAY)),
                name="one_application_under_way_per_person",
            ),
            models.CheckConstraint(
                name="only_a_withdrawn_application_rests",
                condition=models.Q(rests_from="") | models.Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="application_not_endorsed_by_its_applicant",
                condition=_not_by("endorsed_by", "applicant"),
            ),
            models.CheckConstraint(
                name="application_not_decided_by_its_applicant",
                condition=_not_by("decided_by", "applicant"),
            ),
            models.CheckConstraint(
                name="application_not_decided_by_whoever_endorsed_it",
                condition=_not_by("decided_by", "endorsed_by"),
            ),
            models.CheckConstraint(
                name="application_not_decided_in_its_own_line",
                condition=~models.Q(line__contains=[models.F("decided_by")]),
            ),
            models.CheckConstraint(
                name="appeal_not_heard_by_its_applicant",
                condition=_not_by("heard_by", "applicant"),
            ),
            models.CheckConstraint(
                name="appeal_not_heard_by_whoever_endorsed_or_decided",
                condition=_not_by("heard_by", "endorsed_by") & _not_by("heard_by", "decided_by"),
            ),
            models.CheckConstraint(
                name="appeal_not_heard_in_its_own_line",
                condition=~models.Q(line__contains=[models.F("heard_by")]),
            ),
            models.CheckConstraint(
                name="declined_with_a_reason_and_what_would_change_it",
                condition=~models.Q(state__in=["declined", "appealed", "upheld"])
                | ((~models.Q(reason="") | ~models.Q(reasons=[])) & ~models.Q(would_change="")),
            ),
            models.CheckConstraint(
                name="appealed_with_words",
                condition=models.Q(appealed_at=None, appeal="")
                | (models.Q(appealed_at__isnull=False) & ~models.Q(appeal="")),
            ),
            models.CheckConstraint(
                name="appeal_heard_with_an_answer",
                condition=models.Q(heard_by=None, heard_at=None, answer="")
                | (
                    models.Q(heard_by__isnull=False, heard_at__isnull=False)
                    & models.Q(appealed_at__isnull=False)
                    & ~models.Q(answer="")
                ),
            ),
            models.CheckConstraint(
                name="appeal_stands_or_was_heard",
                condition=~models.Q(state__in=["appealed", "upheld"])
                | models.Q(state="appealed", appealed_at__isnull=False, heard_by=None)
                | models.Q(state="upheld", heard_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"application of {self.applicant}"

    @property
    def keeps_names_as(self) -> str:
        """What the names that it asks for are kept for, while it is under way and afterwards."""
        return f"application {self.pk}"

    @property
    def is_late(self) -> bool:
        """Whether it has waited so long that others are told than those who have it."""
        return self.reminders > 1

    @property
    def draft_of_change(self) -> str:
        """What a draft is about that answers why it was sent back."""
        return f"application {self.pk}"

    @property
    def draft_of_appeal(self) -> str:
        """What a draft is about that appeals against the answer."""
        return f"appeal {self.pk}"

    @property
    def was_overturned(self) -> bool:
        """Whether an appeal gave another answer, which then holds."""
        return self.heard_by_id is not None and self.state != ApplicationState.UPHELD

    @property
    def why_not(self) -> str:
        """Why it was declined or sent back, in one text."""
        return " ".join(filter(None, [*self.reasons, self.reason]))

    def after(self, move: str) -> ApplicationState:
        """Give the state that a move leads to, or raise NotNowError with who was quicker."""
        if not APPLICATION_LIFECYCLE.allows(self.state, move):
            if move == "endorse" and self.endorsed_by is not None:
                at = moment(self.endorsed_at)
                raise NotNowError(f"Somebody was quicker: {self.endorsed_by} endorsed it on {at}.")
            if move in DECISIONS and self.decided_by is not None:
                raise NotNowError(f"Somebody was quicker: {self._outcome()}")
        return ApplicationState(APPLICATION_LIFECYCLE.after(self.state, move))

    def go(self, move: str) -> None:
        """Make a move; whoever has the application now begins to let it wait."""
        self.state = self.after(move)
        self.waits_since, self.reminders = timezone.now(), 0

    def _outcome(self) -> str:
        """Say who decided what, and when."""
        if self.heard_by is not None and self.heard_at is not None:
            did = "upheld the answer" if self.state == ApplicationState.UPHELD else "overturned it"
            return f"{self.heard_by} heard the appeal and {did} on {moment(self.heard_at)}."
        at = moment(self.decided_at)
        if self.state == ApplicationState.ACCREDITED:
            return f"{self.decided_by} accredited {self.applicant} on {at}."
        return f"{self.decided_by} declined this application on {at}: {self.why_not}"
