"""A file of staff on its way in: what it tells, what that would change, and what came of it."""

from dataclasses import dataclass

from django.db import models

from tabard.common.lifecycle import Lifecycle
from tabard.people.models.person import Person


class ImportState(models.TextChoices):
    """Where an import stands."""

    COLUMNS = "columns", "Columns to be named"
    CHECKING = "checking", "Being checked"
    READY = "ready", "Checked: nothing is changed yet"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNREADABLE = "unreadable", "Not readable"
    DROPPED = "dropped", "Dropped"


UNDER_WAY = frozenset({ImportState.CHECKING, ImportState.APPLYING})
OPEN = frozenset({ImportState.COLUMNS, ImportState.READY})

# Whoever applies has seen what the file would change; if the staff changed meanwhile, the plan is
# made anew and shown again before anything is applied.
IMPORT_LIFECYCLE = Lifecycle(
    ImportState.COLUMNS,
    check=({ImportState.COLUMNS, ImportState.READY}, ImportState.CHECKING),
    finish_check=({ImportState.CHECKING}, ImportState.READY),
    give_up=({ImportState.CHECKING, ImportState.COLUMNS}, ImportState.UNREADABLE),
    apply=({ImportState.READY}, ImportState.APPLYING),
    show_again=({ImportState.APPLYING}, ImportState.READY),
    finish=({ImportState.APPLYING}, ImportState.APPLIED),
    drop=(OPEN, ImportState.DROPPED),
    lapse=(OPEN, ImportState.DROPPED),
)


A_THIRD = 33


class StaffImport(models.Model):
    """One file of staff."""

    state = models.CharField(
        max_length=20, choices=ImportState, default=IMPORT_LIFECYCLE.initial.value
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="staff_imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # Forgotten once it is of no more use, as are the rows some time later.
    content = models.BinaryField(null=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    headers = models.JSONField(default=list)
    # Which column, by its place, holds which field.
    columns = models.JSONField(default=dict)
    # Which comes first in dates such as 3/4/2026; empty: such dates are refused.
    date_order = models.CharField(max_length=5, blank=True, default="")
    adds_services = models.BooleanField(default=False)
    # Whether only some of the staff stand in it, so that nobody counts as missing.
    is_part = models.BooleanField(default=False)
    # The leaving date of those who are not in the file; none: they stay as they are.
    missing_leave_on = models.DateField(null=True, blank=True)
    problem = models.TextField(blank=True, default="")
    # How far the worker is: rows that it has read, of how many at the most.
    rows_read = models.PositiveIntegerField(default=0)
    rows_expected = models.PositiveIntegerField(default=0)
    # And after that, how many steps of comparing and changing are done, of how many.
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    # How many rows there are of each outcome, once the file is checked.
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_is_in_a_known_state", condition=models.Q(state__in=ImportState.values)
            ),
            models.CheckConstraint(
                name="forgotten_import_holds_no_file",
                condition=models.Q(forgotten_at=None) | models.Q(content=None),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def per_cent(self) -> int:
        """How much is done: reading the file is a third of it, comparing and changing the rest."""
        if self.steps:
            return min(100, A_THIRD + (100 - A_THIRD) * self.steps_done // self.steps)
        return min(A_THIRD, A_THIRD * self.rows_read // max(1, self.rows_expected))

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.state in UNDER_WAY


class Outcome(models.TextChoices):
    """What a row comes to."""

    ADD = "add", "To be added"
    CHANGE = "change", "To be changed"
    SAME = "same", "As they are"
    REFUSE = "refuse", "Refused"
    MISSING = "missing", "Not in the file"


class ImportRow(models.Model):
    """One row of a file, or somebody whom it leaves out, and what comes of it."""

    of = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="rows")
    # The line in the file; of those who are not in it a running number below nought.
    line = models.IntegerField()
    cells = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome)
    why = models.TextField(blank=True, default="")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint("of", "line", name="one_row_per_line_of_an_import"),
        ]
        indexes = [models.Index("of", "outcome", "line", name="people_importrow_outcome")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.outcome}"


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many would get a last working day by an import, of how many who can sign in."""

    leave: int
    staff: int

    def is_more_than(self, per_cent: int) -> bool:
        """Say whether they are more than a share of the staff."""
        return self.leave * 100 > self.staff * per_cent
