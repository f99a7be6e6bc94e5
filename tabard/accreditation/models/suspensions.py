"""Suspensions: at once, for a reason, until somebody looks again, and told to the person."""

from datetime import date

from django.db import models

from tabard.accreditation.models.accreditations import Accreditation
from tabard.people.models import Person


class Suspension(models.Model):
    """One time in which somebody does not speak for the council."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="suspensions"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="suspensions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    reason = models.TextField(max_length=2_000)
    # The day by which somebody looks at it again.
    review_on = models.DateField()
    # A person tells the person, in words of their own; a notice alone is not enough.
    told_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    told_words = models.TextField(max_length=2_000, blank=True)
    # When the person said that they have read it.
    read_at = models.DateTimeField(null=True, blank=True)
    # What the person says of it, and when; the record keeps what they said before.
    side = models.TextField(max_length=2_000, blank=True)
    side_at = models.DateTimeField(null=True, blank=True)
    # When the person asked that somebody else looks at it again, which they can once.
    asked_at = models.DateTimeField(null=True, blank=True)
    # The day on which those who can answer that were last told that it waits for them.
    hearers_told_on = models.DateField(null=True, blank=True)
    heard_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2_000, blank=True)
    # The day on which people were last told of what is still to be done.
    chased_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Whether it ended because the person died; it goes on if that was a mistake.
    rests = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation"],
                condition=models.Q(ended_at=None),
                name="one_open_suspension_per_accreditation",
            ),
            models.CheckConstraint(
                name="only_an_ended_suspension_rests",
                condition=models.Q(rests=False) | models.Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="suspension_not_by_its_person", condition=~models.Q(by=models.F("person"))
            ),
            models.CheckConstraint(name="suspension_has_a_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="told_by_somebody_at_a_time_in_words",
                condition=models.Q(told_by=None, told_at=None, told_words="")
                | (
                    models.Q(told_by__isnull=False, told_at__isnull=False)
                    & ~models.Q(told_words="")
                ),
            ),
            models.CheckConstraint(
                name="side_said_at_a_time_in_words",
                condition=models.Q(side="", side_at=None)
                | (models.Q(side_at__isnull=False) & ~models.Q(side="")),
            ),
            models.CheckConstraint(
                name="suspension_not_heard_by_its_person_or_who_suspended",
                condition=models.Q(heard_by=None)
                | (~models.Q(heard_by=models.F("by")) & ~models.Q(heard_by=models.F("person"))),
            ),
            models.CheckConstraint(
                name="suspension_heard_once_asked_with_an_answer",
                condition=models.Q(heard_by=None, heard_at=None, answer="")
                | (
                    models.Q(heard_by__isnull=False, heard_at__isnull=False, asked_at__isnull=False)
                    & ~models.Q(answer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"suspension of {self.person}"

    @property
    def waits_for_another(self) -> bool:
        """Say whether somebody else was asked to look at it, and nobody has."""
        return self.asked_at is not None and self.heard_at is None and self.ended_at is None

    def is_overdue(self, today: date) -> bool:
        """Say whether the day to look again is over, and nobody has."""
        return self.ended_at is None and self.review_on < today
