"""That somebody is invited to sign in for the first time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from tabard.people.models.person import Person


class Invitation(models.Model):
    """One invitation: asked for by an administrator, and set going by the worker."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Those that were asked for together have the same time.
    asked_at = models.DateTimeField()
    # Until then the person is not invited again.
    again_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            ExclusionConstraint(
                name="nobody_is_invited_twice_within_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "asked_at",
                            "again_at",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(given_at=None),
                name="people_invitation_to_give",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"
