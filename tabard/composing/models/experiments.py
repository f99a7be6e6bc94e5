"""Experiments: something new that is tried openly, and stops by a rule made before."""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person

# In characters.
LONGEST_ANSWER = 2_000
# After more signs than this nobody would call it a stop rule.
MOST_SIGNS = 20
LONGEST_SOURCE = 150


class ExperimentState(models.TextChoices):
    """How far an experiment is."""

    ASKED = "asked", "Waits for a decision"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    FINISHED = "finished", "Finished"


E = ExperimentState
EXPERIMENT_LIFECYCLE = Lifecycle(
    E.ASKED,
    approve=({E.ASKED}, E.RUNNING),
    decline=({E.ASKED}, E.DECLINED),
    withdraw=({E.ASKED}, E.WITHDRAWN),
    pause=({E.RUNNING}, E.PAUSED),
    go_on=({E.PAUSED}, E.RUNNING),
    finish=({E.RUNNING, E.PAUSED}, E.FINISHED),
)
# Where an experiment has a result to come.
BEGUN = [str(E.RUNNING), str(E.PAUSED)]


class Appetite(models.TextChoices):
    """How much may go wrong before it was not worth it."""

    LOW = "low", "Low: nothing should go wrong"
    SOME = "some", "Some: a few people may not like it"
    HIGH = "high", "High: we expect mistakes, and learn from them"


class Experiment(models.Model):
    """One attempt at something new: what is believed, what is relaxed for it, what stops it."""

    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="experiments")
    title = models.CharField(max_length=100)
    belief = models.TextField(max_length=LONGEST_ANSWER)
    for_whom = models.TextField(max_length=LONGEST_ANSWER)
    new_format = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    # The checks that it does without, by their short names.
    relaxed = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    skips_review = models.BooleanField(default=False)
    appetite = models.CharField(max_length=10, choices=Appetite)
    first_day = models.DateField()
    last_day = models.DateField()
    # After so many signs that something goes wrong, it is paused.
    stop_after = models.PositiveSmallIntegerField()
    how_known = models.TextField(max_length=LONGEST_ANSWER)
    state = models.CharField(max_length=20, choices=ExperimentState, default=E.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was declined, paused, or goes on: what was said last.
    why = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    # When it was paused last: what was let go or approved before has to be looked at.
    paused_at = models.DateTimeField(null=True, blank=True)
    # Only signs after this count towards the stop rule.
    counts_from = models.DateTimeField(null=True, blank=True)
    # When its owner was reminded that its days are over.
    reminded_at = models.DateTimeField(null=True, blank=True)
    # What came of it, whatever it is, and what everybody may learn from it.
    result = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    learned = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="experiment_runs_forward",
                condition=models.Q(last_day__gte=models.F("first_day")),
            ),
            models.CheckConstraint(
                name="experiment_has_a_stop_rule",
                condition=models.Q(stop_after__gte=1, stop_after__lte=MOST_SIGNS),
            ),
            models.CheckConstraint(
                name="experiment_not_decided_by_its_owner",
                condition=~models.Q(decided_by=models.F("owner")),
            ),
            models.CheckConstraint(
                name="decided_experiment_says_by_whom_and_when",
                condition=models.Q(state__in=["asked", "withdrawn"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="declined_or_paused_experiment_says_why",
                condition=~models.Q(state__in=["declined", "paused"]) | ~models.Q(why=""),
            ),
            models.CheckConstraint(
                name="paused_experiment_says_when",
                condition=~models.Q(state="paused") | models.Q(paused_at__isnull=False),
            ),
            models.CheckConstraint(
                name="finished_experiment_says_what_came_of_it",
                condition=~models.Q(state="finished")
                | (
                    models.Q(finished_at__isnull=False)
                    & ~models.Q(result="")
                    & ~models.Q(learned="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.last_day < timezone.localdate()

    @property
    def goes_on(self) -> bool:
        """Whether what is written within it goes today as it was registered."""
        return self.state == E.RUNNING and self.first_day <= timezone.localdate() <= self.last_day

    @property
    def waits_for_its_result(self) -> bool:
        """Whether its days are over and nobody has said what came of it."""
        return self.state in BEGUN and self.is_over

    @property
    def lets_be(self) -> Collection[str]:
        """The checks that are relaxed today."""
        return frozenset(self.relaxed) if self.goes_on else frozenset()


class SignKind(models.TextChoices):
    """What kind of sign it is that an experiment goes wrong."""

    CONCERN = "concern", "A colleague is worried"
    COMPLAINT = "complaint", "A resident complained"
    FINDING = "finding", "A reviewer found something"
    TAKEN_DOWN = "taken_down", "A post was taken down"


class Sign(models.Model):
    """One sign that an experiment goes wrong; each source counts once."""

    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="signs")
    message = models.ForeignKey(
        "composing.Message", null=True, blank=True, on_delete=models.PROTECT, related_name="signs"
    )
    kind = models.CharField(max_length=20, choices=SignKind)
    # What it is known by, such as “take-down of message 12” or the number of a complaint.
    source = models.CharField(max_length=LONGEST_SOURCE)
    said = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "source"], name="a_source_is_a_sign_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source}"
