"""What colleagues are invited to put into their own words."""

from datetime import date

from django.db import models

from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person

LONGEST_MATERIAL = 3_000
LONGEST_TITLE_OF_MATERIAL = 100
LONGEST_HINT = 500


class MaterialState(models.TextChoices):
    """Whether colleagues can use something that was offered."""

    ASKED = "asked", "Waits for the programme team"
    OFFERED = "offered", "Offered"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


MATERIAL_LIFECYCLE = Lifecycle(
    MaterialState.ASKED,
    approve=({MaterialState.ASKED}, MaterialState.OFFERED),
    decline=({MaterialState.ASKED}, MaterialState.DECLINED),
    withdraw=({MaterialState.ASKED, MaterialState.OFFERED}, MaterialState.WITHDRAWN),
)


class Material(models.Model):
    """Something true and approved, which colleagues say in their own words until a day."""

    title = models.CharField(max_length=LONGEST_TITLE_OF_MATERIAL)
    words = models.TextField(max_length=LONGEST_MATERIAL)
    # What would make it somebody's own.
    hint = models.TextField(max_length=LONGEST_HINT, blank=True)
    last_day = models.DateField()
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=MaterialState, default=MaterialState.ASKED)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why it was declined or withdrawn.
    why = models.TextField(max_length=LONGEST_HINT, blank=True)

    class Meta:
        ordering = ["last_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="material_offered_by_somebody_of_the_team",
                condition=models.Q(state="asked", decided_by=None)
                | models.Q(state="withdrawn")
                | models.Q(state__in=["offered", "declined"], decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="material_declined_or_withdrawn_says_why",
                condition=~models.Q(state__in=["declined", "withdrawn"]) | ~models.Q(why=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "last_day"], name="composing_material_open")]

    def __str__(self) -> str:
        return self.title

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.last_day
