"""Applications: what somebody asks for, and what was said to it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

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
