"""What becomes of an account when whoever holds it goes: asked, decided, carried out."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person


class SuccessionState(models.TextChoices):
    """Where the question is who holds an account next."""

    WAITING = "waiting", "To be decided"
    DECIDED = "decided", "Decided, for its day"
    DONE = "done", "Done"
    DROPPED = "dropped", "Not needed any more"


SUCCESSION_LIFECYCLE = Lifecycle(
    SuccessionState.WAITING,
    decide=(
        {SuccessionState.WAITING, SuccessionState.DECIDED},
        SuccessionState.DECIDED,
    ),
    carry_out=({SuccessionState.DECIDED}, SuccessionState.DONE),
    drop=({SuccessionState.WAITING, SuccessionState.DECIDED}, SuccessionState.DROPPED),
)
OPEN = {SuccessionState.WAITING, SuccessionState.DECIDED}
# In these states a farewell that was agreed on can be written.
AGREED = {SuccessionState.DECIDED, SuccessionState.DONE}
# How long after an account was passed on those who go on can say so to its readers.
FAREWELL_STAYS = timedelta(days=14)


class Cause(models.TextChoices):
    """Why it is asked."""

    LEAVES = "leaves", "Leaves the council"
    MOVED = "moved", "Has another place in the council"
    ALONE = "alone", "Nobody holds it"
    ENDED = "ended", "Speaks for the council no more"
    DIED = "died", "Has died"


class Outcome(models.TextChoices):
    """What becomes of the account."""

    HAND_OVER = "hand_over", "Hand it to a colleague"
    MERGE = "merge", "Merge it into another account"
    ARCHIVE = "archive", "Archive it"
    KEEP = "keep", "Leave it where it is"
    LET_GO = "let_go", "Leave it to the others who hold it"
    REST = "rest", "Leave it at rest"


class Farewell(models.TextChoices):
    """Whether residents are told goodbye, and by whom."""

    NONE = "none", "No"
    FROM_IT = "from_it", "Yes, from this account, by the one who leaves"
    FROM_OTHERS = "from_others", "Yes, from the account that goes on"


class Succession(models.Model):
    """The question what becomes of one account after one person, and the answer."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="successions")
    # Who holds it, or did last.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="successions")
    cause = models.CharField(max_length=20, choices=Cause)
    # The last day on which it is theirs; what was decided is carried out after it.
    due_on = models.DateField()
    state = models.CharField(
        max_length=20, choices=SuccessionState, default=SuccessionState.WAITING
    )
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    colleague = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Where people can go now: the account that goes on.
    successor = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    farewell = models.CharField(max_length=20, choices=Farewell, default=Farewell.NONE)
    # When somebody began to write it, by which it waits for nobody any more.
    farewell_begun_at = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField()
    # Everybody above and below the person who goes, as it was when somebody decided.
    line = ArrayField(models.BigIntegerField(), default=list)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person"],
                condition=models.Q(state__in=["waiting", "decided"]),
                name="one_open_succession_per_account_and_person",
            ),
            models.CheckConstraint(
                name="succession_not_decided_by_the_one_who_goes",
                condition=~models.Q(decided_by=models.F("person")),
            ),
            models.CheckConstraint(
                name="succession_not_decided_in_its_own_line",
                condition=~models.Q(line__contains=[models.F("decided_by")]),
            ),
            models.CheckConstraint(
                name="account_that_ended_says_no_goodbye_itself",
                condition=~models.Q(cause__in=["died", "ended"]) | ~models.Q(farewell="from_it"),
            ),
            models.CheckConstraint(
                name="decided_succession_says_what_and_by_whom",
                condition=~models.Q(state__in=["decided", "done"])
                | (
                    ~models.Q(outcome="")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="account_is_handed_to_somebody_else",
                condition=~models.Q(outcome="hand_over")
                | models.Q(colleague__isnull=False) & ~models.Q(colleague=models.F("person")),
            ),
            models.CheckConstraint(
                name="account_is_merged_into_another",
                condition=~models.Q(outcome="merge") | models.Q(successor__isnull=False),
            ),
            models.CheckConstraint(
                name="account_does_not_succeed_itself",
                condition=~models.Q(successor=models.F("account")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(state__in=["waiting", "decided"]),
                name="keeping_succession_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} after {self.person}"

    @property
    def is_late(self) -> bool:
        """Whether it is still to be decided although its last day is over; the dead have none."""
        if self.cause == Cause.DIED:
            return False
        return self.state == SuccessionState.WAITING and self.due_on < timezone.localdate()
