"""Who is away, and who acts for them meanwhile. Nobody is asked why, and nothing keeps it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models

from tabard.people.models.person import Person


class DateRange(models.Func):
    """The days from one to another, both included; without a last day they have no end."""

    function = "DATERANGE"
    output_field = DateRangeField()


def _days() -> DateRange:
    return DateRange("since", "until", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class Absence(models.Model):
    """The days on which somebody is away; until they are back it may have no last day.

    One that was called off stays, and does not count.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    # Whether residents are told that colleagues answer meanwhile; nothing else is.
    is_told = models.BooleanField(default=False)
    # Whether it was entered when the sign-in was closed; it ends when that is opened again.
    lasts_while_closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                name="absence_runs_forward", condition=models.Q(until__gte=models.F("since"))
            ),
            ExclusionConstraint(
                name="person_is_away_once_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=models.Q(called_off_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is away from {self.since} to {self.until or 'further notice'}"


class StandIn(models.Model):
    """Somebody who acts as line manager for a person on given days, both included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stand_ins")
    stands_in = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="standing_in")
    since = models.DateField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                name="nobody_stands_in_for_themselves",
                condition=~models.Q(stands_in=models.F("person")),
            ),
            models.CheckConstraint(
                name="stand_in_runs_forward", condition=models.Q(until__gte=models.F("since"))
            ),
            ExclusionConstraint(
                name="one_stand_in_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stands_in_id} for {self.person_id} from {self.since} to {self.until}"
