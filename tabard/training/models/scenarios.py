"""Scenarios as they were loaded, and somebody's goes at them with residents who do not exist."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person
from tabard.practice.models import PracticeThread, ThreadPost
from tabard.record.models import Blob


class Scenario(models.Model):
    """Something that can happen on a network; what happens stands in its versions."""

    slug = models.SlugField(max_length=50, unique=True)
    # Whether it can be chosen; a council takes out what does not suit it.
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ScenarioVersion(models.Model):
    """One version of a scenario; once loaded it never changes."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    about = models.CharField(max_length=300)
    # What can be hard to read about it; nothing for most.
    warning = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField()
    # The whole of scenario.toml.
    told = models.JSONField()
    picture = models.ForeignKey(
        Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # SHA-256 of everything that is played.
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "version"], name="one_text_per_scenario_and_version"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RehearsalState(models.TextChoices):
    """How a go at a scenario stands."""

    UNDER_WAY = "under_way", "Under way"
    PASSED = "passed", "Passed"
    NOT_YET = "not_yet", "Not yet"
    HARM = "harm", "It would have done harm"


REHEARSAL_LIFECYCLE = Lifecycle(
    RehearsalState.UNDER_WAY,
    succeed=({RehearsalState.UNDER_WAY}, RehearsalState.PASSED),
    fall_short=({RehearsalState.UNDER_WAY}, RehearsalState.NOT_YET),
    do_harm=({RehearsalState.UNDER_WAY}, RehearsalState.HARM),
)


class Rehearsal(models.Model):
    """Somebody's go at a scenario; what was passed is kept, and nothing else for long."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rehearsals")
    version = models.ForeignKey(
        ScenarioVersion, on_delete=models.PROTECT, related_name="rehearsals"
    )
    # That of the version, so that the database can hold one under way per scenario.
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=RehearsalState, default=RehearsalState.UNDER_WAY
    )
    # With it the same answers lead to the same words of the residents again.
    seed = models.PositiveBigIntegerField()
    # The state of the script at which the conversation is.
    at = models.CharField(max_length=50)
    # How often in a row a resident has asked again.
    asked_again = models.PositiveSmallIntegerField(default=0)
    # Gone when its time is over, with everything that was written.
    thread = models.OneToOneField(
        PracticeThread,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="rehearsal",
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scenario"],
                condition=models.Q(state="under_way"),
                name="one_rehearsal_under_way_per_person_and_scenario",
            ),
            models.CheckConstraint(
                name="rehearsal_under_way_or_finished_at_a_time",
                condition=models.Q(state="under_way", finished_at=None)
                | (~models.Q(state="under_way") & models.Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="rehearsal_that_was_not_passed_has_its_conversation",
                condition=models.Q(state="passed") | models.Q(thread__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} by {self.person}"


class Reply(models.Model):
    """One answer of the learner: its words are in the conversation, what it did stands here."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="replies")
    number = models.PositiveSmallIntegerField()
    post = models.OneToOneField(ThreadPost, on_delete=models.CASCADE, related_name="reply")
    does = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    class Meta:
        ordering = ["rehearsal", "number"]
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(
                fields=["rehearsal", "number"], name="reply_has_its_own_number"
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.number}"
