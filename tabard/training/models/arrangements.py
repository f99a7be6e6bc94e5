"""What is arranged for somebody's assessments; why, nobody asks and nothing keeps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tabard.people.models import Person


class ArrangementKind(models.TextChoices):
    """What can be arranged."""

    MORE_TIME = "more_time", "More time"
    NO_PAUSE = "no_pause", "Trying again without a pause"
    ON_PAPER = "on_paper", "The questions on paper"
    READ_ALOUD = "read_aloud", "Somebody reads the questions aloud and enters the answers"


# With these somebody helps, and enters the answers.
HELPED = (ArrangementKind.ON_PAPER, ArrangementKind.READ_ALOUD)


class Arrangement(models.Model):
    """What is arranged for one person, until a day; then it is deleted."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="arrangement")
    kinds = ArrayField(models.CharField(max_length=20, choices=ArrangementKind))
    until = models.DateTimeField()
    # Whoever enters the answers with the person, where what is arranged needs somebody.
    helper = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="helps"
    )
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(
                name="arrangement_says_what", condition=models.Q(kinds__len__gt=0)
            ),
            models.CheckConstraint(
                name="arrangement_ends_after_it_begins",
                condition=models.Q(until__gt=models.F("granted_at")),
            ),
            models.CheckConstraint(
                name="arrangement_names_who_helps_where_somebody_does",
                condition=models.Q(kinds__overlap=HELPED, helper__isnull=False)
                | (~models.Q(kinds__overlap=HELPED) & models.Q(helper=None)),
            ),
            models.CheckConstraint(
                name="nobody_helps_themselves",
                condition=models.Q(helper=None) | ~models.Q(helper=models.F("person")),
            ),
            models.CheckConstraint(
                name="nobody_arranges_for_themselves",
                condition=~models.Q(granted_by=models.F("person")),
            ),
        ]

    def __str__(self) -> str:
        return f"arrangement for {self.person}"

    @property
    def labels(self) -> list[str]:
        """What is arranged, in words."""
        return [str(ArrangementKind(kind).label) for kind in self.kinds]
