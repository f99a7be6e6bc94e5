"""Courses as they were loaded, and the sittings of their assessments."""

import re
from typing import TypedDict

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person


class Course(models.Model):
    """What people learn; its text and its questions belong to an edition."""

    slug = models.SlugField(max_length=50, unique=True)

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One version of a course; once loaded it never changes."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions")
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=150)
    # Per cent of the questions.
    pass_mark = models.PositiveSmallIntegerField()
    # How many questions are drawn, and how many for somebody who renews a certificate.
    questions = models.PositiveSmallIntegerField()
    refresher_questions = models.PositiveSmallIntegerField()
    pause_days = models.PositiveSmallIntegerField()
    valid_months = models.PositiveSmallIntegerField()
    # How many days before a certificate runs out it can be renewed.
    refresher_days = models.PositiveSmallIntegerField()
    # SHA-256 of everything in the folder.
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "version"], name="one_edition_per_course_and_version"
            ),
            models.CheckConstraint(
                name="pass_mark_between_1_and_100",
                condition=models.Q(pass_mark__gte=1, pass_mark__lte=100),
            ),
            models.CheckConstraint(
                name="refresher_is_not_longer_than_the_assessment",
                condition=models.Q(refresher_questions__lte=models.F("questions")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        """How long reading it takes."""
        return sum(module.minutes for module in self.modules.all())


class Module(models.Model):
    """One part of an edition, to be read in one go."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="modules")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=500)
    minutes = models.PositiveSmallIntegerField()
    # Markdown, below the title.
    text = models.TextField()

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="module_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return self.title


class Choice(TypedDict):
    """One answer that can be chosen."""

    says: str
    right: bool
    because: str


class QuestionKind(models.TextChoices):
    """How many answers are right."""

    ONE = "one", "One answer is right"
    SOME = "some", "Choose all that apply"


class Question(models.Model):
    """A scenario with its answers, from which an assessment is drawn."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="questions")
    # The same in every edition, so that it is known how well a question works.
    name = models.SlugField(max_length=60)
    asks = models.TextField()
    kind = models.CharField(max_length=10, choices=QuestionKind)
    choices = models.JSONField()

    class Meta:
        ordering = ["module", "name"]
        constraints = [
            models.UniqueConstraint(fields=["module", "name"], name="question_has_its_own_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def right_choices(self) -> list[int]:
        """The places of the answers that are right."""
        return [place for place, choice in enumerate(self.choices) if choice["right"]]

    @property
    def told(self) -> tuple[str, str]:
        """The scenario, and the question that ends it."""
        *scenario, asked = re.split(r"(?<=[.?!])\s+|(?<=[.?!]”)\s+", self.asks)
        return " ".join(scenario), asked


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


class Sitting(models.Model):
    """Somebody's go at an assessment; a passed one is a certificate until a date."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sittings")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sittings")
    # That of the edition, so that the database can hold one sitting under way per course.
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=SittingState, default=SittingState.UNDER_WAY)
    # With it the same questions can be drawn again, in the same order.
    seed = models.PositiveBigIntegerField()
    asked = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)

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
                | (~models.Q(state="passed") & models.Q(valid_until=None)),
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
    def explained(self) -> list[tuple[Choice, bool]]:
        """Every choice, and whether it was made."""
        return [
            (choice, place in self.chosen) for place, choice in enumerate(self.question.choices)
        ]


class Mark(models.Model):
    """That somebody noted a module as read, for themselves alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="module_marked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.module} read"
