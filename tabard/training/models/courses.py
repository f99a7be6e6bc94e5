"""Courses as they were loaded, and what somebody marked as read."""

import re
from typing import TypedDict

from django.db import models

from tabard.people.models import Person

# How a text refers to a source: by its id, in brackets.
REFERENCE = re.compile(r"\[(\d{1,3})\]")


class Course(models.Model):
    """What people learn; its text and its questions belong to an edition."""

    slug = models.SlugField(max_length=50, unique=True)
    # Of a course that is not, nobody begins an assessment any more; certificates stand.
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class Source(TypedDict):
    """What a statement rests on, and when somebody read it there."""

    id: int
    title: str
    publisher: str
    date: str
    read: str


class Edition(models.Model):
    """One version of a course; once loaded it never changes."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions")
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=150)
    # Per cent of the questions; the council's setting where the course does not say.
    pass_mark = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many questions are drawn, and how many for somebody who renews a certificate.
    questions = models.PositiveSmallIntegerField()
    refresher_questions = models.PositiveSmallIntegerField()
    # And for the pre-test that can make a refresher shorter; 0 is none.
    pretest_questions = models.PositiveSmallIntegerField()
    # Before a retake; the council's setting where the course does not say.
    pause_days = models.PositiveSmallIntegerField(null=True, blank=True)
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
                condition=models.Q(pass_mark=None) | models.Q(pass_mark__gte=1, pass_mark__lte=100),
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
    # What its legal statements rest on, in the order of its file.
    sources = models.JSONField(default=list, blank=True)

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
    def sources(self) -> list[Source]:
        """What its explanations refer to."""
        explained = " ".join(choice["because"] for choice in self.choices)
        cited = set(map(int, REFERENCE.findall(explained)))
        return [source for source in self.module.sources if source["id"] in cited]

    @property
    def told(self) -> tuple[str, str]:
        """The scenario, and the question that ends it."""
        *scenario, asked = re.split(r"(?<=[.?!])\s+|(?<=[.?!]”)\s+", self.asks)
        return " ".join(scenario), asked


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
