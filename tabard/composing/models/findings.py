"""What checks noticed about a message, and what came of it."""

from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

from django.db import models

from tabard.accounts.models import Account
from tabard.checks import api
from tabard.checks.api import Level, Part
from tabard.common.lifecycle import Lifecycle
from tabard.composing.models.messages import LONGEST_SAID, Message


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that a check notices now, with its words and a hash by which it is known again.

    `account` is where it is said, unless it stands in what all accounts say.
    """

    finding: api.Finding
    excerpt: str
    fingerprint: str
    account: Account | None = None
    # Whether the experiment of its message does without the check.
    is_relaxed: bool = False


class FindingState(models.TextChoices):
    """What came of something that a check noticed."""

    OPEN = "open", "Shown, and not answered yet"
    HEEDED = "heeded", "Heeded: the author changed it"
    DISMISSED = "dismissed", "Kept, and the author said why"
    LET_BE = "let_be", "Kept without a word"
    RELAXED = "relaxed", "Let be within an experiment"
    UPHELD = "upheld", "Upheld by a reviewer"


F = FindingState
FINDING_LIFECYCLE = Lifecycle(
    F.OPEN,
    heed=({F.OPEN, F.LET_BE, F.RELAXED}, F.HEEDED),
    come_back=({F.HEEDED, F.RELAXED}, F.OPEN),
    relax=({F.OPEN, F.LET_BE, F.HEEDED}, F.RELAXED),
    dismiss=({F.OPEN, F.LET_BE}, F.DISMISSED),
    let_be=({F.OPEN}, F.LET_BE),
    uphold=({F.DISMISSED, F.LET_BE, F.RELAXED}, F.UPHELD),
)
# Where something came of it, from which the precision of its check is counted.
ANSWERED = {F.HEEDED, F.DISMISSED, F.LET_BE, F.UPHELD}
# Where the check was right.
RIGHT = {F.HEEDED, F.UPHELD}


class Finding(models.Model):
    """Something that a check noticed about a message, as its author was shown it.

    What was noticed stands in the message alone: here is only where, and a keyed hash of it, so
    that nothing of a number that was taken out stays behind.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="findings")
    check_name = models.CharField(max_length=50)
    kind = models.CharField(max_length=50)
    level = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in Level])
    part = models.CharField(max_length=20, choices=[(str(one), str(one)) for one in Part])
    # Where it is said, if what is said there differs from the message's own words.
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    which = models.PositiveSmallIntegerField(default=0)
    # In code points of its part.
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    why = models.TextField()
    what_to_do = models.TextField()
    fingerprint = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    shown_at = models.DateTimeField()
    because = models.TextField(max_length=LONGEST_SAID, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["part", "which", "start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "fingerprint"], name="what_is_noticed_twice_is_one_finding"
            ),
            models.CheckConstraint(
                name="dismissed_says_why",
                condition=~models.Q(state="dismissed") | ~models.Q(because=""),
            ),
            models.CheckConstraint(
                name="answered_says_when",
                condition=models.Q(state="open", answered_at=None)
                | (~models.Q(state="open") & models.Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["check_name", "state"], name="composing_finding_of_check"),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.get_state_display()}"


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a check was right: of so many findings that came to something, so many."""

    right: int
    of: int

    # Under so many, a share says nothing.
    LEAST: ClassVar[int] = 30
    # For an interval in which the true share lies in 95 of 100 cases.
    Z: ClassVar[float] = 1.959963984540054

    @property
    def is_known(self) -> bool:
        """Whether there are enough to say anything."""
        return self.of >= self.LEAST

    @property
    def share(self) -> float:
        """The share that was right, from 0 to 1."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval of the share (Wilson 1927), at 95 %."""
        if not self.of:
            return 0.0, 1.0
        square = self.Z**2 / self.of
        middle = self.share + square / 2
        half = self.Z * sqrt(self.share * (1 - self.share) / self.of + square / (4 * self.of))
        return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))
