"""The sittings of assessments; a passed one is a certificate until a date."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person
from tabard.training.models.courses import Choice, Course, Edition, Question


class SittingState(models.TextChoices):
    """How an assessment stands."""

    UNDER_WAY = "under_way", "Under way"
    PASSED = "passed", "Passed"
    NOT_PASSED = "not_passed", "Not passed"


SITTING_LIFECYCLE = Lifecycle(
    SittingState.UNDER_WAY,
    succeed=({SittingState.UNDER_WAY}, SittingState.PASSED),
    fall_short=({SittingState.UNDER_WAY}, SittingState.NOT_PASSED),
)


class SittingKind(models.TextChoices):
    """What somebody sits."""

    ASSESSMENT = "assessment", "Assessment"
    # Fewer questions, for whoever renews a certificate.
    REFRESHER = "refresher", "Refresher"
    # A few questions before a refresher, which becomes shorter for whoever passes.
    PRETEST = "pretest", "Pre-test"


class Sitting(models.Model):
    """Somebody's go at an assessment; a passed one is a certificate until a date.

    A passed pre-test is one only if every answer was right: then nothing is left to refresh.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sittings")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sittings")
    # That of the edition, so that the database can hold one sitting under way per course.
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=SittingKind, default=SittingKind.ASSESSMENT)
    state = models.CharField(max_length=20, choices=SittingState, default=SittingState.UNDER_WAY)
    # With it the same questions can be drawn again, in the same order.
    seed = models.PositiveBigIntegerField()
    asked = models.PositiveSmallIntegerField()
    # Per cent, as it was when the sitting was begun.
    pass_mark = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    # While more time is arranged: until when the certificate is valid without it.
    own_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=models.Q(state="under_way"),
                name="one_sitting_under_way_per_person_and_course",
            ),
            models.CheckConstraint(
                name="sitting_under_way_or_finished_with_a_result",
                condition=models.Q(state="under_way", right=None, finished_at=None)
                | (
                    ~models.Q(state="under_way")
                    & models.Q(right__isnull=False, finished_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="sitting_passed_with_a_certificate_until_a_date",
                condition=models.Q(state="passed", valid_until__isnull=False)
                | (~models.Q(state="passed") & models.Q(valid_until=None))
                | models.Q(state="passed", kind="pretest"),
            ),
            models.CheckConstraint(
                name="pretest_is_a_certificate_if_all_was_right",
                condition=~models.Q(kind="pretest")
                | models.Q(valid_until=None)
                | models.Q(right=models.F("asked")),
            ),
            models.CheckConstraint(
                name="more_time_lengthens_a_certificate",
                condition=models.Q(own_until=None)
                | models.Q(valid_until__gt=models.F("own_until")),
            ),
            models.CheckConstraint(
                name="no_more_right_than_asked",
                condition=models.Q(right=None) | models.Q(right__lte=models.F("asked")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} by {self.person}"

    @property
    def score(self) -> int:
        """Per cent of the answers that are right, rounded down."""
        return (self.right or 0) * 100 // self.asked

    @property
    def runs_until(self) -> datetime | None:
        """Until when it is valid without more time; renewing it is reckoned from here."""
        return self.own_until or self.valid_until

    @property
    def is_valid(self) -> bool:
        """Whether it is a certificate that has not run out."""
        return self.valid_until is not None and self.valid_until > timezone.now()


class Answer(models.Model):
    """One question drawn for a sitting, and what was chosen so far."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    # Places of choices, in order; empty until answered.
    chosen = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    # Whoever helps, if they entered it.
    entered_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["sitting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="answer_has_its_own_number"),
            models.UniqueConstraint(fields=["sitting", "question"], name="question_asked_once"),
        ]

    def __str__(self) -> str:
        return f"answer {self.number}"

    @property
    def is_right(self) -> bool:
        """Whether exactly the right choices were made."""
        return self.chosen == self.question.right_choices

    @property
    def offered(self) -> list[tuple[int, Choice]]:
        """Every choice with its place, in an order that each sitting has for itself."""
        seed = f"{self.sitting.seed}-{self.number}"
        by_lot = Random(seed)  # noqa: S311 - no secret: it has to come out the same again
        places = list(enumerate(self.question.choices))
        by_lot.shuffle(places)
        return places

    @property
    def explained(self) -> list[tuple[Choice, bool]]:
        """Every choice as it was offered, and whether it was made."""
        return [(choice, place in self.chosen) for place, choice in self.offered]


class CertificateReminder(models.Model):
    """That the holder was told how many days are left of a certificate."""

    certificate = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="reminders")
    # 0 is when it had run out.
    days_before = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "days_before"], name="told_once_of_each_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"reminded of {self.certificate}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come with a course, and what holds for their next sitting."""

    latest: Sitting | None = None
    # The last certificate, valid or not.
    certificate: Sitting | None = None
    # Days before a retake; none for whoever has an arrangement.
    pause_days: int = 0
